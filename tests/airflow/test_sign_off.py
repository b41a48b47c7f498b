"""The question to the head: what it offers where silence sends nothing, what its form carries, what it says."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

ZONE = dt.timezone(dt.timedelta(hours=5))
CLOSES = dt.datetime(2026, 10, 2, 14, 0, tzinfo=ZONE)
ASKED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=ZONE)
INSTANCE = SimpleNamespace(id="ti", dag_id="quarterly_report", run_id="r", task_id="sign_off", map_index=-1)
FOLDER = "/home/reports/2026Q3/0.1"
EDITION = {
    "quarter": "2026Q3",
    "state": "preliminary",
    "edition": "0.1",
    "edition_hash": "5f3a",
    "next_step": "sign_off",
    "message": "Руководителю МЦУ: утвердить отчёт.",
    "sign_off_until": CLOSES.isoformat(),
    "asked": ["Петров П. П."],
    "gaps": [],
    "correction": None,
    "notes": [],
    "key_figures": ["- Доля сообщений с нарушением срока ответа: 5,6 %"],
    "files": [{"name": name, "path": f"{FOLDER}/{name}"} for name in ("svodka_2026Q3_0.1.xlsx", "letter.pdf")],
}
GAP = {"channel": "sed", "title": "СЭД", "days": "29.09.2026–30.09.2026"}


@pytest.fixture
def ask(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts an edition before the head: what Airflow is told to show, the letter, how long it waits."""
    from airflow.sdk.exceptions import TaskAwaitingInput

    def put(**changes: Any) -> tuple[dict[str, Any], tuple[Any, ...], dt.timedelta]:
        shown: dict[str, Any] = {}
        letters: list[tuple[Any, ...]] = []
        monkeypatch.setattr("svodka_dags.sign_off.write_letter", lambda *letter: letters.append(letter))
        place = "airflow.providers.standard.operators.hitl.upsert_hitl_detail"
        monkeypatch.setattr(place, lambda **detail: shown.update(detail))
        monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: ASKED)
        with pytest.raises(TaskAwaitingInput) as waiting:
            task(bag, **changes).execute({"task_instance": INSTANCE})
        return shown, letters[0], waiting.value.timeout

    return put


def task(bag: Any, **changes: Any) -> Any:
    """The sign_off task as it runs: a copy that holds what `prepare` returned."""
    found = bag.get_dag("quarterly_report").task_dict["sign_off"].prepare_for_execution()
    found.edition = EDITION | changes
    return found


def answered(bag: Any, option: str, form: dict[str, Any], **changes: Any) -> dict[str, Any]:
    event = {
        "chosen_options": [option],
        "params_input": form,
        "responded_at": ASKED,
        "responded_by_user": {"id": "1", "name": "petrov"},
    }
    return task(bag, **changes).execute_complete({}, event)


def test_the_question_names_the_signer_the_files_and_the_figures(ask: Any) -> None:
    shown, (_, text, _), _ = ask(remarks=["Форма «Сведения» не заполнена: нет метки."])
    for words in (
        "Форма «Сведения» не заполнена",
        "Подписывает: Петров П. П.",
        "letter.pdf",
        "svodka_2026Q3_0.1.xlsx",
        "5,6 %",
        "5f3a",
        "02.10.2026",
    ):
        assert words in shown["body"]
        assert words in text


def test_where_silence_sends_nothing_it_is_not_offered_and_the_question_stays(ask: Any) -> None:
    shown, (_, text, _), timeout = ask(sign_off_until=None)
    assert shown["options"] == ["Утвердить", "Отклонить"]
    assert shown["defaults"] is None
    assert timeout == dt.timedelta(days=5)
    assert "Без вашего решения отчёт не уйдёт" in text


def test_a_gap_to_be_let_pass_has_its_box(ask: Any) -> None:
    shown, _, _ = ask(sign_off_until=None, gaps=[GAP])
    waive = shown["params"]["waive"]["schema"]
    assert (waive["type"], waive["examples"]) == (["array", "null"], ["sed"])
    assert waive["values_display"]["sed"] == "СЭД: нет выгрузок за 29.09.2026–30.09.2026"
    assert "СЭД: нет выгрузок за 29.09.2026–30.09.2026" in shown["body"]
    assert shown["params"]["reason"]["schema"]["format"] == "multiline"


def test_without_a_gap_there_is_only_the_reason(ask: Any) -> None:
    shown, _, _ = ask()
    assert list(shown["params"]) == ["reason"]
    assert "null" in shown["params"]["reason"]["schema"]["type"], "an empty field must not hold up an approval"


@pytest.mark.parametrize(
    ("option", "form", "expected"),
    [
        ("Отклонить", {"reason": "  задвоены\nобращения "}, {"decision": "reject", "reason": "задвоены обращения"}),
        ("Отклонить", {"reason": None, "waive": None}, {"decision": "reject"}),
        (
            "Утвердить",
            {"reason": "выгрузки не будет", "waive": ["sed"]},
            {"decision": "approve", "reason": "выгрузки не будет", "waive": ["sed"]},
        ),
        ("Утвердить", {"waive": [], "reason": ""}, {"decision": "approve"}),
    ],
)
def test_the_form_goes_with_the_answer(bag: Any, option: str, form: Any, expected: dict[str, Any]) -> None:
    assert answered(bag, option, form) == {"edition_hash": "5f3a", "decided_by": "petrov", **expected}


