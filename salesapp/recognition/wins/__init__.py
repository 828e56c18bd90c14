"""The feed of wins: what colleagues won lately, and congratulations to them."""
