"""Badges: what the administrator awards them for, whom they were awarded to, and the pass that awards them."""
