"""The statuses a company gives its leads."""
