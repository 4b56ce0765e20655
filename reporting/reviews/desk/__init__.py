"""Requests for a case review, in the staff desk."""
