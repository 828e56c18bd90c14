"""Requests and answers as they travel: bodies taken in, transactions tried again, answers compressed."""
