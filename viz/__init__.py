"""Pages: one module a view."""
