"""What an invoice lacks before it may be issued, by the law of the seller's country."""
