"""A mail server that goes wrong at the step it is told: refuses, hangs up or falls silent, as real ones do."""

# ruff: noqa: N802 (aiosmtpd names its methods after the verbs)
from __future__ import annotations

import asyncio
import re
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

# In the order of the dialogue. `text`: the whole message has come; `in_text`: its first line has.
STEPS = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "in_text", "text")
CUT, HANG = "cut", "hang"
DSN = re.compile(r" (?:RET|ENVID|NOTIFY|ORCPT)=\S+")


class FaultySmtp(SMTP):
    """One session; `sink.faults` says at which step it answers otherwise, or not at all."""

    def __init__(self, sink: Any, **options: Any) -> None:
        super().__init__(sink, **options)
        self.sink, self.has_greeted = sink, False

    async def struck(self, step: str) -> bool:
        """Whether the fault of the step has taken the place of its answer."""
        fault = self.sink.faults.get(step)
        if fault is None:
            return False
        self.sink.struck.append(step)
        if fault == CUT:
            assert self.transport is not None
            self.transport.abort()
        elif fault == HANG:
            await asyncio.sleep(60)
        else:
            await super().push(fault)
        return True

    async def push(self, status: Any) -> None:
        if not self.has_greeted:
            self.has_greeted = True
            if await self.struck("connect"):
                return
        if str(status).startswith("354") and "in_text" in self.sink.faults:
            await super().push(status)
            await self._reader.readuntil(b"\r\n")
            await self.struck("in_text")
            return
        await super().push(status)

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self.struck("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self.struck("ehlo"):
            await super().smtp_HELO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self.struck("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self.struck("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self.struck("mail"):
            await super().smtp_MAIL(self.without_dsn("MAIL", arg))

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self.struck("rcpt"):
            await super().smtp_RCPT(self.without_dsn("RCPT", arg))

    async def smtp_DATA(self, arg: str) -> None:
        if not await self.struck("data"):
            await super().smtp_DATA(arg)

    def without_dsn(self, verb: str, arg: str | None) -> str | None:
        """aiosmtpd knows no reports on delivery: what is asked for is kept and taken out."""
        if not (self.sink.offers_dsn and self.sink.takes_dsn) or arg is None:
            return arg
        self.sink.asked.extend((verb, word.strip()) for word in DSN.findall(arg))
        return DSN.sub("", arg)


class FaultyController(Controller):
    """Serves sessions of one sink on 127.0.0.1."""

    def factory(self) -> FaultySmtp:
        return FaultySmtp(self.handler, **self.SMTP_kwargs)
