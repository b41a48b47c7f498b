"""What a person fills in before he starts «Квартальный отчёт» by hand."""

from airflow.sdk import Param

PARAMS = {
    "quarter": Param(
        None,
        type=["null", "string"],
        pattern=r"^20\d\dQ[1-4]$",
        title="Квартал",
        description="Год и номер квартала: 2026Q3 — III квартал 2026 года. Пусто — последний закончившийся квартал.",
    ),
    "deliver": Param(
        False,
        type="boolean",
        title="Отправить получателям",
        description="Отчёт за последний закончившийся квартал уходит сам; за другой — только с этой отметкой.",
    ),
}
