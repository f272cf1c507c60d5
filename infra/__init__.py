"""How the system meets the world: settings, servers, storage and wiring."""
