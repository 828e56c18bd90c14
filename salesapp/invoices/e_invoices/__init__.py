"""E-invoices by EN 16931: a typed invoice, its two forms (UBL for XRechnung, CII for Factur-X) and their check."""
