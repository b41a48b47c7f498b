"""An .xlsx as the parts of its archive: what is not touched goes out as it came in, byte for byte.

openpyxl writes only what it has understood: it would lose pictures, shapes, controls, small charts, newer rules and the
look of charts, without a word.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from svodka.errors import SvodkaError
from svodka.report.book_writer import FixedTimeArchive
from svodka.report.forms.markup import Element, parse, written

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
TYPES = "[Content_Types].xml"
DOCUMENT, STRICT = "/officeDocument", "purl.oclc.org"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SAVE_AS = "откройте его в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)»"


class NotAWorkbook(SvodkaError):
    """The file cannot be opened as a workbook; the text says why."""


@dataclass(frozen=True)
class Relation:
    """From one part to another; `kind`: the last word of its type; `target`: the part's name, or an address outside."""

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """The parts by name; trees are made when asked for and written back when the package is saved."""

    def __init__(self, content: bytes) -> None:
        """Raises NotAWorkbook."""
        self.parts = _parts(content)
        self._trees: dict[str, Element] = {}
        main = [one for one in self.relations("") if one.kind == "officeDocument"]
        if not main or TYPES not in self.parts or main[0].target not in self.parts:
            raise NotAWorkbook(f"это не книга Excel: {SAVE_AS}")
        self.workbook = main[0].target
        if STRICT.encode() in self.parts[_relations_of("")]:
            raise NotAWorkbook(f"сохранён как «Строгий Open XML»: {SAVE_AS}")

    def tree(self, name: str) -> Element:
        """The part as a tree; what is changed in it is saved. Raises NotAWorkbook."""
        if name not in self._trees:
            self._trees[name] = self.read(name)
        return self._trees[name]

    def read(self, name: str) -> Element:
        """The part as a tree to be looked at only: the part itself goes out as it came in. Raises NotAWorkbook."""
        try:
            return parse(self.parts[name])
        except (KeyError, etree.XMLSyntaxError) as error:
            raise NotAWorkbook(f"файл повреждён (часть {name} не читается): {SAVE_AS}") from error

    def relations(self, part: str) -> list[Relation]:
        """What the part leads to; `part` empty: the package itself."""
        name = _relations_of(part)
        if name not in self.parts:
            return []
        return [_relation(one, part, self.parts) for one in self.tree(name) if isinstance(one.tag, str)]

    def related(self, part: str, *kinds: str) -> list[str]:
        """The parts of these kinds that the part leads to."""
        found = self.relations(part)
        return [one.target for one in found if one.kind in kinds and not one.is_external and one.target in self.parts]

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Puts a part in, with its type."""
        self._trees.pop(name, None)
        self.parts[name] = content
        types = self.tree(TYPES)
        if not any(one.get("PartName") == f"/{name}" for one in types):
            tag = types.tag.replace("Types", "Override")
            types.append(types.makeelement(tag, {"PartName": f"/{name}", "ContentType": content_type}))

    def relate(self, part: str, kind: str, target: str) -> None:
        """Makes a part lead to another; `kind`: the whole type of the relation."""
        root = self.tree(_relations_of(part))
        taken = {one.get("Id") for one in root}
        free = next(f"rIdSvodka{number}" for number in range(1, len(taken) + 2) if f"rIdSvodka{number}" not in taken)
        tag = root.tag.replace("Relationships", "Relationship")
        root.append(root.makeelement(tag, {"Id": free, "Type": kind, "Target": f"/{target}"}))

    def remove(self, name: str) -> None:
        """Takes a part out, with all that only it leads to."""
        led_to = [one.target for one in self.relations(name) if not one.is_external]
        for gone in (name, _relations_of(name)):
            self.parts.pop(gone, None)
            self._trees.pop(gone, None)
        for one in list(self.tree(TYPES)):
            if one.get("PartName") == f"/{name}":
                self.tree(TYPES).remove(one)
        for other in [one for one in self.parts if one.endswith(".rels")]:
            for relation in list(self.tree(other)):
                if _relation(relation, _source_of(other), self.parts).target == name:
                    self.tree(other).remove(relation)
        for target in led_to:
            if target in self.parts and not self._is_led_to(target):
                self.remove(target)

    def _is_led_to(self, name: str) -> bool:
        sources = [_source_of(one) for one in self.parts if one.endswith(".rels")]
        return any(one.target == name for source in sources for one in self.relations(source))

    def saved(self, moment: datetime) -> bytes:
        """The archive; `moment` stands wherever zip would write the present one."""
        result = io.BytesIO()
        with FixedTimeArchive(result, moment) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, written(self._trees[name]) if name in self._trees else content)
        return result.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    if content[:4] == OLD_OFFICE:
        raise NotAWorkbook(f"закрыт паролем или в старом формате .xls: снимите пароль, {SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [one for one in archive.infolist() if not one.is_dir()]
            if len(content) > LARGEST or sum(one.file_size for one in files) > LARGEST_UNPACKED:
                raise NotAWorkbook(f"больше {LARGEST // 1024 // 1024} МБ, это не форма")
            return {one.filename.replace("\\", "/").lstrip("/"): archive.read(one) for one in files}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise NotAWorkbook(f"это не книга Excel или файл повреждён: {SAVE_AS}") from error


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _source_of(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _relation(one: Element, source: str, parts: dict[str, bytes]) -> Relation:
    target, is_external = one.get("Target", ""), one.get("TargetMode") == "External"
    if not is_external:
        inside = target.replace("\\", "/")
        full = inside.lstrip("/") if inside.startswith("/") else posixpath.join(posixpath.dirname(source), inside)
        target = posixpath.normpath(full)
        if target not in parts:  # some programs spell a part's name in other letters
            target = next((name for name in parts if name.casefold() == target.casefold()), target)
    return Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target, is_external)
