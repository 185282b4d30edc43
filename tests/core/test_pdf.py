"""A PDF keeps its pages, and loses what acts, what is hidden and what tells of its maker."""

from __future__ import annotations

from io import BytesIO
from threading import BoundedSemaphore

import pypdf
import pytest
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from dialogue.core import pdf
from dialogue.core.errors import FileRefused, Unavailable
from web.uploads import PDF_REFUSED

pytestmark = pytest.mark.unit
HIDDEN = [b"JavaScript", b"alert", b"bimat", b"Nguyen Van Secret", b"launch"]


def page_of(text: str) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 200)
    words = StreamObject()
    words.set_data(f"BT /F1 18 Tf 20 100 Td ({text}) Tj ET".encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(words)
    return writer


def written(writer: pypdf.PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


PDF = written(page_of("Mot trang"))


def acting(action: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"alert {action}"),
        }
    )


def note(writer: pypdf.PdfWriter, subtype: str, **more: object) -> DictionaryObject:
    corners = ArrayObject(NumberObject(each) for each in (10, 10, 90, 40))
    made = {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(subtype)}
    extra = {NameObject(f"/{name}"): value for name, value in more.items()}
    return DictionaryObject(made | {NameObject("/Rect"): corners} | extra)


def stamp(words: str) -> StreamObject:
    look = StreamObject()
    look.set_data(f"BT /F1 9 Tf ({words}) Tj ET".encode())
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/Subtype")] = NameObject("/Form")
    look[NameObject("/BBox")] = ArrayObject(NumberObject(each) for each in (0, 0, 80, 30))
    return look


def hostile() -> bytes:
    """Scripts at every door, a file, a link, a form's field, words about the author."""
    writer = page_of("Don kien nghi")
    page = writer.pages[0]
    named = {NameObject("/Names"): ArrayObject([TextStringObject("a"), acting("mo ra")])}
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/JavaScript"): DictionaryObject(named)}
    )
    writer.add_attachment("bimat", b"bimat")
    writer.add_metadata({"/Author": "Nguyen Van Secret", "/Title": "Nguyen Van Secret"})
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): acting("trang")})
    page[NameObject("/Metadata")] = writer._add_object(_xmp())
    look = writer._add_object(stamp("Da dong dau"))
    shown = DictionaryObject({NameObject("/N"): look})
    page[NameObject("/Annots")] = ArrayObject(
        [
            writer._add_object(each)
            for each in (
                note(writer, "/Widget", AP=shown, A=acting("nut"), T=TextStringObject("bimat")),
                note(writer, "/Link", A=acting("launch")),
            )
        ]
    )
    writer.root_object[NameObject("/OpenAction")] = acting("mo")
    return written(writer)


def _xmp() -> StreamObject:
    told = StreamObject()
    told.set_data(b"<x>Nguyen Van Secret</x>")
    return told


def test_only_the_pages_stay() -> None:
    data = hostile()
    assert all(each in data for each in HIDDEN)
    kept = pdf.cleaned(data)
    assert [each for each in HIDDEN if each in kept] == []
    reader = pypdf.PdfReader(BytesIO(kept))
    assert [page.extract_text() for page in reader.pages] == ["Don kien nghi"]
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert not reader.metadata
    assert reader.attachments == {}


def test_what_is_stamped_onto_a_page_stays_as_a_picture() -> None:
    (page,) = pypdf.PdfReader(BytesIO(pdf.cleaned(hostile()))).pages
    (stamped,) = [each.get_object() for each in page["/Annots"]]  # type: ignore[attr-defined]
    assert set(stamped) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert b"Da dong dau" in stamped["/AP"]["/N"].get_data()


def test_a_photo_on_a_page_loses_its_place() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera Maker"
    out = BytesIO()
    Image.effect_noise((40, 30), 90).convert("RGB").save(out, "JPEG", exif=exif, comment=b"Secret")
    scanned = BytesIO()
    with Image.open(BytesIO(out.getvalue())) as image:
        image.save(scanned, "PDF", author="Nguyen Van Secret")
    bare = pdf.without_camera(out.getvalue())
    assert b"Secret" in out.getvalue()
    assert b"Secret" not in bare
    with Image.open(BytesIO(bare)) as mine, Image.open(BytesIO(out.getvalue())) as theirs:
        assert mine.tobytes() == theirs.tobytes()
    assert b"Secret" not in pdf.cleaned(scanned.getvalue())


@pytest.mark.parametrize("cut", [2, 3, 5, 30, 200])
def test_a_cut_photo_does_not_hold_us(cut: int) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    assert pdf.without_camera(out.getvalue()[:cut]) == out.getvalue()[:cut]


def test_a_locked_one_is_refused() -> None:
    writer = page_of("Kin")
    writer.encrypt("mat khau")
    with pytest.raises(FileRefused) as refused:
        pdf.cleaned(written(writer))
    assert refused.value.why == "pdf-locked"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n",
        PDF[:200],
        written(pypdf.PdfWriter()),
    ],
)
def test_a_broken_or_empty_one_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        pdf.cleaned(data)
    assert refused.value.why == "pdf-broken"


def test_a_long_one_is_refused_in_its_own_words() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(pdf.MOST_PAGES + 1):
        writer.add_blank_page(200, 200)
    with pytest.raises(FileRefused) as refused:
        pdf.cleaned(written(writer))
    assert refused.value.why == "pdf-long"
    assert PDF_REFUSED["pdf-long"] != PDF_REFUSED["pdf-broken"]


def test_the_same_file_is_kept_once() -> None:
    assert pdf.cleaned(PDF) == pdf.cleaned(PDF)


def test_a_file_that_keeps_the_reader_busy_is_refused_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(FileRefused) as refused:
        pdf.cleaned(PDF)
    assert refused.value.why == "pdf-slow"


def test_thousands_of_objects_are_not_even_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(FileRefused) as refused:
        pdf.cleaned(b"%PDF-1.4\n" + b"1 0 obj\n" * (pdf.MOST_PARTS + 1))
    assert refused.value.why == "pdf-broken"


def test_no_more_wait_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_waiting", BoundedSemaphore(1))
    with pdf._waiting, pytest.raises(Unavailable):
        pdf.cleaned(PDF)
    assert pdf.cleaned(PDF)
