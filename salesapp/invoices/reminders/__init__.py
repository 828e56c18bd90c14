"""Reminders of overdue invoices: in levels that an administrator words, never twice the same, paused in a dispute."""
