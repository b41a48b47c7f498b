"""The names of citizens in a text: whole, without the patronymic, or a surname with initials; in any case and order.

What counts as a name being there: all of its words side by side («Иванов Иван Иванович», «Ивану Ивановичу Иванову»,
«иванова-петрова анна»), surname and first name, surname and initials on either side («Иванов И. И.», «И. Иванов»,
«Иванов ИИ»). What does not: one word alone, a first name with a patronymic, a name in Latin transcription; a name that
a street or a school bears («ул. Юрия Гагарина», «имени …»); the name of an organisation that has written.
In small letters words count only if one has the ending of a surname or of a patronymic: «прямая линия» writes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from svodka.report.privacy.normal_text import as_cyrillic, normal

WORD = re.compile(r"[^\W\d_]+")
# Between two words of one name: no digit, no end of a paragraph
GAP = re.compile(r"(?:[ \t]*[\n.,;:'\"«»()/|_·-]){0,6}[ \t]*")
LONGEST = 5
USUAL_NAME = re.compile(r"[А-Яа-яЁё. -]+")
DIGIT = re.compile(r"\d")

CASE_ENDINGS = ("ого", "его", "ому", "ему", "ыми", "ими", "ым", "им", "ом", "ем", "ых", "их")
VOWELS = "аеиоуыэюяйь"
FLEETING = {"павел": "павл", "лев": "льв", "петр": "петр"}
# «Кравец – Кравцу», «Заяц – Зайца», «Сверчок – Сверчка»: the vowel goes with the ending
FLEETING_ENDS = (("ец", "ц"), ("яц", "йц"), ("ок", "к"), ("ек", "к"))

WHOLE_PATRONYMIC = re.compile(r"[а-я]+(?:[ое]вич|ьич|[ое]вна|ична|инична)")
OGLY = re.compile(r"(?:оглы?|кызы?)[а-я]{0,2}")
PARENTHESISED = re.compile(r"(\S+)\s*\(\s*([^()]+?)\s*\)")

PATRONYMIC = re.compile(r"(?:ович|евич|ич|овн|евн|ичн|инич?н|оглы?|кызы?)[а-я]{0,3}$")
SURNAME = re.compile(
    r"(?:(?:[ое]в|[иы]н)(?:а|у|е|ы|ым|ой)?|[сц]к(?:ий|ая|ого|ому|им|ом|ой|ую)|енко|(?:чук|юк|ук|як|ян|ец)(?:а|у|е|ом)?|"
    r"дзе|швили|[иы]х)$"
)
# Words of what is no person: an organisation, «коллективное обращение», «не указан»; a surname may begin like them
NO_PERSON = re.compile(
    r"не|без|фио|ооо|оао|зао|пао|ао|муп|мку|мбу|мау|м[бак]д?оу|гбу|гуп|фгуп|фгбу|тсж|тсн|снт|днт|гск|жск|жкх|ано|нко|"
    r"грэс|дк|сош|тос|ук|подслушано|указан[оы]?|"
    r"(?:коллективн|инициативн|неизвестн|анонимн|типичн|городск|детск|российск|муниципальн|управляющ)"
    r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ыи]х|[ое]го|[ое]му)|"
    r"(?:администраци|управлени|компани|предприяти|учреждени|организаци|обществ|комитет|отдел|служб|комисси|министерств|"
    r"департамент|прокуратур|школ|гимнази|лице|сад|больниц|поликлиник|библиотек|музе|центр|фонд|союз|парти|газет|"
    r"редакци|магазин|завод|фабрик|банк|групп|жител|граждан|населени|аноним|пользовател|заявител|обращени|сообщени|"
    r"новост|объявлени|округ|район|област|федераци|совет|город|портал)(?:[аяуюеиыоьй]|[оеа]м|[оеи]й|и[яеюи]|ием|ин|ами|ями)?"
)
# As it is written: «от имени» and «имя» are told apart from «имени» only so.
NAMED_AFTER = frozenset({
    "ул", "улица", "улицы", "улице", "улицу", "улицей", "пер", "переулок", "переулка", "переулке", "просп", "проспект",
    "проспекта", "проспекте", "пл", "площадь", "площади", "бульвар", "бульвара", "бульваре", "набережная", "набережной",
    "шоссе", "проезд", "проезда", "проезде", "сквер", "сквера", "сквере", "парк", "парка", "парке", "им", "имени",
    "памятник", "памятника", "памятнику",
})  # fmt: skip
RANKS = re.compile(
    r"маршал\w*|геро[йяю]\w*|советск\w*|союза|росси[ияйс]\w*|федерации|академик\w*|генерал\w*|космонавт\w*|адмирал\w*"
)
CUT_SHORT = frozenset({"ул", "пер", "просп", "пл", "им"})
# Between «им.» and the name: nothing that ends a sentence, a line or a cell.
CLOSE = re.compile(r"[ .]{1,3}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, its stem, and as it is written in small letters."""

    start: int
    end: int
    stem: str
    lower: str
    is_capital: bool
    is_all_capital: bool


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word in small letters without the endings of the cases: the same for «Максим», «Максима», «Максимом»."""
    word = FLEETING.get(word, word)
    while True:
        before = word
        for ending in CASE_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
        while len(word) > 2 and word[-1] in VOWELS:
            word = word[:-1]
        if word == before:
            return _without_fleeting(word)


def _without_fleeting(word: str) -> str:
    ends = ((end, instead) for end, instead in FLEETING_ENDS if word.endswith(end) and len(word) > len(end) + 1)
    return next((word.removesuffix(end) + instead for end, instead in ends), word)


@lru_cache(maxsize=500_000)
def stems_of(part: str) -> tuple[str, ...]:
    """The stems of the words in a part of a name: few words make up most names."""
    return tuple(stem(word.lower()) for word in WORD.findall(as_cyrillic(normal(part))))


def words_of(text: str) -> list[Word]:
    """The words of a normal text."""
    found = []
    for word in WORD.finditer(as_cyrillic(text)):
        lower = word[0].lower()
        found.append(Word(word.start(), word.end(), stem(lower), lower, word[0][0].isupper(), word[0].isupper()))
    return found


class NameBook:
    """The names that matter to some texts, ready to be looked for.

    `stems`: those of all words of the texts; a name of which too few are among them cannot be there and is not kept,
    so that a million names cost no memory.
    """

    def __init__(self, names: Iterable[str], stems: frozenset[str] | set[str]) -> None:
        # Sorted stems → the spellings, sorted too; surname's stem → pairs of initials, the second one may be ""
        self.whole: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        self.initials: dict[str, set[tuple[str, str]]] = {}
        self.first_stems: set[str] = set()
        for name in names:
            for part in name.split():
                if not stems.isdisjoint(stems_of(part)):
                    for spelling in _spellings(name):
                        self._add(spelling, stems)
                    break

    def _add(self, name: str, stems: frozenset[str] | set[str]) -> None:
        words = split_name(name)
        if words is None:
            return
        if any(len(word) == 1 for word in words):
            self._add_shortened(words)
            return
        for parts in _partial(words):
            if all(stem(word) in stems for word in parts):
                self._keep(parts)
        for surname, given in _roles(words):
            if stem(surname) in stems:
                self.initials.setdefault(stem(surname), set()).add((given[0][0], given[1][0] if given[1:] else ""))

    def _keep(self, words: tuple[str, ...]) -> None:
        stems = tuple(sorted(map(stem, words)))
        self.whole.setdefault(stems, set()).add(tuple(sorted(words)))
        self.first_stems.update(stems)

    def _add_shortened(self, words: tuple[str, ...]) -> None:
        """A name that the source itself gives with initials."""
        surname = next((word for word in words if len(word) > 1), None)
        given = [word for word in words if len(word) == 1]
        if surname and len(given) <= 2:
            self.initials.setdefault(stem(surname), set()).add((given[0], given[1] if given[1:] else ""))

    def find(self, text: str, words: list[Word]) -> Iterator[str]:
        """What is found in the text, as a key: equal for the spellings of one name."""
        for index, word in enumerate(words):
            if word.stem in self.first_stems:
                yield from self._whole_at(text, words, index)
            if word.stem in self.initials:
                yield from self._shortened_at(text, words, index)

    def _whole_at(self, text: str, words: list[Word], index: int) -> Iterator[str]:
        if _is_named_after(text, words, index):
            return
        for end in range(index + 2, min(index + LONGEST, len(words)) + 1):
            if not GAP.fullmatch(text, words[end - 2].end, words[end - 1].start):
                return
            window = words[index:end]
            stems = tuple(sorted(word.stem for word in window))
            spellings = self.whole.get(stems)
            if spellings and _is_a_name(window, spellings):
                yield " ".join(stems)

    def _shortened_at(self, text: str, words: list[Word], index: int) -> Iterator[str]:
        surname = words[index]
        if _is_named_after(text, words, index):
            return
        for letters, is_capital in _initials_beside(text, words, index):
            is_usual = (surname.is_capital and is_capital) or _is_shortened_in_small(surname, letters)
            if is_usual and any(_fit(letters, known) for known in self.initials[surname.stem]):
                yield f"{surname.stem} {letters}"
                return


def _is_named_after(text: str, words: list[Word], index: int) -> bool:
    """Whether a thing bears the name that begins here: «ул. …», «имени Героя … И. И. …»; not «от имени …»."""
    while index and CLOSE.fullmatch(text, words[index - 1].end, words[index].start):
        before = words[index - 1]
        if "." in text[before.end : words[index].start] and len(before.lower) > 1 and before.lower not in CUT_SHORT:
            return False  # a sentence ends here
        if before.lower in NAMED_AFTER:
            return not (before.lower == "имени" and index > 1 and words[index - 2].lower == "от")
        if len(before.lower) > 1 and not RANKS.fullmatch(before.lower):
            return False
        index -= 1
    return False


def split_name(name: str) -> tuple[str, ...] | None:
    """The words of a person's name in small letters; None for what is no name of a person, or one word alone."""
    plain = name if USUAL_NAME.fullmatch(name) else normal(name)
    words = tuple(WORD.findall(as_cyrillic(plain).lower()))
    if words and words[0] == "ип":
        words = words[1:]
    if not 2 <= len(words) <= LONGEST or DIGIT.search(name):
        return None
    # «Российский Михаил Юрьевич»: one word may look like an organisation's where a patronymic says who it is
    n_allowed = 1 if len(words) == 3 and WHOLE_PATRONYMIC.fullmatch(words[2]) else 0
    return words if sum(map(is_no_person, words)) <= n_allowed else None


