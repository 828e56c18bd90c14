"""What was sent to customers, when and to which address: so that nothing that was issued stays in the drawer."""
