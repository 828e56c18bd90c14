"""The catalogue: products, price books, tax rates, and the one way a document is priced."""
