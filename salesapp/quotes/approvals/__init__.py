"""Discounts beyond one's limit: how much is given, who approves it, and what the approval covers."""
