"""Recording a payment: proposed over its payer's open invoices, and compared with what is recorded already."""
