"""Payment terms: by when a document is to be paid, with which discount for paying early, in which instalments."""
