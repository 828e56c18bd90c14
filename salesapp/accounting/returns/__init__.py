"""What a tax office asks for: the VAT of a period by rate and category, and the EC sales list."""
