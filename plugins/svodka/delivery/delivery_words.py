"""The words for one delivery: its way, its state, how an attempt ended, what the other side has said."""

from __future__ import annotations

STATES = {
    "pending": "ждёт отправки", "sending": "отправляется", "sent": "передано", "uncertain": "неизвестно, передано ли",
    "failed": "не передано",
}  # fmt: skip
ENDS = {
    "pending": "не принято, будет повтор", "sent": "принято", "uncertain": "неизвестно, принято ли", "failed": "отказ",
}  # fmt: skip
WAYS = {"smtp": "почта", "sftp": "SFTP", "folder": "папка", "hand": "через СЭД"}
KINDS = {
    "delivered": "доставлено", "failed": "не доставлено", "delayed": "задерживается", "replied": "получен ответ",
    "relayed": "передано дальше, доставку тот сервер не подтверждает", "confirmed": "получение подтверждено",
}  # fmt: skip
