"""Text to typed values and back: numbers, dates, choices and countries as people's files write them."""
