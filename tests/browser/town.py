"""`python -m tests.browser.town`: a home with the sample history loaded and its Airflow up; prints address and logins.

A process of its own, so that no variable of Airflow or of this home reaches other tests.
"""

from __future__ import annotations

import json
import sys

from svodka import pipeline
from svodka.demo import exports
from svodka.demo.story import HISTORY_BEGINS
from svodka.services import logins, up
from svodka.services.first_sight import switch_on_new
from svodka.services.rest import Airflow
from svodka.settings import load_settings
from svodka.warehouse import embedded


def main() -> None:
    settings = load_settings()
    embedded.ensure_running(settings.home)
    pipeline.init()
    folder = exports.make(settings)
    exports.drop(settings, folder, exports.history(folder))
    for channel in exports.channels(folder):
        pipeline.ingest([channel], (HISTORY_BEGINS, exports.HISTORY_ENDS))
    address = up(settings, lambda line: print(line, file=sys.stderr))
    switch_on_new(Airflow(address.url, address.login, address.password), settings.home)
    print(json.dumps({"url": address.url, "passwords": logins.pending(settings.home)}))


if __name__ == "__main__":
    main()
