"""What a period will bring and should bring: forecasts by people and teams, quotas, predictions and goals."""