def _spellings(name: str) -> Iterator[str]:
    """«Иванова (Петрова) Мария»: as it stands, and with either surname alone."""
    yield name
    if "(" in name:
        yield PARENTHESISED.sub(r"\1", name)
        yield PARENTHESISED.sub(r"\2", name)


@lru_cache(maxsize=200_000)
def is_no_person(word: str) -> bool:
    return NO_PERSON.fullmatch(word) is not None


def _partial(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The whole name; where it has a patronymic, also the name without it."""
    yield words
    for index, word in enumerate(words):
        if len(words) > 2 and index and PATRONYMIC.search(word):
            yield (*words[:index], *words[index + 1 :])
        if len(words) > 3 and index > 1 and OGLY.fullmatch(word):
            yield (*words[: index - 1], *words[index + 1 :])


def _roles(words: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(surname, given names): the surname stands first or last; with a patronymic second, only last."""
    has_patronymic_second = len(words) == 3 and PATRONYMIC.search(words[1]) and not PATRONYMIC.search(words[2])
    if not has_patronymic_second:
        yield words[0], words[-2:] if len(words) > 2 else words[1:]
    if has_patronymic_second or len(words) == 2:
        yield words[-1], words[:-1]
    if len(words) == 4:
        yield words[1], words[-2:]  # the second half of «Иванова-Петрова»


def _is_a_name(window: list[Word], spellings: set[tuple[str, ...]]) -> bool:
    """In capital letters any words are a name; in small ones a word must have the ending of a surname or patronymic,
    and two words must stand there as they are known."""
    if all(word.is_capital for word in window):
        return True
    if not any(SURNAME.search(word.lower) or PATRONYMIC.search(word.lower) for word in window):
        return False
    return len(window) > 2 or tuple(sorted(word.lower for word in window)) in spellings


def _is_shortened_in_small(surname: Word, letters: str) -> bool:
    """«иванов и. и.»; but «Петров, и. о. начальника» says what he does, and «дорога а.» is no name."""
    return len(letters) == 2 and letters != "ио" and SURNAME.search(surname.lower) is not None


def _initials_beside(text: str, words: list[Word], index: int) -> Iterator[tuple[str, bool]]:
    """The initials after and before the word at the index («И. И.», «И.», «ИИ»), and whether all are capital."""
    after = words[index + 1 : index + 3]
    taken: list[Word] = []
    last = words[index].end
    for word in after:
        if not _is_initial(text, word) or not GAP.fullmatch(text, last, word.start):
            break
        taken, last = [*taken, word], word.end
    if taken:
        yield _told(taken)
    elif after and len(after[0].lower) == 2 and after[0].is_all_capital and text[last : after[0].start].isspace():
        yield _told(after[:1])
    taken, first = [], words[index].start
    for word in reversed(words[max(index - 2, 0) : index]):
        if not _is_initial(text, word) or not GAP.fullmatch(text, word.end, first):
            break
        taken, first = [word, *taken], word.start
    if taken:
        yield _told(taken)


def _told(taken: list[Word]) -> tuple[str, bool]:
    return "".join(word.lower for word in taken), all(word.is_all_capital for word in taken)


def _is_initial(text: str, word: Word) -> bool:
    return len(word.lower) == 1 and text[word.end : word.end + 1] == "."


def _fit(letters: str, known: tuple[str, str]) -> bool:
    """Whether initials may be those of a known name: one of two is enough, and a name known by one fits two."""
    return letters[0] == known[0] and (len(letters) == 1 or not known[1] or letters[1] == known[1])
