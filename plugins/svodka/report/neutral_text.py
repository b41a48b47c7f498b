"""Text of the sources made harmless in a spreadsheet: no cell of ours is ever a formula."""

# A tab or a line break before the sign is skipped by spreadsheet programs, so they count as a beginning too.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet program would take it for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
