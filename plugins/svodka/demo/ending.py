"""The last page of the demonstration: where the report and the mail are, the figures, the address, the times."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from rich.table import Table

from svodka import pipeline
from svodka.demo.journal import BUDGET_SECONDS, Journal, console
from svodka.errors import SvodkaError
from svodka.services import Address
from svodka.services.people import tell_logins
from svodka.settings import Settings


def show_ending(settings: Settings, quarter: str, address: Address, journal: Journal) -> None:
    """Prints it all; raises SvodkaError when there is no issued report."""
    report, mail = report_path(settings, quarter), mail_path(settings, quarter)
    console.print()
    console.print(indicator_table(settings, quarter))
    console.print(f"Отчёт:   {report}", markup=False)
    console.print(f"Письмо:  {mail}", markup=False)
    console.print(f"Страницы: {address.url}", markup=False)
    tell_logins(settings, lambda line: console.print(line, markup=False, soft_wrap=True))
    for title, seconds in journal.now.items():
        console.print(f"  {seconds:6.1f} с  {title}", markup=False)
    verdict = "в пределах" if journal.elapsed <= BUDGET_SECONDS else "БОЛЬШЕ"
    console.print(f"Всего {journal.elapsed:.0f} с, {verdict} бюджета {BUDGET_SECONDS} с. Остановить: make down")


def report_path(settings: Settings, quarter: str) -> Path:
    """The workbook of the newest issued edition."""
    from svodka.report import edition_store
    from svodka.report.files import edition_folder

    with pipeline.open_warehouse(settings).begin() as connection:
        edition = edition_store.latest(connection, settings.municipality.oktmo, quarter, False)
    if edition is None:
        raise SvodkaError(f"Отчёт за {quarter} не выпущен: удалите {settings.home / 'demo.json'} и повторите make run.")
    return edition_folder(settings, quarter, edition.number) / edition.files[0].name


def mail_path(settings: Settings, quarter: str) -> Path | None:
    """The newest kept mail that carries a workbook of the quarter."""
    for file in sorted((settings.home / "outbox").glob("*.eml"), reverse=True):
        message = message_from_bytes(file.read_bytes(), policy=default)
        names = [part.get_filename() or "" for part in message.iter_attachments()]
        if any(name.endswith(".xlsx") for name in names):
            return file
    return None


def indicator_table(settings: Settings, quarter: str) -> Table:
    """The totals of the figures document as people read them."""
    from svodka.figures.indicators import catalogue
    from svodka.report.catalogue import titles
    from svodka.report.shown_value import is_total, shown_text

    document = pipeline.figures(quarter)
    names = titles(document, catalogue())
    table = Table("показатель", "", "числитель", "знаменатель", "значение", "примечание", title=f"Показатели {quarter}")
    for value in filter(is_total, document["values"]):
        code, whole = value["indicator"], value["denominator"] or ""
        table.add_row(
            code, names.get(code, ""), value["numerator"], whole, shown_text(value), ", ".join(value["flags"])
        )
    return table
