"""Allowances and charges: how they are agreed, how lines and documents keep them, what they come to."""
