"""Forms of the ЦУР: workbooks with tokens in their cells, filled by each edition."""

from __future__ import annotations

from collections.abc import Sequence

from svodka.report.content import Content
from svodka.report.forms.answers import figures_of
from svodka.report.forms.asks import FormRefused, Mistake
from svodka.report.forms.file_name import slugs
from svodka.report.forms.filling import Filled, fill
from svodka.report.forms.folder import FormFile, chosen, form_folders, read_file, read_folders
from svodka.report.forms.known import Known, known_of, known_of_project
from svodka.report.forms.package import SAVE_AS
from svodka.report.forms.secrecy import Secrecy
from svodka.report.forms.template import Form, read_form
from svodka.report.forms.values import Values
from svodka.report.rendered import Rendered
from svodka.settings import Settings

__all__ = [
    "Filled",
    "Form",
    "FormFile",
    "FormRefused",
    "Known",
    "Mistake",
    "check",
    "chosen",
    "fill_all",
    "form_folders",
    "known_of",
    "known_of_project",
    "read_file",
    "read_form",
    "render_forms",
]


def check(settings: Settings) -> list[FormFile]:
    """Every form of the folders with all that is wrong with it."""
    return read_folders(settings, known_of_project())


def render_forms(settings: Settings, content: Content) -> Rendered:
    """The forms that hold on the last day of the quarter, filled. A wrong one is told in a remark, never raised."""
    try:
        return fill_all(read_folders(settings, known_of(content)), content)
    except Exception as error:  # the report goes out whatever happens to its forms
        return Rendered({}, (f"Формы ЦУР не заполнены ({type(error).__name__}). Проверить: svodka forms.",))


def fill_all(files: Sequence[FormFile], content: Content, is_forced: bool = False) -> Rendered:
    """Fills those of the files that hold for the edition's quarter; `is_forced`: all of them."""
    known = known_of(content)
    held = list(files) if is_forced else chosen(files, content.face.quarter.last_day)
    forms = [one.form for one in held if one.form is not None]
    remarks = [_refused(one) for one in files if one.form is None]
    published = [form for form in forms if form.settings.is_published]
    figures = [figure for form in published for figure in figures_of(form.plan, content, known)]
    secrecy = Secrecy(Values(content), figures) if published else None
    made: dict[str, bytes] = {}
    for form, slug in zip(forms, slugs([form.title for form in forms]), strict=True):
        name = f"form_{slug}_{content.face.period}_{content.face.number}.xlsx"
        path = held[forms.index(form)].path
        try:
            filled = fill(form, content, known, secrecy if form.settings.is_published else None)
        except FormRefused as refused:
            remarks.append(_refused(FormFile(path, None, refused.mistakes)))
            continue
        except Exception as error:  # a template is a stranger's file: whatever it does, the report goes out
            remarks.append(f"Форма {path.name} не заполнена ({type(error).__name__}): {SAVE_AS}.")
            continue
        made[name] = filled.content
        if filled.doubts:
            remarks.append(f"Форма «{form.title}» заполнена, проверьте: {'; '.join(filled.doubts)}.")
    return Rendered(made, tuple(remarks))


def _refused(file: FormFile) -> str:
    first = file.mistakes[0].sentence
    rest = f", ещё ошибок: {len(file.mistakes) - 1}" if len(file.mistakes) > 1 else ""
    return f"Форма {file.path.name} не заполнена. {first[:1].upper()}{first[1:]}{rest}. Проверить: svodka forms."
