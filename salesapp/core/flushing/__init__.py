"""What the next flush is about to write: asked by whatever keeps something in step with records."""
