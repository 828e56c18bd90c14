"""Many at once: what a transaction reads before it writes holds until it is committed (docs/adr/0010)."""
