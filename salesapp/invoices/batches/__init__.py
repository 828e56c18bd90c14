"""Many at once from the finance desk: orders are invoiced, drafts issued and invoices sent, each by itself."""
