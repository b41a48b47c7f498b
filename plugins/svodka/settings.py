"""Environment and configuration, read once.

Order: environment (SVODKA_HOME, SVODKA_POLICY__STOP_ROWS, …) over the TOML file named by SVODKA_CONFIG.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from svodka.errors import SvodkaError, UsageError

PROJECT = Path(__file__).resolve().parents[2]


class Municipality(BaseModel):
    oktmo: str
    title: str = ""
    names: list[str] = Field(default_factory=list, description="how the exports spell our municipality (R08)")


class Channel(BaseModel):
    connector: Literal["files"] = "files"
    enabled: bool = True
    source_timezone: str | None = None


class Policy(BaseModel):
    """What the head of the centre may decide; shares are 0–1, times are local."""

    on_silence: Literal["send", "hold"] = Field(default="send", description="nobody has signed when the window closes")
    on_silence_q4: Literal["send", "hold"] = Field(default="send", description="the same in the January holidays")
    at_cutoff: Literal["send_with_note", "hold"] = Field(
        default="send_with_note", description="hold: a channel with a gap needs a person's waiver by name"
    )
    stop_share: float = 0.30
    stop_rows: int = 20
    intake_hours: str = "07-21"
    settle_seconds: int = 60
    sign_off_seconds: int | None = None
    small_n: int = 5
    low_coverage: float = 0.8
    repeat_days: int = Field(default=30, ge=1, description="a computed repeat: the same applicant and topic again")
    rating_min_n: int = 5
    answers_a_week: int = Field(
        default=3, ge=1, le=50, description="answers of each executor drawn a week for the head to look at"
    )


class Smtp(BaseModel):
    host: str = "127.0.0.1"
    port: int | None = Field(
        default=None,
        description="none: 25 (587 with starttls); on 127.0.0.1 the local sink, whose port stands in run/smtp.port",
    )
    user: str | None = None
    password: str | None = None
    starttls: bool = False
    tls: bool = Field(default=False, description="TLS from the first byte (port 465)")
    ca_file: Path | None = Field(default=None, description="certificates to trust besides the system's")
    sender: str = "svodka@localhost"
    largest_mail_mb: int = Field(
        default=20, ge=1, description="files that would make a mail larger are left out, by name"
    )


class Imap(BaseModel):
    """The mailbox in which reports on delivery and answers arrive; without a host none is read."""

    host: str | None = None
    port: int | None = Field(default=None, description="none: 993, without tls 143")
    tls: bool = True
    ca_file: Path | None = None
    user: str | None = None
    password: str | None = None
    folder: str = "INBOX"


class Sftp(BaseModel):
    """How the way `sftp` logs in; the server, the user and the folder stand in the person's address."""

    password: str | None = None
    private_key: str | None = Field(default=None, description="file:/path of an OpenSSH key")
    known_hosts: Path | None = Field(default=None, description="none: ~/.ssh/known_hosts; an unknown server is refused")


class Forms(BaseModel):
    """Where the forms of the ЦУР lie: each .xlsx of the folder with tokens in its cells is one."""

    folder: Path = Path("config/forms")


class CoverLetter(BaseModel):
    """The letter that goes with an edition; `blank`: the municipality's own .docx with tokens, else ours."""

    blank: Path | None = None
    basis: str = Field(default="", description="the act that asks for the report, as it reads after «в соответствии с»")
    sender: str = Field(default="", description="the lines top left on our blank; none: the centre and the town")


class Privacy(BaseModel):
    """What the privacy gate lets pass in a report beside officials, forms and blank: texts as they stand there."""

    allowed: list[str] = Field(default_factory=list, description="an organisation's telephone, a street, a newspaper")


class Access(BaseModel):
    """Who keeps the logins and passwords of the web pages."""

    auth_manager: Literal["fab", "simple"] = Field(
        default="fab", description="fab: a login for each person; simple: one login with every right, for a trial"
    )


