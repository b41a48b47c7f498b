"""The parts of a contract, as the rest of the package sees them."""

from __future__ import annotations

from dataclasses import dataclass, field

from svodka.errors import SvodkaError

# In which type's judgement a value of this kind can turn out unreadable.
DATE_TYPES = ("moment", "term")
WORD_TYPES = ("word", "flag", "words_within")
PLAIN_TYPES = ("identifier", "text")  # nothing can fail: the typed value is the text itself
TYPES = (
    *DATE_TYPES, *WORD_TYPES, "identifier", "text", "code", "department", "duration", "rating", "integer", "number",
    "week", "questions",
)  # fmt: skip
# The earliest of these over all versions counts, whatever the newest version says (domain: decision 2).
FIRST_FIELDS = (
    "interim_answer_at", "first_public_answer_at", "first_final_answer_at", "returned_by_applicant_at",
)  # fmt: skip


class ContractError(SvodkaError):
    """A contract is wrong: the file and the place in it are named."""


@dataclass(frozen=True)
class Field:
    """One field of the rows: where it is found and how it is read.

    helper: serves other fields and does not go to core. ignored: a known header that no rule asks for.
    words: value → source words. nothing: words that mean null.
    """

    name: str
    type: str
    headers: tuple[str, ...] = ()
    words: dict[str, list[str]] = field(default_factory=dict)
    default: str | None = None
    nothing: tuple[str, ...] = ()
    personal: bool = False
    helper: bool = False
    ignored: bool = False

    @property
    def raw(self) -> str:
        """The staging column that holds the cell's text as it came; plain text has no twin."""
        return self.name if self.is_plain else f"{self.name}_raw"

    @property
    def is_plain(self) -> bool:
        return self.type in PLAIN_TYPES and not self.nothing

    @property
    def is_boolean(self) -> bool:
        return self.type == "flag" or (self.type in WORD_TYPES and set(self.words) <= {"true", "false"})


@dataclass(frozen=True)
class Check:
    """One SQL predicate over the typed staging row; true = the rule is broken at this column."""

    column: str
    when: str


@dataclass(frozen=True)
class Rule:
    """A rule of domain.md §11.5: reject = the row goes to quarantine, warning = it is loaded and reported."""

    code: str
    severity: str
    reason: str
    checks: tuple[Check, ...]

    @property
    def predicate(self) -> str:
        return " OR ".join(f"({check.when})" for check in self.checks)


@dataclass(frozen=True)
class Coverage:
    """What one file covers and in which rhythm it is expected (design §5.0). days: length of the window."""

    kind: str
    field: str
    days: int
    rhythm: str
    on_absent: str


@dataclass(frozen=True)
class Form:
    """One kind of file of a channel: the table, or a machine format with its own adapter."""

    name: str
    formats: tuple[str, ...]
    source_system: str
    coverage: Coverage
    adapter: str | None = None
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contract:
    """All that is agreed about one channel's exports."""

    channel: str
    title: str
    entity: str
    key: tuple[str, ...]
    numbers: str
    fields: dict[str, Field]
    constants: dict[str, str]
    derive: dict[str, str]
    foreign_when: str
    rules: tuple[Rule, ...]
    mandatory: tuple[tuple[str, ...], ...]
    conditional_headers: tuple[dict[str, str], ...]
    forms: dict[str, Form]
    checksum: str

    @property
    def reject_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.severity == "reject")

    @property
    def warning_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.severity == "warning")

    def form_of(self, suffix: str) -> Form | None:
        """The form that takes files with this ending (no dot, lower case)."""
        return next((form for form in self.forms.values() if suffix in form.formats), None)
