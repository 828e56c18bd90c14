"""What people type, read once for everybody: numbers and money, phone numbers, lists of words."""
