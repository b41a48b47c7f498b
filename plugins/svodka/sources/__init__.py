"""How bytes come: connectors hand over bytes with their address and time."""
