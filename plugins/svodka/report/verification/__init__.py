"""Which edition a file in someone's hands is, and whether it was altered."""

from svodka.report.verification.verdict import Verdict, verify

__all__ = ["Verdict", "verify"]
