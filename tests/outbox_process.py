"""A process of its own that tries the mails of one occasion, for a test to kill it: OCCASION PORT."""

from __future__ import annotations

import sys

from svodka.delivery import outbox
from svodka.delivery.letter import new_message
from svodka.delivery.ways import smtp
from svodka.pipeline import open_warehouse
from svodka.settings import Smtp, load_settings
from tests.delivery_desk import at


def main(occasion: str, port: int) -> None:
    server = Smtp(port=port, sender="svodka@mcu.example.org")
    settings = load_settings().model_copy(update={"smtp": server})

    def compose(letter: outbox.Letter) -> object:
        message = new_message(settings, letter, "Отчёт")
        message.set_content("текст")
        return message

    outbox.deliver(open_warehouse(settings), settings, occasion, compose, smtp.send, at("2026-10-02 12:00"))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
