"""The demo company, told with the domain's verbs under a travelling clock; and synthetic companies for measuring."""
