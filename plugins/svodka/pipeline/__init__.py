"""The use-cases that DAGs, command line and pages call. Cheap to import: each step brings its own tools.

The clock is read here at the latest: everything below is told the time.
"""

from svodka.pipeline.access import grant_role, granted_roles, revoke_role, role_of_login, write_down_view
from svodka.pipeline.calendar import year_calendar
from svodka.pipeline.control import daily_control, status, status_told
from svodka.pipeline.deadline import settle_quarter, waive, watch_deadline
from svodka.pipeline.decisions import closed_report, exclude, exclusions, include
from svodka.pipeline.explain import explain, messages_behind
from svodka.pipeline.figures import editions_by_other_rules, figures, reproduce, what_if
from svodka.pipeline.forewarning import forewarning
from svodka.pipeline.forms import check_forms, try_forms
from svodka.pipeline.intake import (
    Interval,
    extract,
    housekeeping,
    ingest,
    init,
    load,
    rebuild,
    rejected,
    rule_warnings,
    settled_channels,
    validate,
)
from svodka.pipeline.needed import needed
from svodka.pipeline.opening import open_warehouse
from svodka.pipeline.quality import links, reconcile, topics
from svodka.pipeline.quarter import advance_quarter, report
from svodka.pipeline.rating import dynamics, history, rating
from svodka.pipeline.receipts import confirm_receipt, read_receipts, receipts
from svodka.pipeline.registration import letter_blank, register, save_sample_blank
from svodka.pipeline.responsible import (
    accept_responsible,
    announce_responsible,
    check_responsible,
    responsible_persons,
    save_responsible,
)
from svodka.pipeline.verification import verify

__all__ = [
    "Interval",
    "accept_responsible",
    "advance_quarter",
    "announce_responsible",
    "check_forms",
    "check_responsible",
    "closed_report",
    "confirm_receipt",
    "daily_control",
    "dynamics",
    "editions_by_other_rules",
    "exclude",
    "exclusions",
    "explain",
    "extract",
    "figures",
    "forewarning",
    "grant_role",
    "granted_roles",
    "history",
    "housekeeping",
    "include",
    "ingest",
    "init",
    "letter_blank",
    "links",
    "load",
    "messages_behind",
    "needed",
    "open_warehouse",
    "rating",
    "read_receipts",
    "rebuild",
    "receipts",
    "reconcile",
    "register",
    "rejected",
    "report",
    "reproduce",
    "responsible_persons",
    "revoke_role",
    "role_of_login",
    "rule_warnings",
    "save_responsible",
    "save_sample_blank",
    "settle_quarter",
    "settled_channels",
    "status",
    "status_told",
    "topics",
    "try_forms",
    "validate",
    "verify",
    "waive",
    "watch_deadline",
    "what_if",
    "write_down_view",
    "year_calendar",
]
