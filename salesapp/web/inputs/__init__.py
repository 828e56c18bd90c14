"""What a declared field asks of what is typed, beyond its kind: rules, money, moments."""
