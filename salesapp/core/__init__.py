"""What every floor stands on: the database, money, time, rights, events and the record type registry.

Nothing here knows a feature or HTTP.
"""
