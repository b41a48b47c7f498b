"""Leaks planted into Word documents, PDFs and files of plain text."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import typst
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from svodka.report.privacy.finding import ADDRESS, EMAIL, NAME, PASSPORT, PHONE, PROFILE, SNILS, UNKNOWN, UNREADABLE
from tests.privacy_leaks import Leak, edited, replaced

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADING = "Письмо"


def document(plant: Callable[[docx.document.Document, str], object]) -> Callable[[str], bytes]:
    """A leak that python-docx can plant."""

    def make(text: str) -> bytes:
        letter = docx.Document()
        letter.add_paragraph(HEADING)
        plant(letter, text)
        out = io.BytesIO()
        letter.save(out)
        return out.getvalue()

    return make


@document
def paragraph(letter, text):
    letter.add_paragraph(text)


@document
def three_runs(letter, text):
    line = letter.add_paragraph()
    for part in (text[:3], text[3:10], text[10:]):
        line.add_run(part)


@document
def in_table(letter, text):
    letter.add_table(2, 3).cell(1, 2).text = text


@document
def header(letter, text):
    letter.sections[0].header.paragraphs[0].text = text


@document
def footer(letter, text):
    letter.sections[0].footer.paragraphs[0].text = text


@document
def comment(letter, text):
    letter.add_comment(letter.paragraphs[0].runs, text=text, author="Секретарь")


@document
def comment_author(letter, text):
    letter.add_comment(letter.paragraphs[0].runs, text="проверить", author=text)


@document
def subject(letter, text):
    letter.core_properties.subject = text


def body(markup: str) -> Callable[[str], bytes]:
    """A leak in markup of the body after the heading, in which {} is the text."""
    return lambda text: edited(
        document(lambda *_: None)("-"), {"word/document.xml": replaced("<w:sectPr", f"{markup.format(text)}<w:sectPr")}
    )


def part(name: str, content: str) -> Callable[[str], bytes]:
    return lambda text: edited(document(lambda *_: None)("-"), {name: content.replace("{}", text)})


LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="hyperlink" Target="{}" TargetMode="External"/></Relationships>'
)
BOX = (
    "<w:p><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r>"
    "</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
)
DELETED = "<w:p><w:del w:author='я'><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>"
INSERTED = "<w:p><w:ins w:author='я'><w:r><w:t>{}</w:t></w:r></w:ins></w:p>"
FIELD = '<w:p><w:r><w:instrText>HYPERLINK "mailto:{}"</w:instrText></w:r></w:p>'
BROKEN = (
    "<w:p><w:r><w:t>Выдум</w:t></w:r><w:r><w:softHyphen/><w:t>кин Проб</w:t><w:br/><w:t>Макетович</w:t></w:r></w:p>"
)
AROUND = (
    "<w:p><w:r><w:t>Выдумкин </w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Проб</w:t></w:r></w:p>"
)
NOTE = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:footnote></w:footnotes>"
CUSTOM = '<Properties><property name="Исполнитель"><lpwstr>{}</lpwstr></property></Properties>'

DOCUMENT_LEAKS = [
    Leak("paragraph", paragraph, "текст, абзац 2"),
    Leak("three runs", three_runs, "текст, абзац 2", PHONE),
    Leak("soft hyphen and line break", body(BROKEN), "текст, абзац 2"),
    Leak("table", in_table, "текст, таблица 1, строка 2, столбец 3", PASSPORT),
    Leak("header", header, "верхний колонтитул, абзац 1"),
    Leak("footer", footer, "нижний колонтитул, абзац 1", ADDRESS),
    Leak("comment", comment, "примечания, абзац 1"),
    Leak("author of a comment", comment_author, "примечания"),
    Leak("footnote", part("word/footnotes.xml", NOTE), "сноски, абзац 1"),
    Leak("text box", body(BOX), "текст, абзац 2", SNILS),
    Leak("deleted text", body(DELETED), "текст, абзац 2, исправления"),
    Leak("inserted text", body(INSERTED), "текст, абзац 2"),
    Leak("code of a field", body(FIELD), "текст, абзац 2", EMAIL),
    Leak("name around a field", body(AROUND), "текст, абзац 2"),
    Leak("target of a link", part("word/_rels/footnotes.xml.rels", LINK), "ссылки", PROFILE),
    Leak("core property", subject, "свойства документа"),
    Leak("custom property", part("docProps/custom.xml", CUSTOM), "свойства документа"),
]


@cache
def pages(source: str) -> bytes:
    return typst.compile(source.encode(), font_paths=[])


def page(markup: str = "{}") -> Callable[[str], bytes]:
    """A leak on the second page of a PDF made like ours."""
    return lambda text: pages(f'#set text(lang: "ru")\n= {HEADING}\n#pagebreak()\n{markup.replace("{}", text)}')


def rewritten(plant: Callable[[PdfWriter, str], object]) -> Callable[[str], bytes]:
    """A leak that pypdf can plant into a PDF."""

    def make(text: str) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(pages(f"= {HEADING}")))
        plant(writer, text)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return make


def note(writer: PdfWriter, text: str) -> None:
    writer.add_annotation(0, FreeText(text=text, rect=(50, 550, 200, 650)))


def field(writer: PdfWriter, text: str) -> None:
    value = DictionaryObject({NameObject("/T"): TextStringObject("имя"), NameObject("/V"): TextStringObject(text)})
    fields = DictionaryObject({NameObject("/Fields"): value})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(fields)


def unreached(writer: PdfWriter, text: str) -> None:
    writer._add_object(DictionaryObject({NameObject("/Note"): TextStringObject(text)}))


def stamp(writer: PdfWriter, text: str) -> None:
    """A drawing of its own that no page draws: what an annotation of another program looks like."""
    form = StreamObject()
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): font})
    form[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    form.set_data(f"BT /F1 12 Tf ({text}) Tj ET".encode("latin-1"))
    writer._add_object(form)


def xmp(writer: PdfWriter, text: str) -> None:
    stream = StreamObject()
    stream.set_data(f"<x><author>{text}</author></x>".encode())
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def spoken(writer: PdfWriter, text: str) -> None:
    contents = writer.pages[0].get_contents()
    assert contents is not None
    said = ("\ufeff" + text).encode("utf-16-be").hex().encode()
    contents.set_data(contents.get_data() + b" /Span <</ActualText<" + said + b">>> BDC EMC")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(contents)


def attached(name: str) -> Callable[[str], bytes]:
    return rewritten(lambda writer, text: writer.add_attachment(name, text.encode()))


def locked(_: str) -> bytes:
    return rewritten(lambda writer, _: writer.encrypt("пароль", algorithm="RC4-128"))("-")


def of_pdf(what: str, make: Callable[[str], bytes], place: str, kind: str = NAME, text: str = "") -> Leak:
    return Leak(what, make, place, kind, text, file="letter.pdf")


PDF_LEAKS = [
    of_pdf("page", page(), "стр. 2"),
    of_pdf("telephone in bold", page("Звоните *{}*."), "стр. 2", PHONE),
    of_pdf("table on a page", page("#table(columns: 2, [Дороги], [{}])"), "стр. 2", SNILS),
    of_pdf("word broken over two lines", page("#block(width: 2cm)[Выдум-\\ кин Проб Макетович]"), "стр. 2"),
    of_pdf("white text", page("#text(fill: white, size: 1pt)[{}]"), "стр. 2", ADDRESS),
    of_pdf("link on a page", page('#link("mailto:{}")[почта]'), "стр. 2, пометка", EMAIL),
    of_pdf("author", rewritten(lambda pdf, text: pdf.add_metadata({"/Author": text})), "свойства документа"),
    of_pdf("XMP", rewritten(xmp), "свойства документа"),
    of_pdf("annotation", rewritten(note), "стр. 1, пометка"),
    of_pdf("text that is read aloud", rewritten(spoken), "стр. 1"),
    of_pdf("outline", page("== {}"), "стр. 2"),
    of_pdf("field of a form", rewritten(field), "поля формы", PASSPORT),
    of_pdf("object that no page reaches", rewritten(unreached), "внутренние данные файла"),
    of_pdf("stamp that no page draws", rewritten(stamp), "внутренние данные файла", EMAIL),
    of_pdf("attachment", attached("a.txt"), "вложение „a.txt“, строка 1", PHONE),
    of_pdf("locked", locked, "весь файл", UNREADABLE, "-"),
]


def figures(text: str) -> bytes:
    return json.dumps({"schema": "svodka/figures/1", "values": [{}, {"slice": {"executor": text}}]}).encode()


def table(encoding: str) -> Callable[[str], bytes]:
    return lambda text: f"Код;Исполнитель\nS-01;{text}\n".encode(encoding)


def zipped(text: str) -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("note.txt", f"первая строка\n\n{text}")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return outer.getvalue()


TEXT_LEAKS = [
    Leak("CSV", table("utf-8-sig"), "строка 2, столбец 2", file="a.csv"),
    Leak("CSV of Windows", table("cp1251"), "строка 2, столбец 2", file="a.csv"),
    Leak("JSON", figures, "поле „values[1].slice.executor“", file="figures.json"),
    Leak("key of JSON", lambda text: json.dumps({text: 1}).encode(), "имя поля в объекте 1", EMAIL, file="a.json"),
    Leak("text", lambda text: f"Первая\n\n\nвторая, {text}\n".encode("utf-16"), "строка 4", PHONE, file="a.txt"),
    Leak("archive in an archive", zipped, "вложение „inner.zip“, вложение „note.txt“, строка 3", file="a.zip"),
    Leak("unknown bytes", lambda _: b"\x7fELF\x02\x01\x00\x00" * 9, "весь файл", UNKNOWN, "-", file="a.bin"),
]  # fmt: skip
