"""Tokens → asks: each token is understood, or becomes a mistake that says what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from svodka.report.forms import vocabulary as voc
from svodka.report.forms.asks import (
    BLOCK,
    CHANNEL,
    EXECUTOR,
    INDICATOR,
    Ask,
    Figure,
    Mistake,
    Named,
    Place,
    RowList,
    RowName,
    RowNumber,
    Word,
)
from svodka.report.forms.known import Known
from svodka.report.forms.tokens import Token
from svodka.report.forms.vocabulary import first_spellings, listed, meaning, spellings
from svodka.report.forms.words import near, the_one

KEPT_SLICES = "прошлые кварталы известны только в целом и по каналам"


class Binder:
    """Understands the tokens of a form and gathers its mistakes."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.mistakes: list[Mistake] = []

    def refuse(self, where: str, written: str, what: str, meant: Sequence[str] = ()) -> None:
        self.mistakes.append(Mistake(where, written, what, tuple(meant)))

    def row_list(self, where: str, tokens: Sequence[Token]) -> RowList | None:
        """What a row with these tokens is repeated for; None where it is not, or nobody can tell."""
        starred = [token for token in tokens if token.is_row]
        heads = [(kind, token) for token in starred if (kind := meaning(token.name, voc.LISTS)) is not None]
        kinds = {kind for kind, _ in heads}
        if len(kinds) > 1:
            names = listed(token.written for _, token in heads)
            self.refuse(where, names, "в одной строке два разных списка; оставьте один")
            return None
        if not kinds:
            if starred:
                hint = f"добавьте в строку {listed(f'{{{{* {name}}}}}' for name in first_spellings(voc.LISTS))}"
                spelt = near(starred[0].name, spellings(voc.LISTS), 1)
                meant = [f"{{{{* {name}}}}}" for name in spelt]
                self.refuse(where, starred[0].written, f"непонятно, какой список повторять: {hint}", meant)
            return None
        found = RowList(kinds.pop())
        for _, token in heads:
            if token.options or token.part:
                found = self._list_of(where, token, found)
        return found

    def _list_of(self, where: str, token: Token, found: RowList) -> RowList:
        codes = self._codes(where, token, found.kind) if token.part else ()
        said: dict[str, str] = {}
        for key, value in token.options:
            option = meaning(key, voc.OPTIONS)
            if option is None:
                self.refuse(where, token.written, f"у списка нет настройки «{key}»", near(key, spellings(voc.OPTIONS)))
            elif option != "with_empty" and found.kind != INDICATOR:
                self.refuse(where, token.written, f"настройка «{key}» есть только у списка показателей")
            else:
                said[option] = value
        with_empty = None
        if "with_empty" in said and (with_empty := voc.yes_or_no(said["with_empty"])) is None:
            self.refuse(where, token.written, f"пустые = «{said['with_empty']}»: ожидается да или нет")
        section, owner = said.get("section", ""), said.get("owner", "")
        indicators = self.known.indicators
        if section and not any(code.startswith(section.upper()) for code in indicators):
            sections = listed(dict.fromkeys(code[0] for code in indicators))
            self.refuse(where, token.written, f"раздела «{section}» нет; есть {sections}")
        if owner and not any(one.owner.casefold() == owner.casefold() for one in indicators.values()):
            owners = listed(dict.fromkeys(one.owner for one in indicators.values()))
            self.refuse(where, token.written, f"показателей «{owner}» нет; есть {owners}")
        return RowList(found.kind, codes, (), section.upper(), owner, with_empty)

    def _codes(self, where: str, token: Token, kind: str) -> tuple[str, ...]:
        if kind != INDICATOR:
            self.refuse(where, token.written, "после двоеточия перечисляют только показатели: {{* показатель: S-01}}")
            return ()
        found = []
        for text in token.part.replace(";", ",").split(","):
            code = self.known.code(text.strip())
            if code is None:
                self.refuse(where, token.written, f"показателя «{text.strip()}» нет", self._near_codes(text))
            else:
                found.append(code)
        return tuple(found)

    def ask(self, where: str, token: Token, row: RowList | None) -> Ask | None:
        """What the token asks for; None where that is a mistake."""
        if token.is_row:
            return self._row_ask(where, token, row)
        if (code := self.known.code(token.name)) is not None:
            return self._figure(where, token, code)
        if (word := meaning(token.name, voc.WORDS)) is not None and not token.part and not token.options:
            return Word(word)
        if (role := meaning(token.name, voc.ROLES)) is not None:
            return self._named(where, token, role)
        self._unknown(where, token)
        return None

    def _row_ask(self, where: str, token: Token, row: RowList | None) -> Ask | None:
        if row is None:
            return None  # told of the row as a whole
        if meaning(token.name, voc.LISTS) is not None:
            return RowName()
        if meaning(token.name, {"": voc.ROW_NUMBER}) is not None:
            return RowNumber()
        part, code = meaning(token.name, voc.PARTS), self.known.code(token.name)
        if row.kind == INDICATOR and part is not None:
            return self._figure(where, token, None, part)
        if row.kind != INDICATOR and code is not None:
            return self._figure(where, token, code, own=row.kind)
        if code is not None:
            self.refuse(where, token.written, "в списке показателей код стоит в строке сам: пишите {{* значение}}")
        elif part is not None:
            self.refuse(where, token.written, "в этом списке назовите показатель: {{* S-01: числитель}}")
        else:
            names = first_spellings(voc.PARTS) if row.kind == INDICATOR else list(self.known.indicators)
            meant = [f"{{{{* {name}}}}}" for name in near(token.name, names, 2)]
            self.refuse(where, token.written, "такого в строке списка нет", meant)
        return None

    def _named(self, where: str, token: Token, role: str) -> Named | None:
        part = meaning(token.part or "ФИО", voc.PERSON)
        if part is None or token.options or (part == "to" and role != "addressee"):
            meant = [f"{{{{{voc.ROLES[role][0]}: {name}}}}}" for name in near(token.part, spellings(voc.PERSON), 2)]
            known = listed(first_spellings(voc.PERSON))
            self.refuse(where, token.written, f"«{token.part or token.options[0][0]}» здесь нет; есть {known}", meant)
            return None
        return Named(role, part)

    def _figure(
        self, where: str, token: Token, code: str | None, part: str | None = None, own: str = ""
    ) -> Figure | None:
        """`own`: the dimension that the row of the list adds."""
        asked, options = token.part, list(token.options)
        if not asked and part is None and options:
            options, asked = self._trailing_part(options)
        if part is None or asked:
            part = meaning(asked or "значение", voc.PARTS)
        if part is None:
            meant = near(asked, spellings(voc.PARTS), 2)
            self.refuse(where, token.written, f"части «{asked}» у показателя нет", meant)
        place = self._place(where, token, options)
        if part is None or place is None:
            return None
        dimensions = tuple(sorted({name for name, _ in place} | ({own} if own else set())))
        if own and any(name == own for name, _ in place):
            self.refuse(where, token.written, f"«{voc.DIMENSIONS[own][0]}» уже задаёт сам список")
        elif len(dimensions) > 1 and dimensions != (BLOCK, CHANNEL):
            self.refuse(where, token.written, "так показатели не считаются: вместе бывают только канал и направление")
        elif part in voc.OVER_QUARTERS and dimensions not in ((), (CHANNEL,)):
            self.refuse(where, token.written, KEPT_SLICES)
        else:
            return Figure(code, part, place, token.is_row)
        return None

    def _trailing_part(self, options: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], str]:
        """`| канал = ПОС: числитель`: a part behind the slice, where a known one stands there."""
        key, value = options[-1]
        before, _, after = value.rpartition(":")
        if before and meaning(after, voc.PARTS) is not None:
            return [*options[:-1], (key, before.strip())], after.strip()
        return options, ""

    def _place(self, where: str, token: Token, options: Sequence[tuple[str, str]]) -> Place | None:
        found: dict[str, str] = {}
        is_right = True
        for key, value in options:
            dimension = meaning(key, voc.DIMENSIONS)
            if dimension is None or dimension in found or not value:
                is_right = False
                what = f"разреза «{key}» нет" if dimension is None else f"разрез «{key}» назван дважды или пуст"
                meant = near(key, spellings(voc.DIMENSIONS), 2) if dimension is None else ()
                self.refuse(where, token.written, f"{what}; есть {listed(first_spellings(voc.DIMENSIONS))}", meant)
                continue
            member = self._member(where, token, dimension, value)
            is_right &= member is not None
            found[dimension] = member or value
        return tuple(sorted(found.items())) if is_right else None

    def _member(self, where: str, token: Token, dimension: str, value: str) -> str | None:
        names = self.known.names(dimension)
        if names is None:
            return value
        found = the_one(value, names)
        if found is not None:
            return found
        if dimension == EXECUTOR:
            return value  # one without messages in the quarter is no mistake: told in a remark
        titles = [self.known.title(dimension, one) for one in names]
        word = voc.DIMENSIONS[dimension][0]
        self.refuse(where, token.written, f"{word} «{value}» не найден{'о' if dimension == BLOCK else ''}",
                    near(value, titles) or (titles if len(titles) < 8 else ()))  # fmt: skip
        return None

    def _unknown(self, where: str, token: Token) -> None:
        if meaning(token.name, voc.PARTS) is not None:
            what = (
                "назовите показатель: {{S-01: числитель}}, а в строке списка показателей поставьте звёздочку: {{* …}}"
            )
            self.refuse(where, token.written, what)
            return
        if meaning(token.name, voc.WORDS) is not None:
            self.refuse(where, token.written, f"у «{token.name}» нет ни частей, ни разрезов: {{{{{token.name}}}}}")
            return
        if (kind := meaning(token.name, voc.LISTS)) is not None:
            self.refuse(where, token.written, f"список пишут со звёздочкой: {{{{* {voc.LISTS[kind][0]}}}}}")
            return
        names = [*spellings(voc.WORDS), *spellings(voc.ROLES), *self.known.indicators]
        meant = [f"{{{{{one}}}}}" for one in self._near_codes(token.name) or near(token.name, names, 2)]
        self.refuse(where, token.written, "такого токена или показателя нет", meant)

    def _near_codes(self, text: str) -> list[str]:
        """Codes like the text, where the text looks like a code at all."""
        digits = any(letter.isdigit() for letter in text)
        return near(text.replace(" ", "-"), self.known.indicators, 2) if digits else []
