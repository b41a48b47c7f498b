"""Sample exports of an invented town: a seeded generator, no clock, no real person."""
