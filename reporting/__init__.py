"""What people and staff do: from a report to its answer. A plain package that holds the apps, with no models of its own."""
