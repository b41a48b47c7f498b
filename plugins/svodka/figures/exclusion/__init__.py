"""Messages that the head keeps out of the figures: the journal, the decision, what it changes."""
