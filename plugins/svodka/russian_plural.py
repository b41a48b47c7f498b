"""The word that Russian puts after a number."""


def plural(count: int, one: str, few: str, many: str) -> str:
    """1 строка, 2 строки, 5 строк, 11 строк."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
