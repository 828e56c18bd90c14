"""Bank statements in three forms: each booking once, proposed for open invoices and confirmed with a tap."""
