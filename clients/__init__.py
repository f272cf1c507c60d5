"""The thin clients: they parse, ask the gateway, and show."""
