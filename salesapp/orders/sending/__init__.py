"""The order confirmation as the customer gets it: its PDF as it is now, and the e-mail that brings it."""
