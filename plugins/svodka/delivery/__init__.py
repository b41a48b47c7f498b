"""Files → hands: the state of a quarter, the outbox, the recipients, the letter."""
