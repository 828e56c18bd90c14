"""Reports and dashboards by mail: at a time of each reader's own, or now, with picture, table and files."""
