"""Lists of any record type: filters, order and pages, declared once by its fields."""
