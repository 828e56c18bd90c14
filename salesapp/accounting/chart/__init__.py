"""The chart of accounts: which account each kind of amount stands on, by a shipped chart and by what set-up says."""
