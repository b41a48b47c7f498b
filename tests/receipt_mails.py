"""What comes back for a mail, as servers and people write it. All invented."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

OURS = "<svodka.5f2c0d@mcu.example.org>"
HEAD = "cur-head@region.example.org"

POSTFIX = """\
Return-Path: <>
Date: Fri,  2 Oct 2026 14:00:07 +0500 (+05)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: {subject}
To: svodka@mcu.example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A8B1"
Message-Id: <{name}@mx.example.org>

--A8B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--A8B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
{envelope}X-Postfix-Queue-ID: A8B1
Arrival-Date: Fri,  2 Oct 2026 14:00:01 +0500 (+05)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.region.example.org
Diagnostic-Code: smtp; {said}

--A8B1
Content-Description: Message Headers
Content-Type: text/rfc822-headers

Return-Path: <svodka@mcu.example.org>
From: svodka@mcu.example.org
To: {to}
Message-ID: {ours}
{attempt}Subject: =?utf-8?b?0J7RgtGH0ZHRgg==?=

--A8B1--
"""

EXCHANGE = """\
From: <postmaster@region.example.org>
To: <svodka@mcu.example.org>
Date: Fri, 2 Oct 2026 09:00:08 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
X-MS-Exchange-Message-Is-Ndr:
Message-ID: <ndr-1@region.example.org>
In-Reply-To: {ours}
References: {ours}
Subject: =?koi8-r?B?5MXMz9fB0SDOxcTP09TB18vB?=

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset="koi8-r"
Content-Transfer-Encoding: base64

7sUg1cTBzM/T2CDEz9PUwdfJ1NgK

--b2--

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.region.example.org
Received-From-MTA: dns;mx.example.org

Final-Recipient: rfc822;cur-head@region.example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--b1
Content-Type: message/rfc822

From: svodka@mcu.example.org
Message-ID: {ours}
X-Svodka-Attempt: 3
Subject: =?utf-8?b?0J7RgtGH0ZHRgg==?=
Content-Type: multipart/mixed; boundary="b9"

--b9
Content-Type: text/plain

--b9--

--b1--
"""

OPENED = """\
From: cur-head@region.example.org
To: svodka@mcu.example.org
Date: Fri, 2 Oct 2026 15:10:00 +0500
Subject: =?utf-8?B?0J/RgNC+0YfRgtC10L3Qvg==?=
Message-ID: <mdn-1@region.example.org>
Content-Type: multipart/report; report-type=disposition-notification; boundary="m"

--m
Content-Type: text/plain

--m
Content-Type: message/disposition-notification

Reporting-UA: pc; Mail
Final-Recipient: rfc822;cur-head@region.example.org
Original-Message-ID: {ours}
Disposition: manual-action/MDN-sent-manually; {disposition}

--m--
"""

REPLY = """\
From: {author}
To: svodka@mcu.example.org
Date: {date}
Subject: {subject}
Message-ID: <{name}@region.example.org>
{thread}: {ours}
{extra}Content-Type: text/plain; charset=utf-8

Получено, спасибо. Позвоните Сидоровой по 8 912 000-00-00.
"""


def mail(text: str, **words: str) -> Message:
    """A sample as a parsed mail, its blanks filled."""
    return message_from_bytes(raw(text, **words))


def raw(text: str, **words: str) -> bytes:
    return text.format(**{"ours": OURS, **words}).replace("\n", "\r\n").encode()


def report(action: str, status: str, said: str, **words: str) -> bytes:
    """A report on delivery as Postfix writes it."""
    usual = {"subject": "Report", "name": f"{action}-1", "envelope": "", "attempt": "", "to": HEAD}
    return raw(POSTFIX, **{**usual, "action": action, "status": status, "said": said, **words})


def answer(**words: str) -> bytes:
    """A person's answer."""
    usual = {
        "author": HEAD, "date": "Fri, 2 Oct 2026 16:00:00 +0500", "subject": "Re: Report", "name": "re-1",
        "thread": "In-Reply-To", "extra": "",
    }  # fmt: skip
    return raw(REPLY, **{**usual, **words})
