"""Limits: up to which amount somebody may credit an invoice or write it off without a colleague's consent."""
