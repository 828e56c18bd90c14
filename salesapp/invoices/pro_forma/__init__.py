"""Pro forma invoices: what an invoice will say, before there is one; they count nowhere."""
