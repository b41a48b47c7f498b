"""What `make run` does after the set-up: a year of invented exports, from the inbox to a delivered quarterly report."""
