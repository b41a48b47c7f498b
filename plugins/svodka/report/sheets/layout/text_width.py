"""How wide a text is in Arial, whose measures Liberation Sans shares: in thousandths of its size."""

from __future__ import annotations

from functools import lru_cache

BOLD = 1.1  # as wide as regular letters, at most
UNKNOWN = 1000
_LETTERS_OF = {
    191: "'", 222: "ijlі", 260: "|", 278: " !,./:;I[\\]ftІ\u00a0", 333: "()-`r„“{}•", 355: '"г', 389: "*°", 438: "к",
    458: "зт", 469: "^", 500: "Jcksvxyzсух↑↓", 510: "э", 521: "чь", 531: "в", 542: "Гпя", 552: "н",
    556: "#$0123456789?L_abdeghnopquаеорё«»–§", 559: "ий", 573: "бц", 583: "Кдл", 584: "+<=>~×−", 604: "З○",
    611: "FTZТ", 625: "ъ", 635: "У", 656: "БЛЬ", 667: "&ABEKPSVXYАВЕРХЧЁ", 669: "ж", 677: "Д", 688: "м", 719: "ИЙПЭы",
    722: "CDHNRUwНСЯ", 740: "Ц", 750: "ю", 760: "Ф", 778: "GOQО", 792: "Ъ", 802: "ш", 823: "фщ", 833: "MmМ", 885: "Ы",
    889: "%", 917: "Ш", 923: "Ж", 938: "Щ", 944: "W", 1010: "Ю", 1015: "@", 1073: "№",
}  # fmt: skip
_WIDTH_OF = {letter: width for width, letters in _LETTERS_OF.items() for letter in letters}
KEPT = 50_000


@lru_cache(KEPT)
def text_width(text: str) -> int:
    return sum(_WIDTH_OF.get(letter, UNKNOWN) for letter in text)


def wrapped(text: str, room: float) -> list[str]:
    """The lines of a text in that room: broken at spaces, a word that is longer anywhere."""
    return [line for part in text.split("\n") for line in _paragraph(part, room)]


def _paragraph(text: str, room: float) -> list[str]:
    if text_width(text) <= room:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer) > room:
            *whole, line = _pieces(word, room)
            lines += [longer[: -len(word) - 1], *whole] if longer != word else whole
        else:
            line = longer
    return [*lines, line]


def _pieces(word: str, room: float) -> list[str]:
    """A word in as many pieces as it takes; a letter at least in each."""
    pieces, piece, taken = [], "", 0
    for letter in word:
        width = _WIDTH_OF.get(letter, UNKNOWN)
        if piece and taken + width > room:
            pieces.append(piece)
            piece, taken = "", 0
        piece += letter
        taken += width
    return [*pieces, piece]
