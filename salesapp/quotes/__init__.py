"""Quotes: prices offered, revised, accepted or declined."""
