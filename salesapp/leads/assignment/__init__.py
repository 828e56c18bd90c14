"""Who gets a lead: assignment rules, routing, queues and changing the owner."""
