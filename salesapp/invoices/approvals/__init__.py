"""Approvals: credits and write-offs beyond somebody's limit, that a colleague approves or rejects."""
