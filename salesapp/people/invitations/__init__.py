"""Inviting users by a link of one use: they choose a password and are signed in."""
