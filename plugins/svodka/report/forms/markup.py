"""XML of an office file: read without trust, written the same way each time."""

from __future__ import annotations

from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = Any  # lxml has no types of its own


def main(name: str) -> str:
    """A tag of SpreadsheetML."""
    return f"{{{MAIN}}}{name}"


def local(element: Element) -> str:
    """The tag without its namespace; empty for a comment."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def parse(content: bytes) -> Element:
    """Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(content, parser)


def written(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def every(root: Element, *names: str) -> list[Element]:
    """The elements of these names, whatever their namespace, in the order of the text."""
    return list(root.iter(*(f"{{*}}{name}" for name in names)))


def text_nodes(element: Element) -> list[Element]:
    """The pieces of a text, formatted ones too; not the readings of Japanese words beside it."""
    return [node for node in every(element, "t") if not any(local(one) == "rPh" for one in node.iterancestors())]


def text_of(element: Element) -> str:
    return "".join(node.text or "" for node in text_nodes(element))


def put_words(nodes: list[Element], spans: list[tuple[int, int, str]]) -> None:
    """Replaces stretches of the joint text of the nodes; each new text stands where the old one began."""
    for start, end, word in sorted(spans, reverse=True):
        place, is_first = 0, True
        for node in nodes:
            text = node.text or ""
            left, right = max(start - place, 0), min(end - place, len(text))
            place += len(text)
            if left < right:
                node.text = text[:left] + (word if is_first else "") + text[right:]
                node.set(SPACE, "preserve")
                is_first = False
