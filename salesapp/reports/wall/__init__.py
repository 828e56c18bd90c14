"""Dashboards on a wall: large, by a secret link without a log-in, refreshed by themselves, until somebody ends it."""
