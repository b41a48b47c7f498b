"""How a letter or an edition reaches its recipient: one module a way, each with one honest ending an attempt."""
