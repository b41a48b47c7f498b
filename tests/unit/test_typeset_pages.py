"""Letter and summary as PDF: every word and number on the page, one page for the summary, equal bytes, PDF/A."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from svodka.report.letter import Registration, render_letter
from svodka.report.letter.compose import compose
from svodka.report.standing import standings
from svodka.report.summary import summary_pdf
from svodka.report.summary.compose import compose as compose_summary
from svodka.report.summary.fitting import BREAK_HERE, LONGEST_WORD, fitting
from svodka.report.summary.quarters import quarter_charts
from tests import letter_sample as sample
from tests import report_history as history
from tests import report_sample


def letter_pdf(content, registration=None) -> bytes:
    return render_letter(sample.settings(), content, sample.FILES, registration).files["letter.pdf"]


def words(pdf: bytes) -> str:
    """The text of all pages with single spaces, for lines are broken where they are full."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_every_word_of_the_letter_stands_on_its_pages():
    content = sample.content("automatic")
    said, found = (
        compose(sample.settings(), content, []),
        words(letter_pdf(content, Registration("7-к", date(2026, 10, 5)))),
    )
    cells = [cell for row in (said.figures.head, *said.figures.rows) for cell in row]
    parts = [*said.sender, *said.addressee, said.subject, said.salutation, *said.paragraphs, *cells, *said.notes]
    for part in [*parts, *said.executor, said.mark, said.signature.post, said.signature.name, said.signature.between]:
        assert re.sub(r"\s+", " ", part) in found
    assert "05.10.2026 № 7-к" in found
    assert f"Контрольная сумма значений: {content.face.values_hash}" in found


@pytest.mark.parametrize("n_forms", range(8))
def test_the_signature_never_stands_alone_wherever_the_page_ends(n_forms):
    forms = {f"form_{n}.xlsx": sample.workbook("visible") for n in range(n_forms)}
    pdf = render_letter(sample.settings(), sample.content(), sample.FILES | forms).files["letter.pdf"]
    last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "Приложение (в электронном виде):" in last and "Исполнитель" in last


@pytest.mark.parametrize("made", [letter_pdf, summary_pdf])
def test_pages_name_the_edition_promise_pdf_a_and_have_equal_bytes(made):
    content = sample.content()
    pdf = made(content)
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert (about["/Keywords"], about["/Author"]) == (content.face.identifier, "Сводка")
    assert about.creation_date == about.modification_date == datetime(2026, 10, 2, 2, 15, tzinfo=UTC)
    assert "III квартал 2026 года" in about.title
    assert b"<pdfaid:part>1</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert made(content) == pdf
    other = made(replace(content, face=replace(content.face, municipality="Иной город")))
    assert other != pdf and "Иной город" in words(other)


@pytest.mark.parametrize("made", [letter_pdf, summary_pdf])
def test_a_letter_that_no_font_has_costs_the_promise_and_not_the_report(made):
    pdf = made(sample.content(municipality="Город 🏙"))
    assert b"pdfaid" not in pdf and "Редакция 1, утверждённая" in words(pdf)


def places_of_text(pdf: bytes) -> list[tuple[float, float]]:
    """Where each piece of text begins, in points from the lower left corner of its page."""
    found = []

    def seen(text, matrix, within, *_):
        if text.strip():
            (a, b, c, d, e, f), (x, y) = matrix, within[4:]
            found.append((a * x + c * y + e, b * x + d * y + f))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return found


def kinds():
    for kind in ("preliminary", "approved", "automatic", "corrected"):
        yield pytest.param(sample.content(kind, "0.1" if kind == "preliminary" else "2"), id=kind)
    yield pytest.param(sample.content(told={}), id="nothing kept")
    yield pytest.param(replace(sample.content(), told=None), id="older edition")
    yield pytest.param(sample.content(told={"trend": {"quarters": [], "running": [], "series": []}}), id="no trend")
    yield pytest.param(sample.crowded(), id="crowded")
    yield pytest.param(replace(sample.content(), document={**report_sample.document(), "values": []}), id="no values")
    yield pytest.param(replace(sample.content(), states=[]), id="no channels")


