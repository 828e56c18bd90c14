"""Number formats: how the numbers of quotes, orders, invoices and credit notes are written, and where they begin."""
