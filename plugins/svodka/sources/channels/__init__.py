"""Code of single channels, only where a contract is not enough."""
