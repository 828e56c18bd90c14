"""Quotes and their lines: drafted, sent and frozen, then accepted, declined, expired or revised."""

from salesapp.quotes.models.quote import QUOTE, Quote, QuoteApproval, QuoteLine, QuoteLink
from salesapp.quotes.models.status import QuoteStatus

__all__ = ["QUOTE", "Quote", "QuoteApproval", "QuoteLine", "QuoteLink", "QuoteStatus"]
