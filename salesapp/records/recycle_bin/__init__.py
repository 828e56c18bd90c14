"""Deleting and restoring records, and what still hangs on one that goes."""
