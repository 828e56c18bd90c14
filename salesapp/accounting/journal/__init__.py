"""The journal: documents, payments, refunds, write-offs and exchange differences as double-entry lines."""
