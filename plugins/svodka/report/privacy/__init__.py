"""The privacy gate: every rendered file is unpacked and scanned before it may leave."""

from svodka.report.privacy.allowed import Allowed
from svodka.report.privacy.check import check_files, check_text
from svodka.report.privacy.finding import Finding, sentence
from svodka.report.privacy.finding_store import findings_of
from svodka.report.privacy.gate import scan, scan_text

__all__ = ["Allowed", "Finding", "check_files", "check_text", "findings_of", "scan", "scan_text", "sentence"]
