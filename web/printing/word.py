"""A document as DOCX: opens in Word and LibreOffice, and can be worked on there."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from dialogue.core.documents import (
    MOTTO,
    STATE,
    Align,
    Block,
    Chart,
    Code,
    Document,
    Layout,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from web.printing import code
from web.printing.chart import as_png, told

ALIGN = {
    Align.BODY: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
ISSUER_SHARE = 0.4  # of the width; the longer name of the state takes the rest
RED = RGBColor(0xB0, 0x1E, 0x1E)  # of warnings in a draft
SIGNING_ROOM = 60  # pt, for a signature and a seal


def as_docx(document: Document, look: Layout, *more: Document) -> bytes:
    """Some ten milliseconds a page: keep it off the event loop.

    more: further ones in the same file, each on a page of its own, of the same paper.
    """
    made: Any = docx.Document()
    _styles(made, look)
    width = _page(made, document, look)
    _draw(made, document, look, width)
    for each in more:
        made.add_section(WD_SECTION.NEW_PAGE)  # whose first page bears no number either
        _draw(made, each, look, width)
    made.core_properties.title = f"{document.kind} {document.summary}".strip()
    made.core_properties.author = " ".join(document.issuer)
    made.core_properties.language = "vi-VN"
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _draw(made: Any, document: Document, look: Layout, width: Length) -> None:
    _head(made, document, look, width)
    _title(made, document, look, width)
    for block in document.blocks:
        _block(made, block, look, width)
    _foot(made, document, look, width)


def _styles(made: Any, look: Layout) -> None:
    normal = made.styles["Normal"]
    normal.font.name = look.fonts[0]
    normal.font.size = Pt(look.sizes["body"])
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), look.fonts[0])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _page(made: Any, document: Document, look: Layout) -> Length:
    """Gives the width between the margins."""
    section = made.sections[0]
    width, height = look.paper
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side, length in look.margins.items():
        setattr(section, f"{side}_margin", Mm(length))
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True  # the first page bears no number
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number.add_run(), look)
    return Mm(width - look.margins["left"] - look.margins["right"])


def _page_number(run: Any, look: Layout) -> None:
    """A field that Word counts by itself."""
    run.font.size = Pt(look.sizes["page_number"])
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _head(made: Any, document: Document, look: Layout, width: Length) -> None:
    left, right = _pair(made, width, ISSUER_SHARE)
    body, name = document.issuer[:-1], document.issuer[-1]
    for line in body:
        _line(left, line, look.sizes["issuer"], centred=True)
    _line(left, name, look.sizes["issuer"], bold=True, centred=True)
    _rule(left, left.width, 0.3)
    _line(right, STATE, look.sizes["state"], bold=True, centred=True)
    _line(right, MOTTO, look.sizes["motto"], bold=True, centred=True)
    _rule(right, right.width, 0.55)
    if document.number_line:
        _line(left, document.number_line, look.sizes["number"], centred=True, before=6)
    if document.is_letter and document.summary:
        _line(left, f"V/v {document.summary}", look.sizes["subject"], centred=True)
    _line(right, document.place_line, look.sizes["number"], italic=True, centred=True, before=6)


def _title(made: Any, document: Document, look: Layout, width: Length) -> None:
    if not document.is_letter:
        _line(made, document.kind, look.sizes["kind"], bold=True, centred=True, before=18)
        if document.summary:
            _line(made, document.summary, look.sizes["summary"], bold=True, centred=True)
        _rule(made, width, 0.2)
    for place, line in enumerate(document.to):
        shown = f"Kính gửi: {line}" if place == 0 else line
        _line(made, shown, look.sizes["body"], centred=True, before=12 if place == 0 else 0)
    _line(made, "", look.sizes["recipients"])


def _block(made: Any, block: Block, look: Layout, width: Length) -> None:
    match block:
        case Paragraph():
            _paragraph(made, block, look)
        case Table():
            _table(made, block, look, width)
        case Chart():
            drawn = as_png(block, look, width.mm)
            _picture(made, drawn, width, look, alt=told(block), caption=block.caption)
        case Code():
            drawn = code.as_png(block)
            side = Mm(code.SIDE)
            _picture(made, drawn, side, look, alt=block.address, caption=block.caption)
        case PageBreak():
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _paragraph(made: Any, block: Paragraph, look: Layout) -> None:
    drawn = made.add_paragraph()
    drawn.alignment = ALIGN[block.align]
    form = drawn.paragraph_format
    form.space_after = Pt(look.paragraph_gap)
    form.line_spacing = look.line_spacing
    form.keep_with_next = block.keep
    if block.align is Align.BODY:
        form.first_line_indent = Mm(look.first_line)
    for part in block.runs:
        run = drawn.add_run(part.text)
        run.bold, run.italic = part.bold, part.italic
        if part.red:
            run.font.color.rgb = RED


def _table(made: Any, block: Table, look: Layout, width: Length) -> None:
    table = made.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(column.share for column in block.columns)
    widths = [Length(int(width * column.share / whole)) for column in block.columns]
    for column, cell in zip(block.columns, table.rows[0].cells, strict=True):
        _line(cell, column.title, look.sizes["table"], bold=True, centred=True)
    _repeated(table.rows[0])
    for texts in block.rows:
        row = table.add_row()
        for column, cell, text in zip(block.columns, row.cells, texts, strict=True):
            _line(cell, text, look.sizes["table"]).alignment = ALIGN[column.align]
    _set_widths(table, widths)
    made.add_paragraph()


def _picture(made: Any, png: bytes, width: Length, look: Layout, *, alt: str, caption: str) -> None:
    drawn = made.add_paragraph()
    drawn.alignment = WD_ALIGN_PARAGRAPH.CENTER
    drawn.paragraph_format.keep_with_next = True
    picture = drawn.add_run().add_picture(BytesIO(png), width=width)
    picture._inline.docPr.set("descr", alt)
    _line(made, caption, look.sizes["table"], italic=True, centred=True)
    made.add_paragraph()


def _set_widths(table: Any, widths: Sequence[Length]) -> None:
    """Word reads the cells' widths, LibreOffice the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _foot(made: Any, document: Document, look: Layout, width: Length) -> None:
    """Recipients on the left and the signature on the right, or two signatures."""
    left, right = _pair(made, width, 0.5)
    *first, last = document.signatures or (None,)
    if first and first[0]:
        _signature(left, first[0], look)
    elif document.recipients:
        size = look.sizes["recipients_title"]
        _line(left, "Nơi nhận:", size, bold=True, italic=True)
        for line in document.recipients:
            _line(left, f"- {line}", look.sizes["recipients"])
    if last:
        _signature(right, last, look)


