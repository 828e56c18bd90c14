"""The profit plan: what each team should bring in by month, against what it won, expects and invoiced."""
