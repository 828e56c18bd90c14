"""What a person and their team should close: by month, spread over a year, split over the team."""
