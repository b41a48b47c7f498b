"""The document properties of a filled form: the edition it is of, and nobody's name."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

from svodka.report.forms.markup import local
from svodka.report.forms.package import Package

AUTHOR = "Сводка"
CORE = "docProps/core.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
TEXT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:keywords>{keywords}</cp:keywords>\
<cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified><dc:language>ru-RU</dc:language>\
</cp:coreProperties>"""
# Of the program that made the template: names of sheets that may be gone, of persons and firms.
GONE = ("TitlesOfParts", "HeadingPairs", "Manager", "Company", "HyperlinkBase", "HLinks", "Template")


def put_properties(package: Package, title: str, keywords: str, moment: datetime) -> None:
    """`moment`: naive, UTC."""
    values = {"title": title, "author": AUTHOR, "keywords": keywords, "moment": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    found = package.related("", "core-properties")
    name = found[0] if found else CORE
    package.add(name, TEXT.format(**{key: escape(value) for key, value in values.items()}).encode(), CORE_TYPE)
    if not found:
        package.relate("", CORE_RELATION, name)
    for extended in package.related("", "extended-properties"):
        root = package.tree(extended)
        for one in [one for one in root if local(one) in GONE]:
            root.remove(one)
