"""Boards that somebody saved, and how one looks."""
