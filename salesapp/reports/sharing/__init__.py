"""Reports and dashboards shared with single people, beside a team, a role or everyone."""
