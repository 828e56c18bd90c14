"""The competitors met in opportunities: on their pages, and kept in step with what is typed."""
