"""Wins that somebody must agree to."""
