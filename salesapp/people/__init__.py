"""Users, their roles and managers, signing in and out, and what each of them prefers.

The manager tree decides reach: a record's owner and everybody above the owner see it.
"""
