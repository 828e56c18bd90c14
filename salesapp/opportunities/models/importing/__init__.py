"""Opportunities and their product lines out of a file."""
