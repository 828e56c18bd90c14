"""Deliveries: recorded with their day, corrected where typed wrong, and what is still missing (back orders)."""
