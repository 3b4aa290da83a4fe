"""HTTP only: one blueprint for each kind of page."""
