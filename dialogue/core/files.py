"""Files that people send: judged by their content, made anew, kept under their digest.

The bytes lie in `<data>/files/ab/abcdef…`; what belongs to whom stands in the tables.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from dialogue.core import pdf
from dialogue.core.errors import FileRefused, FileTooLarge, NotFound, Unavailable
from dialogue.core.settings import SETTINGS
from dialogue.core.text import clean

if TYPE_CHECKING:
    from PIL import Image

PDF = "application/pdf"
MOST_PIXELS = 64_000_000  # a good phone's camera; more is a decompression bomb
MOST_PIXELS_WHOLE = 26_000_000  # of formats that cannot be decoded small: 100 MB at once
LONGEST_SIDE = 3_000  # pixels kept; enough to read a paper in the picture
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", PDF: ".pdf"}
_decoder = Lock()  # one picture at a time: a few large ones together would fill the memory
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Accepted:
    """size: bytes of `data`; digest: their SHA-256, the name they are stored under."""

    name: str
    media_type: str
    data: bytes
    size: int
    digest: str


def accept(data: bytes, name: str, most: int) -> Accepted:
    """What may be kept of a file of at most `most` bytes. Raises FileTooLarge, FileRefused.

    JPEG, PNG, WebP and HEIC come out as JPEG or PNG without any data about camera or place; a PDF
    is made anew from its pages. Works for up to some seconds: call it in a thread.
    """
    if len(data) > most:
        raise FileTooLarge("the file is too large", len(data), most)
    form = _form(data)
    if form == "PDF":
        media_type, kept = PDF, pdf.cleaned(data)
    else:
        media_type, kept = _made_anew(data, form)
    digest = hashlib.sha256(kept).hexdigest()
    return Accepted(clean_name(name, SUFFIXES[media_type]), media_type, kept, len(kept), digest)


def _form(data: bytes) -> str:
    """The format by the first bytes, as Pillow calls it."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "HEIF"
    if data.startswith(b"%PDF-"):
        return "PDF"
    raise FileRefused("neither an image (JPEG, PNG, WebP, HEIC) nor a PDF")


def _made_anew(data: bytes, form: str) -> tuple[str, bytes]:
    # Here, not above: Pillow and libheif cost memory and time that most servers never need.
    import pillow_heif  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    pillow_heif.register_heif_opener()
    try:
        with Image.open(BytesIO(data), formats=[form]) as image:
            most = MOST_PIXELS if form == "JPEG" else MOST_PIXELS_WHOLE
            if image.width * image.height > most:
                raise FileRefused("too many pixels")
            with _decoder:
                return _saved(_upright(image))
    except FileRefused:
        raise
    except Exception as error:  # decoders raise anything at hostile bytes
        raise FileRefused("the image is broken") from error


def _upright(image: Image.Image) -> Image.Image:
    """The first picture, turned as the camera was held, no larger than we keep."""
    from PIL import ImageOps  # noqa: PLC0415  see above

    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then decoded small at once
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before any copy is made
    turned = ImageOps.exif_transpose(image)
    seen = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    seen.info.clear()  # comments, colour profile, text: nothing but the pixels goes on
    return seen


def _saved(image: Image.Image) -> tuple[str, bytes]:
    """PNG where something shines through or few colours are used, JPEG otherwise."""
    out = BytesIO()
    few = image.mode == "RGBA" or image.getcolors(256) is not None
    if few:
        image.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    image.save(out, "JPEG", quality=85, optimize=True)
    return "image/jpeg", out.getvalue()


def clean_name(name: str, suffix: str) -> str:
    """Text only, never a path: the last part of it, with the suffix of its true type."""
    last = re.split(r"[/\\]", clean(name))[-1]
    last = re.sub(r'[\x00-\x1f<>:"|?*]', "", last).rstrip(" .")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last).removesuffix(suffix)[:100].strip(" .")
    return (stem or "tep") + suffix


def store(accepted: Accepted) -> None:
    """On disk, for good, when this returns. The same bytes are kept once."""
    store_bytes(accepted.digest, accepted.data)


def store_bytes(digest: str, data: bytes) -> None:
    """As `store`, for bytes that are ours: a file that is sealed or opened again."""
    path = _path(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable("the disk takes no file") from error


def read(digest: str) -> bytes:
    """Raises NotFound."""
    try:
        return _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("no such file") from error


def erase(digest: str) -> None:
    """Call when no row names the digest any more."""
    with suppress(FileNotFoundError):
        _path(digest).unlink()


def _path(digest: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise NotFound("not a digest")
    return SETTINGS.data / "files" / digest[:2] / digest
