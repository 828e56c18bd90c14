"""What is offered beyond a quote: options and alternatives that count once the customer chooses them."""
