"""What a DOCX shows: text, headers and footers, notes, comments, tracked changes, and text that is there but unseen."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

from svodka.report.verification.said_words import MERGED_COLOUR, flat, merges, parsed

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARTS = {
    "document": "текст",
    "header": "верхний колонтитул",
    "footer": "нижний колонтитул",
    "comments": "примечания",
    "footnotes": "сноски",
    "endnotes": "концевые сноски",
}
PART = re.compile(rf"word/({'|'.join(PARTS)})\d*\.xml")
COLOUR = re.compile("[0-9A-Fa-f]{6}")
SMALLEST = 8  # half-points


def letter(content: bytes) -> Iterator[tuple[str, str]]:
    """Headers and footers are gathered by kind: programs number their parts anew."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = _unseen_styles(archive)
        for name in sorted(archive.namelist()):
            if part := PART.fullmatch(name):
                for place, text in _part(parsed(archive, name), styles):
                    title = PARTS[part[1]] + place
                    if text and text not in found.setdefault(title, []):
                        found[title].append(text)
    for title, texts in found.items():
        yield title, " ".join(sorted(texts))


def _part(root: etree._Element, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    for fallback in list(root.iter(FALLBACK)):  # a text box stands twice: once for old programs
        fallback.getparent().remove(fallback)
    paragraphs = [flat("".join(_text(one) for one in par.iter(qn("w:t"), qn("w:tab")))) for par in root.iter(qn("w:p"))]
    yield "", " ".join(text for text in paragraphs if text)
    yield ", вычеркнуто правкой", flat("".join(one.text or "" for one in root.iter(qn("w:delText"))))
    yield (
        ", вписано правкой",
        flat("".join(_text(one) for ins in root.iter(qn("w:ins")) for one in ins.iter(qn("w:t")))),
    )
    boxes = [_text(one) for box in root.iter(qn("w:txbxContent")) for one in box.iter(qn("w:t"))]
    yield ", надписи", flat("".join(boxes))
    pictures = sum(1 for one in root.iter("{*}blip", "{*}imagedata"))
    yield ", картинки", f"{pictures} шт." if pictures else ""
    unseen: dict[str, list[str]] = {}
    for run in root.iter(qn("w:r")):
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        if text.strip() and (why := _unseen_run(run, styles)):
            unseen.setdefault(why, []).append(text)
    for why, texts in unseen.items():
        yield f", {why}", flat("".join(texts))


def _text(one: etree._Element) -> str:
    return " " if one.tag == qn("w:tab") else one.text or ""


def _unseen_run(run: etree._Element, styles: dict[str, str]) -> str:
    if why := _unseen(run.find(qn("w:rPr"))):
        return why
    names = [run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")]
    if (par := next(run.iterancestors(qn("w:p")), None)) is not None:
        names.append(par.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
    return next((styles[key] for one in names if one is not None and (key := one.get(qn("w:val"))) in styles), "")


def _unseen(look: etree._Element | None) -> str:
    if look is None:
        return ""
    for tag in ("w:vanish", "w:webHidden"):
        if (one := look.find(qn(tag))) is not None and one.get(qn("w:val")) not in ("0", "false"):
            return "скрытый текст"
    shade, colour, size = (look.find(qn(tag)) for tag in ("w:shd", "w:color", "w:sz"))
    behind = shade.get(qn("w:fill"), "") if shade is not None else ""
    text = colour.get(qn("w:val"), "") if colour is not None else ""
    text = text if COLOUR.fullmatch(text) else "000000"
    if merges(text, behind if COLOUR.fullmatch(behind) else "FFFFFF"):
        return MERGED_COLOUR
    if size is not None and float(size.get(qn("w:val"), "20")) < SMALLEST:
        return "слишком мелкий шрифт"
    return ""


def _unseen_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    if "word/styles.xml" not in archive.namelist():
        return {}
    styles = parsed(archive, "word/styles.xml").iter(qn("w:style"))
    return {one.get(qn("w:styleId"), ""): why for one in styles if (why := _unseen(one.find(qn("w:rPr"))))}
