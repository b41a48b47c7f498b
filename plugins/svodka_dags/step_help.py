"""The help of each step, cut out of the help of its DAG: what it does, what a red square means, what to press."""

from __future__ import annotations

import re
from typing import TypeVar

from airflow.sdk import DAG, BaseOperator

TROUBLE = "**Красный квадрат**"
Dag = TypeVar("Dag", bound=DAG)


def explained(dag: Dag) -> Dag:
    """Puts the words of the DAG's page about each step on the step itself. Raises KeyError: the page forgets a step."""
    page = dag.doc_md or ""
    steps = {name: words.strip() for name, words in re.findall(r"^\| \*\*(\w+)\*\* \| (.+?) \|$", page, re.MULTILINE)}
    trouble = page[page.index(TROUBLE) :]
    for task in dag.tasks:
        assert isinstance(task, BaseOperator), "no step of ours is mapped"
        task.doc_md = f"{steps[task.task_id].capitalize()}.\n\n{trouble}"
    return dag
