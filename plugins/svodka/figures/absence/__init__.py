"""Messages that have vanished from the exports: the list of them, what people decide, the journal."""
