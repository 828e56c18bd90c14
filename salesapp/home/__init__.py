"""Today: what is due, what went stale, what waits for me."""
