"""The forms that lie in the folders: read, judged, and those chosen that hold for a quarter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svodka.report.forms.asks import FormRefused, Mistake
from svodka.report.forms.known import Known
from svodka.report.forms.package import SAVE_AS
from svodka.report.forms.template import Form, read_form
from svodka.report.forms.words import normal
from svodka.settings import PROJECT, Settings

OTHER_KINDS = (".xls", ".xlsm", ".xlsb", ".ods", ".xltx")
BOTH_COUNT = "форма с названием «{title}» и тем же «Действует с» лежит и в {other}: оставьте одну или измените дату"


@dataclass(frozen=True)
class FormFile:
    """A file of a folder; `form` is None where it was refused."""

    path: Path
    form: Form | None
    mistakes: tuple[Mistake, ...] = ()


def form_folders(settings: Settings) -> list[Path]:
    """Where forms lie: the folder of the project, and the home's own, whose forms go before."""
    return [PROJECT / settings.forms.folder.expanduser(), settings.home / "forms"]


def read_folders(settings: Settings, known: Known) -> list[FormFile]:
    """Every file of the folders that is a form or was meant to be one, by folder and name."""
    paths = [path for folder in form_folders(settings) if folder.is_dir() for path in sorted(folder.iterdir())]
    found = [read_file(path, known) for path in dict.fromkeys(paths) if _is_meant(path)]
    return [_with_twins(one, found) for one in found]


def read_file(path: Path, known: Known) -> FormFile:
    """One file, wherever it lies."""
    try:
        if path.suffix.lower() != ".xlsx":
            why = f"формат {path.suffix}: откройте файл в Excel и сохраните как «Книга Excel (.xlsx)»"
            raise FormRefused(path.name, [Mistake("файл", "", why)])
        return FormFile(path, read_form(path.name, path.read_bytes(), known))
    except FormRefused as refused:
        return FormFile(path, None, refused.mistakes)
    except OSError as error:
        return FormFile(path, None, (Mistake("файл", "", f"не читается ({error.strerror}): закройте его в Excel"),))
    except Exception as error:  # whatever a stranger's file does to its reader
        return FormFile(path, None, (Mistake("файл", "", f"повреждён ({type(error).__name__}): {SAVE_AS}"),))


def chosen(files: Sequence[FormFile], day: date) -> list[FormFile]:
    """Of the forms that hold on the day, the newest of each title; of equally new ones that of the home."""
    newest: dict[str, FormFile] = {}
    for one in files:
        if one.form is None or not one.form.settings.holds_on(day):
            continue
        title = normal(one.form.title)
        held = newest.get(title)
        if held is None or held.form is None or _since(one.form) >= _since(held.form):
            newest[title] = one
    return list(newest.values())


def _with_twins(one: FormFile, files: Iterable[FormFile]) -> FormFile:
    """A form that another of its own folder contradicts is a mistake to be told, though one of them is taken."""
    form = one.form
    twins = [
        other.path.name
        for other in files
        if form is not None
        and other.form is not None
        and other is not one
        and other.path.parent == one.path.parent
        and (normal(other.form.title), _since(other.form)) == (normal(form.title), _since(form))
    ]
    if form is None or not twins:
        return one
    what = BOTH_COUNT.format(title=form.title, other=", ".join(twins))
    return FormFile(one.path, form, (Mistake("файл", "", what),))


def _since(form: Form) -> date:
    return form.settings.valid_from or date.min


def _is_meant(path: Path) -> bool:
    """Not a note, not what Excel keeps beside an open file."""
    return path.is_file() and not path.name.startswith(("~$", ".")) and path.suffix.lower() in (".xlsx", *OTHER_KINDS)