def _signature(cell: Any, signature: Signature, look: Layout) -> None:
    size = look.sizes["signature"]
    for line in signature.authority:
        _line(cell, line, size, bold=True, centred=True)
    _line(cell, signature.name, size, bold=True, centred=True, before=SIGNING_ROOM)


def _pair(made: Any, width: Length, share: float) -> tuple[Any, Any]:
    """Two places side by side, without lines and room around them."""
    table = made.add_table(rows=1, cols=2)
    table.autofit = False
    left = Length(int(width * share))
    _set_widths(table, (left, Length(width - left)))
    _without_padding(table)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    one, other = table.rows[0].cells
    return one, other


def _without_padding(table: Any) -> None:
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), "0")
        room.set(qn("w:type"), "dxa")
        padding.append(room)
    table._tbl.tblPr.append(padding)


def _line(
    where: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    before: float = 0,
) -> Any:
    """A paragraph of one look. A cell's first, empty paragraph is used up before others come."""
    empty = where.paragraphs[-1] if hasattr(where, "_tc") else None
    fresh = empty is not None and len(where.paragraphs) == 1 and not empty.runs
    drawn = empty if fresh and empty is not None else where.add_paragraph()
    if centred:
        drawn.alignment = WD_ALIGN_PARAGRAPH.CENTER
    drawn.paragraph_format.space_before = Pt(before)
    run = drawn.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    return drawn


def _rule(where: Any, width: Length, share: float) -> None:
    """A short line of its own in the middle, `share` of the width: no underlining."""
    drawn = where.add_paragraph()
    side = Length(int(width * (1 - share) / 2))
    form = drawn.paragraph_format
    form.left_indent = form.right_indent = side
    form.line_spacing = Pt(3)
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(line)
    drawn._p.get_or_add_pPr().append(borders)