@pytest.mark.parametrize("content", kinds())
def test_the_summary_is_one_page_with_all_that_it_says(content):
    pdf = summary_pdf(content)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert all(30 < x < 560 and 20 < y < 815 for x, y in places_of_text(pdf)), "nothing hangs over the page"
    said, found = compose_summary(content), words(pdf)
    tiles = [part for one in said["tiles"] for part in (one["title"], one["number"], one["light_words"], one["change"])]
    charts = [
        part
        for one in said["charts"]
        for part in (one["title"], one["target"], *[bar["number"] for bar in one["bars"]])
    ]
    bars = [part for of in ("channels", "blocks") for row in said[of]["rows"] for part in (row["name"], row["number"])]
    for part in [*tiles, *charts, *bars, *said["notes"], said["edition"], said["as_of"], said["mark"], said["period"]]:
        assert re.sub(r"\s+", " ", part) in found


def test_tiles_say_value_parts_light_arrow_and_remark():
    late = next(
        one for one in compose_summary(sample.content())["tiles"] if one["title"].startswith("Доля сообщений с")
    )
    assert late == {
        "title": "Доля сообщений с нарушением срока ответа", "number": "5,0", "unit": "%", "parts": "2 из 40",
        "mark": "✗", "light_words": "цель (не больше 0 %) не достигнута", "arrow": "↓",
        "change": "лучше: −2,5 п.п. ко II кварталу 2026", "remark": "есть пробел в выгрузках", "is_told": True,
    }  # fmt: skip
    untold = compose_summary(replace(sample.content(), told=None))["tiles"]
    assert {(one["mark"], one["arrow"], one["change"]) for one in untold} == {("", "", "")}


def test_the_marks_are_those_of_the_workbook_and_few_records_get_no_verdict():
    content = sample.content()
    few = report_sample.value("S-03", "1", "3", "%", ("SMALL_N",))
    values = [few if one["indicator"] == "S-03" and not any(one["slice"].values()) else one
              for one in content.document["values"]]  # fmt: skip
    content = replace(content, document={**content.document, "values": values})
    tiles = {one["title"]: one for one in compose_summary(content)["tiles"]}
    known = {content.titles[code]: one for code, one in standings(content).items()}
    assert {tiles[title]["mark"] for title in tiles if tiles[title]["is_told"]} >= {"✓", "✗", "○"}
    for title, one in tiles.items():
        assert one["mark"] == (known[title].mark if one["is_told"] else "")
    late = tiles["Доля сообщений с нарушением срока ответа"]
    assert (late["number"], late["unit"], late["parts"]) == ("1 из 3", "", "") and "достигнута" not in late[
        "light_words"
    ]
    shown = words(summary_pdf(content))
    assert all(mark in shown for mark in ("✓", "✗", "○"))


def test_a_partial_quarter_is_marked_below_its_bar():
    told = history.told()
    series = next(one for one in told["trend"]["series"] if one["indicator"] == "S-01" and one["channel"] is None)
    series["points"][1]["is_partial"] = True
    found = sample.content(told=told)
    assert [bar["is_partial"] for bar in quarter_charts(found)[0]["bars"]] == [False, True] + [False] * 6
    assert "** неполный квартал" in words(summary_pdf(found))
    assert "неполный квартал" not in words(summary_pdf(sample.content()))


def test_no_number_is_struck_by_the_line_of_the_target():
    told = history.told()
    pdf = summary_pdf(sample.content(told=told))
    reader = PdfReader(io.BytesIO(pdf)).pages[0]
    found = {}
    reader.extract_text(
        visitor_text=lambda text, matrix, within, *_: found.setdefault(
            text.strip(), matrix[5] * within[3] + within[1] * matrix[4] + within[5]
        )
    )
    assert found["6,0"] == pytest.approx(found["7,0"], abs=0.5), "both stand above the line of 8, not on it"


