"""Running the product: serving, the worker, the schema, backups and the checks of an operator."""
