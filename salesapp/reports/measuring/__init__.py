"""What reports are measured by: days between moments, what belongs to a record, and how values come together."""