def test_eight_tiles_tell_of_every_kind_of_message():
    titles = [one["title"] for one in compose_summary(sample.crowded())["tiles"]]
    named = [title for title in titles if len(title) == 4]  # those of which the sample's catalogue knows no title
    assert (len(titles), named) == (8, ["I-02", "P-04", "A-01"]), "P-02 and G-02 are told less urgently"


def test_charts_show_eight_quarters_each_with_its_number_and_the_gap_as_unknown():
    charts = {one["title"]: one for one in quarter_charts(sample.content())}
    assert list(charts) == [
        "Количество поступивших сообщений, ед.", "Доля сообщений с нарушением срока ответа, %",
        "Средний срок ответа на сообщение в ПОС, дн.", "Среднее время ответа на инцидент, ч",
    ]  # fmt: skip
    received = charts["Количество поступивших сообщений, ед."]["bars"]
    assert [bar["number"] for bar in received] == ["", "900", "950", "1 100", "1 050", "1 200", "1 200", "1 234"]
    assert (received[0]["height"], received[-1]["height"], received[1]["height"]) == (None, 1.0, 900 / 1234)
    assert [bar["label"] for bar in received if bar["is_current"]] == ["III.26"]
    answered = charts["Средний срок ответа на сообщение в ПОС, дн."]
    assert answered["target"] == "цель: не больше 8 дн." and answered["line"] == pytest.approx(8 / 22.7)


def test_one_known_quarter_is_no_trend():
    told = history.told()
    for series in told["trend"]["series"]:
        for point in series["points"][:-1]:
            point.update(value=None, numerator=None)
    assert quarter_charts(sample.content(told=told)) == []


def test_a_value_entered_by_hand_and_a_running_quarter_are_shown():
    told = history.told(trend=history.trend(running=("2026Q3",)))
    series = next(one for one in told["trend"]["series"] if one["indicator"] == "P-01")
    series["points"][0].update(value="9.250000", numerator=None, denominator=None, origin="внесено")
    chart = next(one for one in quarter_charts(sample.content(told=told)) if one["title"].startswith("Средний срок"))
    assert (chart["bars"][0]["number"], chart["bars"][-1]["is_running"]) == ("9,3", True)
    assert "квартал ещё идёт" in words(summary_pdf(sample.content(told=told)))


def test_bars_go_from_the_most_to_the_least_and_say_how_many_are_left_out():
    channels, blocks = (compose_summary(sample.crowded())[of] for of in ("channels", "blocks"))
    assert len(channels["rows"]) == 12 and channels["rest"] == ""
    assert [row["number"] for row in blocks["rows"]] == [str(800 - 20 * n) for n in range(10)]
    assert (blocks["rows"][0]["share"], blocks["rest"]) == (1.0, "И ещё направлений: 20 — в отчёте.")


@given(st.text(alphabet="аб ё«»-", max_size=200), st.integers(20, 90))
def test_a_fitting_text_is_short_and_has_no_word_wider_than_its_column(text, longest):
    fitted = fitting(text, longest)
    assert len(fitted.replace(BREAK_HERE, "")) <= longest
    assert all(len(word) <= LONGEST_WORD for word in re.split(rf"[ {BREAK_HERE}]", fitted))
    plain = " ".join(text.split())
    if len(plain) <= longest:
        assert fitted.replace(BREAK_HERE, "") == plain
    else:
        assert fitted.endswith("…") and len(fitted) > longest // 2


def test_names_that_are_hard_to_set_keep_the_page_whole():
    content = sample.content()
    odd = ["Щ" * 400, "#let x = 1 $ * _ [ ] \\ <a>", "а\x0bб"]
    rows = [report_sample.value("S-01", "10", None, "ед.", block=name) for name in odd]
    document = {**content.document, "values": [*content.document["values"], *rows]}
    pdf = summary_pdf(replace(content, document=document))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "#let x = 1 $ * _ [ ] \\ <a>" in words(pdf) and "Щ" * 12 in words(pdf)
