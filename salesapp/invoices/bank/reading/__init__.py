"""Files of banks (camt.053, MT940, CSV) become the same statements: nothing here knows the database."""
