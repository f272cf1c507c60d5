"""The web client: pages that authorise, parse, ask the desk once, and show what it says."""