class Pages(BaseModel):
    """Where people open the pages of Svodka: letters link there; without an address they carry no links."""

    url: str | None = Field(default_factory=lambda: pages_of_airflow(os.environ.get("AIRFLOW__API__BASE_URL")))


def pages_of_airflow(base_url: str | None) -> str | None:
    """The address of the pages inside an Airflow that people reach at `base_url`."""
    return f"{base_url.rstrip('/')}/svodka" if base_url else None


Role = Literal["cur_head", "mcu_head", "secretary", "curator", "engineer"]
Way = Literal["smtp", "sftp", "folder", "hand"]


class Person(BaseModel):
    """One person in one role, of either side; days as local dates, the last one included, None: without an end.

    `is_deputy`: acts in place of the holders of the role on these days, or of the one person of the role whom
    `stands_in_for` names. `address`: where a way other than mail leads.
    """

    role: Role
    name: str
    email: str = ""
    way: Way = "smtp"
    address: str = ""
    post: str = ""
    organisation: str = ""
    phone: str = ""
    is_deputy: bool = False
    stands_in_for: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_office(self, day: date) -> bool:
        """Whether the stretch of days holds the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Settings(BaseSettings):
    """All that differs from town to town; secrets are references (env:NAME, file:/path)."""

    model_config = SettingsConfigDict(env_prefix="SVODKA_", env_nested_delimiter="__", extra="ignore")

    home: Path = Path("var")
    warehouse_url: str | None = None
    timezone: str = "Asia/Yekaterinburg"
    municipality: Municipality
    channels: dict[str, Channel] = Field(default_factory=dict)
    policy: Policy = Policy()
    smtp: Smtp = Smtp()
    imap: Imap = Imap()
    sftp: Sftp = Sftp()
    forms: Forms = Forms()
    letter: CoverLetter = CoverLetter()
    privacy: Privacy = Privacy()
    pages: Pages = Field(default_factory=Pages)
    access: Access = Access()
    answer_checklist: Path = Field(
        default=Path("config/answer_checklist.yml"), description="the questions by which the head marks an answer"
    )
    responsible: Path | None = Field(
        default=None, description="the table that `svodka init` accepts when none has been accepted yet"
    )
    recipients: list[Person] = Field(default_factory=list, description="until a table of responsible persons is there")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_path())

    def model_post_init(self, _: Any) -> None:
        home = self.home.expanduser()
        self.home = home if home.is_absolute() else PROJECT / home

    @cached_property
    def zone(self) -> ZoneInfo:
        """The business timezone."""
        return ZoneInfo(self.timezone)

    def channel(self, name: str) -> Channel:
        """The settings of a channel; a channel that the file does not name is on and read from files."""
        return self.channels.get(name, Channel())

    def inbox(self, channel: str) -> Path:
        return self.home / "inbox" / channel


def config_path() -> Path:
    """The configuration file: SVODKA_CONFIG, else config/svodka.toml of the project."""
    return Path(os.environ.get("SVODKA_CONFIG") or PROJECT / "config" / "svodka.toml")


def load_settings(**overrides: Any) -> Settings:
    """Reads the settings. Raises UsageError with the file and the field when something in them is wrong."""
    path = config_path()
    if not path.is_file():
        raise UsageError(f"Нет файла настроек {path}: укажите его в переменной SVODKA_CONFIG.")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"Настройки {path} или переменные SVODKA_…: {where}") from error
    except ValueError as error:
        raise UsageError(f"Файл настроек {path} не читается: {error}") from error


def resolve_secret(reference: str | None) -> str | None:
    """The secret behind env:NAME or file:/path. Raises SvodkaError when it is not there."""
    if reference is None:
        return None
    kind, _, place = reference.partition(":")
    if kind == "env" and place in os.environ:
        return os.environ[place]
    if kind == "file" and Path(place).is_file():
        return Path(place).read_text(encoding="utf-8").strip()
    raise SvodkaError(f"Секрет {kind}:{place} не найден: ожидается env:ИМЯ с заданной переменной или file:/путь.")
