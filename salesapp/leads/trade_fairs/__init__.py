"""Capturing lead after lead at a trade fair."""
