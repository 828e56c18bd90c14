"""The pages of invoices of several orders."""
