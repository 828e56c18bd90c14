"""How likely a lead is to become a customer: points by rules, and what past conversions predict."""
