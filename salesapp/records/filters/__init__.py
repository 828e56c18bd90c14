"""One way to ask: conditions on the fields of any record type, for rules, lists, saved views and reports alike."""
