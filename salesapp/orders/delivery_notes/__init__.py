"""Delivery notes: what of an order was delivered on one day, on paper without prices, and the e-mail that brings it."""
