"""Set-up: what an administrator shapes without code."""
