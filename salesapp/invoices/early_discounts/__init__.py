"""Discounts for paying early: what a payment of a day earns, and how they are taken and taken back."""
