"""Taking in leads by hand: business cards."""
