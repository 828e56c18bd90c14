"""Dashboards: pages of report tiles, shipped for each role or arranged by people, for whoever they are offered to."""
