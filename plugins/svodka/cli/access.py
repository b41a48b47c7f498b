"""`svodka grant` and `svodka roles`: which login of Airflow may do what on the pages."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app

Login = Annotated[str, typer.Argument(help="Логин, под которым человек входит в Airflow.")]


@app.command()
def grant(
    login: Login,
    role: Annotated[
        str, typer.Argument(help="secretary, head, curator, member, analyst, engineer; none — снять роль.")
    ],
    by: Annotated[str | None, typer.Option("--by", help="Кто назначает; иначе имя пользователя системы.")] = None,
) -> None:
    """Назначает логину роль на страницах «Сводки» (прежняя снимается)."""
    author = by or getpass.getuser()
    if role == "none":
        held = pipeline.revoke_role(login, author)
        typer.echo(f"{login}: роль {held} снята." if held else f"{login}: роли и не было.")
        return
    is_new = pipeline.grant_role(login, role, author)
    typer.echo(f"{login}: теперь {role}." if is_new else f"{login}: уже {role}.")


@app.command()
def roles() -> None:
    """Логины с ролями: кто что может на страницах «Сводки»."""
    granted = pipeline.granted_roles()
    for one in granted:
        typer.echo(f"{one['login']:<24} {one['title']:<20} назначил {one['granted_by']}, {one['granted_at'][:10]}")
    if not granted:
        typer.echo("Ролей нет: страницы «Сводки» никому не открыты. Назначить: svodka grant ЛОГИН РОЛЬ.")
