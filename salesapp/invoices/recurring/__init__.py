"""Recurring invoices: the same again every so many weeks, months, quarters or years, each due date exactly once."""
