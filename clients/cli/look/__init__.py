"""The commands that only look: inbox, record, history, notices."""
