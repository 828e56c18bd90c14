"""What somebody is told of: a verdict they waited for, a record that was transferred to them."""
