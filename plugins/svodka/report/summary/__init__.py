"""The one-page summary of an edition as PDF: key figures, eight quarters, messages by channel and направление."""

from __future__ import annotations

from svodka.report.content import Content
from svodka.report.summary.compose import compose
from svodka.report.typeset import pdf

__all__ = ["summary_pdf"]


def summary_pdf(content: Content) -> bytes:
    """One page of A4; equal content gives equal bytes."""
    face = content.face
    title = f"Краткая сводка показателей {face.period_text}, {face.edition_text}"
    return pdf("summary", compose(content), title, face.identifier, face.as_of)