def test_a_question_that_ran_out_without_a_default_is_silence(bag: Any) -> None:
    event = {"error": "timed out", "error_type": "timeout"}
    answer = task(bag).execute_complete({}, event)
    assert answer == {"decision": "silence", "edition_hash": "5f3a", "decided_by": None}


CORRECTION = {
    "edition": "0.2",
    "edition_hash": "77aa",
    "key_figures": ["- Доля: 7,5 %"],
    "files": [{"name": "svodka_2026Q3_0.2.xlsx", "path": "/home/reports/2026Q3/0.2/svodka_2026Q3_0.2.xlsx"}],
}


def test_the_correction_of_a_report_that_is_out_is_asked_about_and_never_goes_by_silence(bag: Any, ask: Any) -> None:
    out = {"state": "sent", "next_step": "act", "edition": "1", "correction": CORRECTION, "sign_off_until": None}
    shown, (subject, text, _), _ = ask(**out)
    assert subject == "Исправленный отчёт за 2026Q3, редакция 0.2: отправить?"
    assert shown["options"] == ["Утвердить", "Отклонить"]
    for words in ("77aa", "7,5 %", "svodka_2026Q3_0.2.xlsx", "без вашего решения не уйдёт"):
        assert words in text
    assert answered(bag, "Утвердить", {}, **out)["edition_hash"] == "77aa"


def test_a_report_that_is_out_and_unchanged_asks_nothing(bag: Any) -> None:
    from airflow.sdk.exceptions import AirflowSkipException

    with pytest.raises(AirflowSkipException, match="Подпись не нужна"):
        task(bag, next_step="done", state="sent").execute({"task_instance": INSTANCE})


@pytest.fixture
def only_petrov_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = "Ответ не принят: его дал вход {} (роль «секретарь»), а утверждает и отклоняет отчёт руководитель МЦУ."
    by = lambda login: None if login == "petrov" else refused.format(login)  # noqa: E731
    monkeypatch.setattr("svodka.pipeline.refused_signature", by)


def put_by(bag: Any, option: str, user: dict[str, str] | None, **changes: Any) -> dict[str, Any]:
    event = {"chosen_options": [option], "params_input": {}, "responded_at": ASKED, "responded_by_user": user}
    return task(bag, **changes).execute_complete({"task_instance": INSTANCE}, event)


@pytest.mark.parametrize("option", ["Утвердить", "Отклонить", "Отправить без подписи"])
def test_an_answer_of_anybody_else_is_none_and_the_question_stands_until_the_same_hour(
    bag: Any, only_petrov_signs: None, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    from airflow.sdk.exceptions import TaskAwaitingInput

    asked: list[dict[str, Any]] = []
    letters: list[tuple[Any, ...]] = []
    monkeypatch.setattr("svodka_dags.sign_off.write_letter", lambda *letter: letters.append(letter))
    place = "airflow.providers.standard.operators.hitl.upsert_hitl_detail"
    monkeypatch.setattr(place, lambda **detail: asked.append(detail))
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: ASKED + dt.timedelta(hours=3))
    with pytest.raises(TaskAwaitingInput) as waiting:
        put_by(bag, option, {"id": "2", "name": "sidorova"})
    assert waiting.value.timeout == CLOSES - ASKED - dt.timedelta(hours=3), "silence keeps its hour"
    assert asked[0]["options"] == ["Утвердить", "Отклонить", "Отправить без подписи"]
    ((subject, text, roles),) = letters
    assert subject.startswith("Ответ не принят") and roles == ("mcu_head", "secretary")
    for words in ("sidorova", "секретарь", "руководитель МЦУ", "Вопрос задан снова", "required_actions", "5,6 %"):
        assert words in text


def test_the_head_and_the_silence_of_everybody_are_taken(bag: Any, only_petrov_signs: None) -> None:
    assert put_by(bag, "Утвердить", {"id": "1", "name": "petrov"})["decided_by"] == "petrov"
    answer = put_by(bag, "Отправить без подписи", None)
    assert answer == {"decision": "silence", "edition_hash": "5f3a", "decided_by": None}


def test_an_approval_without_a_name_is_none(bag: Any, only_petrov_signs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.sdk.exceptions import TaskAwaitingInput

    monkeypatch.setattr("svodka_dags.sign_off.write_letter", lambda *_: None)
    monkeypatch.setattr("airflow.providers.standard.operators.hitl.upsert_hitl_detail", lambda **_: None)
    with pytest.raises(TaskAwaitingInput):
        put_by(bag, "Утвердить", None)


def test_the_page_reads_in_the_question_which_edition_it_is_about(ask: Any) -> None:
    from svodka.delivery.sign_off_options import Asked, asked_in

    shown, _, _ = ask(notes=["Редакция **9** отчёта за **2020Q1**, контрольная сумма `00`."])
    assert asked_in(shown["body"]) == Asked("2026Q3", "0.1", "5f3a")
    shown, _, _ = ask(state="sent", next_step="act", edition="1", correction=CORRECTION, sign_off_until=None)
    assert asked_in(shown["body"]) == Asked("2026Q3", "0.2", "77aa")
