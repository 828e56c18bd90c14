"""Calling one's leads one after the other."""
