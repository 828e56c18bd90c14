"""Invoices, credit notes, payments, what settles what, and the audit of it all."""
