"""The frame of every command: parsing, who acts, sending, refusals, reports and exit codes."""
