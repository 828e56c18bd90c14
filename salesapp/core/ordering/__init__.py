"""How texts are compared and sorted for people, and where a page of sorted rows ends."""
