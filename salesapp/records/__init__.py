"""What every record type gets for free: lists, pages, forms, history, the bin, import and export.

It reads the registry and knows no business word.
"""
