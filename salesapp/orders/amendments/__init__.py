"""Amendments: how a confirmed order is changed, by numbered steps that keep each line before and after."""
