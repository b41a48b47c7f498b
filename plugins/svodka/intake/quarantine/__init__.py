"""The quarantine as people work on it: the list, a row as it came, dismissal, judging again."""
