"""Discounts and charges of drafts: what is agreed on a line or on the whole document, and taken back again."""
