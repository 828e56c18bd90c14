"""What reports are measured by beside fields: days between moments, and what belongs to a record."""
