"""Asking a specialist for help with an opportunity."""
