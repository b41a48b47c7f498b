"""The use-cases that DAGs, command line and pages call. Cheap to import: each step brings its own tools.

The clock is read here at the latest: everything below is told the time.
"""

from svodka.pipeline.absence import decide_missing, missing_messages
from svodka.pipeline.access import grant_role, granted_roles, revoke_role, role_of_login, write_down_view
from svodka.pipeline.answers import (
    answer_text,
    answers_by_executor,
    answers_of_week,
    draw_answers,
    drawn_answer,
    mark_answer,
)
from svodka.pipeline.calendar import year_calendar
from svodka.pipeline.control import bring_up_to_date, daily_control, status, status_told
from svodka.pipeline.data_quality import (
    coverage_month,
    export_drift,
    load_result,
    map_topic,
    recent_loads,
    topics_to_map,
)
from svodka.pipeline.deadline import settle_quarter, waive, watch_deadline
from svodka.pipeline.decisions import closed_report, exclude, exclusions, include
from svodka.pipeline.explain import explain, messages_behind
from svodka.pipeline.figure_pages import figure_messages, figure_page, figures_page, refresh_figures
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
from svodka.pipeline.message import find_messages, message_personal, message_told
from svodka.pipeline.needed import needed
from svodka.pipeline.opening import open_warehouse
from svodka.pipeline.quality import links, reconcile, topics
from svodka.pipeline.quarantine import (
    dismiss_alike,
    dismiss_quarantined,
    judge_again,
    quarantine,
    quarantined_alike,
    quarantined_row,
    show_quarantined,
)
from svodka.pipeline.quarter import advance_quarter, report
from svodka.pipeline.rating import dynamics, history, rating
from svodka.pipeline.receipts import confirm_receipt, read_receipts, receipts
from svodka.pipeline.registration import letter_blank, register, save_sample_blank
from svodka.pipeline.reports import checked_answer, edition_file, refused_signature, report_list, report_told
from svodka.pipeline.responsible import (
    accept_responsible,
    announce_responsible,
    check_responsible,
    drop_responsible,
    held_responsible,
    hold_responsible,
    responsible_persons,
    responsible_versions,
    save_responsible,
)
from svodka.pipeline.terms import terms, terms_file
from svodka.pipeline.today import today
from svodka.pipeline.upload import (
    choose_channel,
    drop_upload,
    land_upload,
    start_upload,
    upload_channels,
    upload_draft,
)
from svodka.pipeline.verification import verify

__all__ = [
    "Interval",
    "accept_responsible",
    "advance_quarter",
    "announce_responsible",
    "answer_text",
    "answers_by_executor",
    "answers_of_week",
    "bring_up_to_date",
    "check_forms",
    "check_responsible",
    "checked_answer",
    "choose_channel",
    "closed_report",
    "confirm_receipt",
    "coverage_month",
    "daily_control",
    "decide_missing",
    "dismiss_alike",
    "dismiss_quarantined",
    "draw_answers",
    "drawn_answer",
    "drop_responsible",
    "drop_upload",
    "dynamics",
    "edition_file",
    "editions_by_other_rules",
    "exclude",
    "exclusions",
    "explain",
    "export_drift",
    "extract",
    "figure_messages",
    "figure_page",
    "figures",
    "figures_page",
    "find_messages",
    "forewarning",
    "grant_role",
    "granted_roles",
    "held_responsible",
    "history",
    "hold_responsible",
    "housekeeping",
    "include",
    "ingest",
    "init",
    "judge_again",
    "land_upload",
    "letter_blank",
    "links",
    "load",
    "load_result",
    "map_topic",
    "mark_answer",
    "message_personal",
    "message_told",
    "messages_behind",
    "missing_messages",
    "needed",
    "open_warehouse",
    "quarantine",
    "quarantined_alike",
    "quarantined_row",
    "rating",
    "read_receipts",
    "rebuild",
    "receipts",
    "recent_loads",
    "reconcile",
    "refresh_figures",
    "refused_signature",
    "register",
    "rejected",
    "report",
    "report_list",
    "report_told",
    "reproduce",
    "responsible_persons",
    "responsible_versions",
    "revoke_role",
    "role_of_login",
    "rule_warnings",
    "save_responsible",
    "save_sample_blank",
    "settle_quarter",
    "settled_channels",
    "show_quarantined",
    "start_upload",
    "status",
    "status_told",
    "terms",
    "terms_file",
    "today",
    "topics",
    "topics_to_map",
    "try_forms",
    "upload_channels",
    "upload_draft",
    "validate",
    "verify",
    "waive",
    "watch_deadline",
    "what_if",
    "write_down_view",
    "year_calendar",
]
