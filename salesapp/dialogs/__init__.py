"""Guided dialogs: scripts of questions for a conversation, with what the answers do."""
