"""The pages of invoices, credit notes, payments and the finance desk."""
