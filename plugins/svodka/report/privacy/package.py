"""The parts of an Office package: what each is in words, and on which sheet or in which document it stands."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from svodka.report.privacy.archive import Entry
from svodka.report.privacy.markup import MarkupReader
from svodka.report.privacy.place import Place, Titled

# The first that fits says what a part is
KINDS = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (r"\.rels$", "ссылки"),
        (r"^docProps/", "свойства документа"),
        (r"^customXml/", "встроенные данные XML"),
        (r"[cC]omments?[^/]*\.(xml|bin)$|/comments/", "примечания"),
        (r"/tables/", "таблица Excel"),
        (r"/charts?/|/chartsheets/", "диаграмма"),
        (r"/drawings/|/diagrams/", "рисунок или надпись"),
        (r"/pivotTables/", "сводная таблица"),
        (r"/pivotCache/", "кэш сводной таблицы"),
        (r"/externalLinks/", "внешняя ссылка"),
        (r"/persons/|people\.xml$", "авторы примечаний"),
        (r"^xl/workbook\.xml$", "книга"),
        (r"^word/document\.xml$", "текст"),
        (r"^word/header", "верхний колонтитул"),
        (r"^word/footer", "нижний колонтитул"),
        (r"^word/footnotes", "сноски"),
        (r"^word/endnotes", "концевые сноски"),
        (r"^word/glossary/", "стандартные блоки"),
        (r"/media/", "картинка"),
        (r"/embeddings/", "вложенный файл"),
    )
)


@dataclass(frozen=True)
class Relation:
    id: str
    target: str


class RelationsReader(MarkupReader):
    """The relations of one part: to which other parts, or addresses outside, it refers.

    `links`: the place of those that are known by where they are used.
    """

    def __init__(self, place: Place = (), links: Mapping[str, Place] | None = None) -> None:
        super().__init__(place)
        self.links = links or {}
        self.relations: list[Relation] = []

    def where(self) -> Place:
        return self.links.get(self.relations[-1].id, self.place) if self.relations else self.place

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            self.relations.append(Relation(attributes.get("Id", ""), attributes.get("Target", "")))


class SheetsReader(MarkupReader):
    """The sheets of a workbook in their order: (id of the relation, Titled); hidden ones say so."""

    def __init__(self) -> None:
        super().__init__(())
        self.sheets: list[tuple[str, Titled]] = []

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "sheet":
            return
        relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        what = "лист" if attributes.get("state", "visible") == "visible" else "скрытый лист"
        self.sheets.append((relation, Titled(what, attributes.get("name", ""), len(self.sheets) + 1)))


def relations_of(part: str, parts: Mapping[str, Entry]) -> list[Relation]:
    entry = parts.get(relations_name(part))
    if entry is None:
        return []
    reader = RelationsReader()
    for _ in reader.read(entry.chunks()):
        """Its texts are read with the other parts."""
    return reader.relations


def relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_name(part: str, relation: Relation) -> str:
    """The name of the part to which a relation of another part leads."""
    joined = posixpath.join(posixpath.dirname(part), relation.target)
    return posixpath.normpath(joined).lstrip("/")


def sheets_of(parts: Mapping[str, Entry]) -> dict[str, Titled]:
    """Sheet by the name of its part."""
    book = "xl/workbook.xml"
    if book not in parts:
        return {}
    reader = SheetsReader()
    for _ in reader.read(parts[book].chunks()):
        """Its texts are read with the other parts."""
    targets = {relation.id: target_name(book, relation) for relation in relations_of(book, parts)}
    return {targets[id_]: sheet for id_, sheet in reader.sheets if id_ in targets}


def owners(sheets: Mapping[str, Titled], parts: Mapping[str, Entry]) -> dict[str, Titled]:
    """The sheet from which each part is reached: its drawings, their charts, its comments, its tables."""
    found: dict[str, Titled] = {}
    for sheet, title in sheets.items():
        waiting = [sheet]
        while waiting:
            part = waiting.pop()
            if part in found or (part in sheets and part != sheet):
                continue
            found[part] = title
            found[relations_name(part)] = title
            waiting += [name for one in relations_of(part, parts) if (name := target_name(part, one)) in parts]
    return found


def place_of(entry: Entry, owner: Titled | None) -> Place:
    """What a part is, and of which sheet; a part of no known kind goes by its name."""
    what = next((what for pattern, what in KINDS if pattern.search(entry.name)), None)
    step: Titled | str = what or Titled("часть файла", entry.name, entry.number)
    return (owner, step) if owner else (step,)
