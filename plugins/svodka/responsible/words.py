"""The words of the table of responsible persons: roles, ways, columns, as people write them and as we name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, TypeVar

from svodka.settings import Role, Way

Side = Literal["cur", "mcu"]
Word = TypeVar("Word")
CUR_ROLES: tuple[Role, ...] = ("cur_head",)
MCU_ROLES: tuple[Role, ...] = ("mcu_head", "secretary", "curator", "engineer")
SINGLE_HOLDER: tuple[Role, ...] = ("cur_head", "mcu_head")

ROLE_TITLES: dict[Role, str] = {
    "cur_head": "руководитель ЦУР",
    "mcu_head": "руководитель МЦУ",
    "secretary": "секретарь",
    "curator": "куратор",
    "engineer": "инженер",
}
WAY_TITLES: dict[Way, str] = {"smtp": "почта", "sftp": "sftp", "folder": "папка", "hand": "через СЭД"}
# A field of Person by column; the order is that of the file.
COLUMN_TITLES = {
    "role": "роль",
    "deputy": "замещает",
    "name": "фамилия имя отчество",
    "post": "должность",
    "organisation": "организация",
    "phone": "телефон",
    "email": "эл. почта",
    "way": "способ",
    "address": "адрес",
    "valid_from": "с",
    "valid_to": "по",
}
NOTE = "note"  # a column for the people's own use

ROLES: dict[str, Role] = {
    **{title: role for role, title in ROLE_TITLES.items()},
    "cur_head": "cur_head",
    "руководитель центра управления регионом": "cur_head",
    "mcu_head": "mcu_head",
    "руководитель муниципального центра управления": "mcu_head",
    "secretary": "secretary",
    "секретарь мцу": "secretary",
    "curator": "curator",
    "куратор мцу": "curator",
    "engineer": "engineer",
    "инженер мцу": "engineer",
}
WAYS: dict[str, Way] = {
    "почта": "smtp",
    "эл почта": "smtp",
    "электронная почта": "smtp",
    "e-mail": "smtp",
    "email": "smtp",
    "smtp": "smtp",
    "sftp": "sftp",
    "папка": "folder",
    "folder": "folder",
    "через сэд": "hand",
    "сэд": "hand",
    "вручную": "hand",
    "hand": "hand",
}
COLUMNS = {
    **{title: name for name, title in COLUMN_TITLES.items()},
    **{name: name for name in COLUMN_TITLES},
    "is_deputy": "deputy",
    "фио": "name",
    "ф и о": "name",
    "электронная почта": "email",
    "e-mail": "email",
    "адрес эл почты": "email",
    "действует с": "valid_from",
    "c": "valid_from",  # the Latin letter looks the same
    "действует по": "valid_to",
    "примечание": NOTE,
    "note": NOTE,
}
DEPUTY = {"да": True, "yes": True, "true": True, "1": True, "нет": False, "no": False, "false": False, "0": False}


def plain(text: str) -> str:
    """A word as it is compared: small letters, no stops or commas, ё as е, one space between words."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[.,«»\"']", " ", folded).split())


def meaning(words: Mapping[str, Word], text: str) -> Word | None:
    """What a written word stands for in one of the tables above; None: it is not there."""
    return {plain(word): value for word, value in words.items()}.get(plain(text))


def side_of(role: Role) -> Side:
    """Whose person it is: of the regional centre or of ours."""
    return "cur" if role in CUR_ROLES else "mcu"
