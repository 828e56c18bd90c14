"""What left the house stays as it was on paper: docs/adr/0014."""
