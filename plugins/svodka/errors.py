"""The errors that a person can do something about: one clear sentence each."""


class SvodkaError(Exception):
    """An expected failure; its text is shown as it stands."""


class UsageError(SvodkaError):
    """The command or the parameters are wrong (exit code 2)."""
