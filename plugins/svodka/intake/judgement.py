"""What the judgement of a staging table leads to: quarantine by the very predicates, a stop, remarks on the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from svodka.errors import SvodkaError
from svodka.intake.contracts import Contract, Rule
from svodka.intake.contracts.judging import predicates
from svodka.warehouse.engine import run

IS_BAD = "NOT is_foreign AND (broken_check IS NOT NULL OR is_replaced_in_file)"


@dataclass(frozen=True)
class ShownCheck:
    """A check with what a person reads: the column's header (an SQL literal) and the cell as it came (SQL)."""

    column: str
    header: str
    cell: str
    when: str


def quarantine(
    connection: Connection, contract: Contract, load_id: int, table: str, file_ids: Sequence[int],
    counts: Mapping[str, int],
) -> None:  # fmt: skip
    """Moves the refused rows of a load into quarantine.

    counts: rows a broken rule, as Great Expectations counted them. Raises SvodkaError when a rule takes another
    number of rows now: the staging table is not the one that was judged.
    """
    connection.execute(
        text("DELETE FROM meta.rejected_row WHERE file_id = ANY(:ids) AND code <> 'R12' AND state <> 'dismissed'"),
        {"ids": list(file_ids)},
    )
    found = predicates(contract)
    for rule in contract.reject_rules:
        if rule.code not in counts:
            continue
        taken = run(
            connection,
            "loading/quarantine.sql",
            {
                "table": table,
                "entity": contract.entity,
                "checks": shown_checks(contract, rule),
                "predicate": found[rule.code],
            },
            load_id=load_id,
            code=rule.code,
            reason=rule.reason,
        ).rowcount
        if taken != counts[rule.code]:
            raise SvodkaError(
                f"Загрузка {load_id}: правило {rule.code} при проверке отклонило {counts[rule.code]} строк, "
                f"при загрузке {taken}. Ничего не изменено; запустите загрузку заново."
            )


def shown_checks(contract: Contract, rule: Rule) -> list[ShownCheck]:
    return [
        ShownCheck(check.column, _quoted(header_of(contract, check.column)), _cell(contract, check.column), check.when)
        for check in rule.checks
    ]


def header_of(contract: Contract, column: str) -> str:
    """The first header by which the contract knows a column, else the column's own name."""
    field = contract.fields.get(column)
    return field.headers[0] if field and field.headers else column


def _cell(contract: Contract, column: str) -> str:
    field = contract.fields.get(column)
    return f"staged.{field.raw}" if field and not field.personal else "NULL::text"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def main_reason(connection: Connection, table: str, contract: Contract, file_id: int) -> str:
    """The most frequent reason for which a file's rows are refused, with the header it is about."""
    checks = [(rule, check) for rule in contract.reject_rules if rule.code != "R10" for check in rule.checks]
    number = connection.execute(
        text(
            f"SELECT broken_check FROM {table} WHERE file_id = :file_id AND {IS_BAD}"
            " GROUP BY broken_check ORDER BY count(*) DESC, broken_check LIMIT 1"
        ),
        {"file_id": file_id},
    ).scalar()
    if number is None:
        rule = next(rule for rule in contract.reject_rules if rule.code == "R10")
        return f"{rule.code}, {rule.reason}"
    rule, check = checks[number - 1]
    return f"{rule.code}, «{header_of(contract, check.column)}»: {rule.reason}"


def remark_warnings(
    connection: Connection, contract: Contract, load_id: int, table: str, counts: Mapping[str, int]
) -> None:
    """Adds to each file's message how many of its loaded rows break a rule of severity `warning`."""
    found = predicates(contract)
    for rule in contract.warning_rules:
        if rule.code in counts:
            connection.execute(
                text(
                    "UPDATE meta.load_file AS account SET message = concat_ws('; ', account.message,"
                    " CAST(:remark AS text) || ': ' || broken.n || ' стр.')"
                    f" FROM (SELECT file_id, count(*) AS n FROM {table} WHERE {found[rule.code]} GROUP BY file_id)"
                    " AS broken WHERE account.load_id = :load_id AND account.file_id = broken.file_id"
                    " AND account.state = 'loaded'"
                ),
                {"remark": f"{rule.code}, {rule.reason}", "load_id": load_id},
            )
