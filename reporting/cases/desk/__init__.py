"""The staff desk: pages in the Wagtail admin on which staff work every case. It changes nothing but through `actions`."""
