"""The steps of the demonstration in their order; each is skipped when the journal says that it is done."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from svodka import pipeline
from svodka.demo import exports, flight
from svodka.demo.ending import show_ending
from svodka.demo.journal import Journal
from svodka.errors import SvodkaError
from svodka.services import Address, up
from svodka.services.first_sight import switch_on_new
from svodka.services.rest import Airflow
from svodka.settings import Settings
from svodka.warehouse import embedded

QUARTER = "2026Q3"
HISTORY_BEGINS = date(2025, 7, 1)


def tell_story(settings: Settings) -> None:
    """Everything from the making of the samples to the delivered report. Raises SvodkaError with one sentence."""
    journal = Journal(settings.home)
    refuse_real_surroundings(settings)
    embedded.ensure_running(settings.home)
    pipeline.init()
    refuse_real_data(settings, journal)
    journal.begin()
    # Airflow takes as long to wake up as the history to load: side by side.
    with ThreadPoolExecutor(1) as pool:
        waking = pool.submit(up, settings, journal.say)
        folder = load_history(settings, journal)
        address = awake(waking, journal)
    airflow = Airflow(address.url, address.login, address.password)
    channels = exports.channels(folder)
    flight.wait_for_dags(airflow, [*(f"{channel}_daily" for channel in channels), "intake", "quarterly_report"])
    if not journal.is_done("backfill"):
        with journal.step("backfill", "повторная загрузка 24–30 сентября по дням, планировщиком Airflow"):
            flight.backfill(airflow, channels, journal.say)
    if not journal.is_done("inbox"):
        with journal.step("inbox", "выгрузки 1 и 2 октября положены во входящие: их берёт расписание"):
            exports.drop(settings, folder, exports.latest(folder))
            flight.take_inboxes(airflow, settings, channels, journal.say)
    if not journal.is_done("quarter"):
        with journal.step("quarter", "отчёт за III квартал 2026: редакция, утверждение (30 с), отправка"):
            flight.send_quarter(airflow, QUARTER, address, journal.say)
    switch_on_new(airflow, settings.home)
    show_ending(settings, QUARTER, address, journal)


def refuse_real_surroundings(settings: Settings) -> None:
    """Invented messages must not reach a real warehouse or a real mailbox."""
    if settings.warehouse_url:
        raise SvodkaError("Демонстрация грузит вымышленные данные: уберите SVODKA_WAREHOUSE_URL.")
    if settings.smtp.port is not None or settings.smtp.host != "127.0.0.1":
        raise SvodkaError("Демонстрация не шлёт настоящих писем: уберите host и port из раздела [smtp] настроек.")


def refuse_real_data(settings: Settings, journal: Journal) -> None:
    """A home that holds landed files and no journal of ours is somebody's work."""
    from svodka.warehouse.engine import scalar

    if journal.file.exists():
        return
    with pipeline.open_warehouse(settings).begin() as connection:
        if scalar(connection, "SELECT count(*) FROM landing.file"):
            raise SvodkaError(
                f"В {settings.home} уже есть загруженные данные: для демонстрации укажите пустой SVODKA_HOME."
            )


def load_history(settings: Settings, journal: Journal) -> Path:
    """Makes the samples and loads those up to the quarter's end, one load a channel."""
    if not journal.is_done("samples"):
        with journal.step("samples", "вымышленные выгрузки за 15 месяцев"):
            exports.make(settings)
    folder = exports.make(settings)
    if not journal.is_done("history"):
        with journal.step("history", "загрузка истории до 30 сентября 2026, одна загрузка на канал"):
            exports.drop(settings, folder, exports.history(folder))
            for channel in exports.channels(folder):
                files = pipeline.ingest([channel], (HISTORY_BEGINS, exports.HISTORY_ENDS))
                journal.say(f"  {channel}: {summary(files)}")
    return folder


def summary(files: list[dict]) -> str:
    """Files and rows of a load in one line."""
    total = {key: sum(file[f"rows_{key}"] for file in files) for key in ("read", "rejected", "foreign")}
    left = sum(file["state"] in ("refused", "stopped") for file in files)
    return (
        f"файлов {len(files)}, строк прочитано {total['read']}, в карантине {total['rejected']}, "
        f"чужих {total['foreign']}" + (f", не принято файлов {left}" if left else "")
    )


def awake(waking: Future[Address], journal: Journal) -> Address:
    """The web address, when Airflow answers."""
    if not waking.done():
        journal.say("ждём Airflow…")
    return waking.result()
