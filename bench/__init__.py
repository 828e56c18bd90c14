"""The measured promises (`make bench`) and the pictures of every screen (`make look`)."""
