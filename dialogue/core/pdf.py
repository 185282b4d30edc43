"""A PDF that somebody sent, made anew from its pages: what a reader sees, and nothing else.

Scripts, actions, embedded files, forms' data and all words about author, program and place stay
behind. Source: ISO 32000-2, 7.7 (document structure), 12.5 and 12.6 (annotations, actions).
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from dialogue.core.errors import FileRefused, Unavailable

if TYPE_CHECKING:
    from pypdf import PageObject

MOST_PAGES = 300
MOST_PARTS = 200_000  # objects; more is made to keep us busy
PAGE = frozenset(
    "/Type /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit "  # noqa: SIM905
    "/Resources /Contents /Group /Annots".split()
)
# Of what was written or stamped onto a page its picture alone stays: no link, no field, no file.
NOTE = frozenset({"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F"})
DROPPED = frozenset(
    "/AA /A /JS /JavaScript /OpenAction /Names /EF /AF /FS /Metadata /PieceInfo "  # noqa: SIM905
    "/LastModified /OPI /StructParents /StructParent /Parent /XFA".split()
)
_EXIF, _LAST, _COMMENT, _SCAN = 0xE1, 0xED, 0xFE, 0xDA  # markers of a JPEG
MOST_WAITING = 8  # threads that wait for a PDF; the others serve everybody else
PATIENCE = 30.0  # seconds, also on a busy machine; the worker itself has a limit of computing
ROOT = Path(__file__).parents[2]
# how the worker ends; any other way it was stopped
ENDS = {3: "pdf-locked", 4: "pdf-broken", 5: "pdf-long"}
_one_at_a_time = Lock()  # a large one takes memory and a processor
_waiting = BoundedSemaphore(MOST_WAITING)


def cleaned(data: bytes) -> bytes:
    """The same pages. Works for up to some seconds: call it in a thread.

    Another process reads it, which is stopped when it takes too much time or memory. Raises
    FileRefused: `pdf-locked` when it is encrypted, `pdf-broken` when it cannot be read, `pdf-long`
    when it has too many pages, `pdf-slow` when not in time. Raises Unavailable when too many wait.
    """
    if data.count(b" obj") > MOST_PARTS:
        raise FileRefused("too many parts", "pdf-broken")
    if not _waiting.acquire(blocking=False):
        raise Unavailable("too many PDF wait")
    try:
        with _one_at_a_time:
            return _by_worker(data)
    finally:
        _waiting.release()


def _by_worker(data: bytes) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "dialogue.core.pdf_worker"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a hostile file makes the parser write megabytes
            cwd=ROOT,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("the PDF takes too long", "pdf-slow") from error
    if done.returncode:
        why = ENDS.get(done.returncode, "pdf-slow")
        raise FileRefused(f"the worker ended with {done.returncode}", why)
    return done.stdout


def made_anew(data: bytes) -> bytes:
    """What the worker does. Raises FileRefused with a `why` of ENDS."""
    # Here, not above: most servers never need it.
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise FileRefused("the PDF is encrypted", "pdf-locked")
        if not reader.pages:
            raise FileRefused("no pages", "pdf-broken")
        if len(reader.pages) > MOST_PAGES:
            raise FileRefused(f"more than {MOST_PAGES} pages", "pdf-long")
        writer, out = PdfWriter(), BytesIO()
        for page in reader.pages:
            writer.add_page(_bare(page))
        writer.metadata = None
        writer.write(out)
        return out.getvalue()
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # a parser raises anything at hostile bytes
        raise FileRefused("the PDF cannot be read", "pdf-broken") from error


def _bare(page: PageObject) -> PageObject:
    """Works on the reader's own objects, so that the writer copies only what is left."""
    for name in set(page) - PAGE - {"/Parent"}:  # the writer sets a new parent
        del page[name]
    _keep_pictures_of_notes(page)
    _drop_below([page[name] for name in ("/Resources", "/Contents", "/Annots") if name in page])
    return page


def _keep_pictures_of_notes(page: PageObject) -> None:
    from pypdf.generic import ArrayObject, NameObject  # noqa: PLC0415

    notes = page.get("/Annots", ArrayObject()).get_object()
    kept = ArrayObject()
    for reference in notes:
        note = reference.get_object()
        if "/AP" in note:
            for name in set(note) - NOTE:
                del note[name]
            kept.append(reference)
    page[NameObject("/Annots")] = kept


def _drop_below(parts: list[Any]) -> None:
    """Every object that is reached, once."""
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject  # noqa: PLC0415

    seen: set[int] = set()
    while parts:
        part = parts.pop().get_object()
        if id(part) in seen or not isinstance(part, ArrayObject | DictionaryObject):
            continue
        seen.add(id(part))
        if len(seen) > MOST_PARTS:
            raise FileRefused("too many parts", "pdf-broken")
        if isinstance(part, ArrayObject):
            parts.extend(part)
            continue
        for name in DROPPED & set(part):
            del part[name]
        if isinstance(part, StreamObject) and part.get("/Filter") in {"/DCTDecode", "/DCT"}:
            part._data = without_camera(part._data)
        parts.extend(part.values())


def without_camera(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments; its pixels and colours as they are.

    Source: ITU-T T.81, annex B (segments: marker, length, content).
    """
    kept, at = bytearray(data[:2]), 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] not in {b"", bytes([_SCAN])}:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (_EXIF <= marker <= _LAST or marker == _COMMENT):
            kept += data[at:end]
        at = max(end, at + 2)
    return bytes(kept) + data[at:]
