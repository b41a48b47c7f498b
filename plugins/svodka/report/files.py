"""The files of an edition: what is rendered, under which name, and how they are written and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from svodka.errors import SvodkaError
from svodka.report import workbook
from svodka.report.annex import canonical_json, figures_csv
from svodka.report.content import Content
from svodka.report.edition_store import Edition, EditionFile
from svodka.report.forms import render_forms
from svodka.report.letter import render_letter
from svodka.report.rendered import Rendered
from svodka.report.summary import summary_pdf
from svodka.settings import Settings

__all__ = ["MEDIA_TYPES", "Rendered", "edition_folder", "read_file", "render_files", "write_files"]

MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
}


def render_files(settings: Settings, content: Content) -> Rendered:
    """Every file of the edition. Equal content gives equal bytes. What a person has brought (a form, a blank) and is
    wrong never stops the report: a remark says so."""
    stem = f"svodka_{content.face.period}_{content.face.number}"
    files = {
        f"{stem}.xlsx": workbook.render(content),
        "figures.json": canonical_json(content.document),
        "figures.csv": figures_csv(content.document),
        "summary.pdf": summary_pdf(content),
    }
    forms = render_forms(settings, content)
    files |= forms.files
    letter = render_letter(settings, content, files)
    return Rendered({**files, **letter.files}, (*forms.remarks, *letter.remarks))


def edition_folder(settings: Settings, quarter: str, number: str) -> Path:
    return settings.home / "reports" / quarter / number


def write_files(folder: Path, contents: Mapping[str, bytes]) -> list[EditionFile]:
    """Writes files into the folder of an edition, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in contents.items():
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
        digest = hashlib.sha256(content).hexdigest()
        files.append(EditionFile(name, MEDIA_TYPES[Path(name).suffix], digest, len(content)))
    return files


def read_file(settings: Settings, edition: Edition, file: EditionFile) -> bytes:
    """The bytes of a file of an edition. Raises SvodkaError when they are gone or are not the ones issued."""
    path = edition_folder(settings, edition.quarter, edition.number) / file.name
    if not path.is_file():
        raise SvodkaError(f"Файл отчёта {path} пропал: верните его из резервной копии.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise SvodkaError(
            f"Файл отчёта {path} изменён после выпуска: ожидается SHA-256 {file.sha256}. "
            "Верните его из резервной копии."
        )
    return content
