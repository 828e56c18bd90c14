"""Invoices of several orders: what of each falls to which order."""
