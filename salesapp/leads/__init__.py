"""Leads: capture, qualification and their conversion into customers and opportunities."""
