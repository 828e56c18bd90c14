"""A second factor: the six digits of an authenticator app, and recovery codes for the day the phone is lost."""
