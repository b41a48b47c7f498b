"""What a form may not hold: parts that a filled copy could not keep true."""

from __future__ import annotations

import re

from svodka.report.forms.asks import Mistake
from svodka.report.forms.book import Book
from svodka.report.forms.markup import every

REFUSED = (
    (r"vbaProject", "в файле макросы: сохраните форму без них, как «Книга Excel (.xlsx)»"),
    (r"^xl/(pivotTables|pivotCache)/", "сводная таблица не пересчитается при заполнении: замените её списком {{* …}}"),
    (r"^xl/(slicers|timelines)/", "срез или временная шкала не пересчитаются при заполнении: уберите их"),
    (r"^xl/externalLinks/", "формулы берут данные из другой книги: получатель увидит предупреждение; уберите ссылки"),
    (r"^xl/(connections\.xml|queryTables/|model/)", "файл подключён к внешним данным: уберите подключение"),
    (r"^xl/revisions/", "книга открыта для общего доступа: отключите его, в файле хранится история правок"),
    (r"^_xmlsignatures/", "файл подписан: заполнение разрушит подпись, сохраните форму без неё"),
    (r"^xl/(macrosheets|dialogsheets)/", "листы макросов и диалогов не заполняются: уберите их"),
)  # fmt: skip
# Things of a sheet that keep addresses which do not follow when a list grows
UNMOVING = (("controls", "элементы управления"), ("oleObjects", "вставленные объекты"), ("scenarios", "сценарии"))


def refused_parts(book: Book) -> list[Mistake]:
    """A mistake for each kind of part that is refused."""
    names = list(book.package.parts)
    return [Mistake("файл", "", why) for pattern, why in REFUSED if any(re.search(pattern, name) for name in names)]


def refused_beside_lists(book: Book, titles: frozenset[str]) -> list[Mistake]:
    """The same for sheets on which a list grows."""
    return [
        Mistake(f"лист «{sheet.title}»", "", f"{what} на листе со списком сдвинулись бы неверно: перенесите их")
        for sheet in book.sheets
        if sheet.title in titles
        for name, what in UNMOVING
        if every(sheet.root, name)
    ]
