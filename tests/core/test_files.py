"""Files are judged by their content, images made anew, and kept under their digest."""

from __future__ import annotations

import errno
import hashlib
import stat
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from dialogue.core import files, pdf
from dialogue.core.errors import FileRefused, FileTooLarge, NotFound, Unavailable
from dialogue.core.settings import Settings
from tests.core.test_pdf import PDF

pytestmark = pytest.mark.unit
MOST = 10 * 1024 * 1024
GPS, ORIENTATION, TURNED_RIGHT = 0x8825, 0x0112, 6


def photo(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """More than 256 colours, the left upper corner red."""
    image = Image.effect_noise(size, 80).convert("RGB")
    image.putdata([(n % 256, n // 8 % 256, 90) for n in range(size[0] * size[1])])
    image.paste((255, 0, 0), (0, 0, 8, 8))
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def placed() -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif[0x010F] = "Secret Camera Maker"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (21.0, 1.0, 42.0)
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_images_lose_place_and_camera_and_stand_upright(form: str) -> None:
    if form == "HEIF":
        pillow_heif.register_heif_opener()
    data = saved(photo(), form, exif=placed(), quality=90)
    assert b"Secret Camera Maker" in data
    accepted = files.accept(data, "anh.bin", MOST)
    assert accepted.media_type == "image/jpeg" if form != "PNG" else "image/png"
    image = opened(accepted.data)
    assert dict(image.getexif()) == {}
    assert b"Secret Camera Maker" not in accepted.data
    assert b"Exif" not in accepted.data
    if form != "HEIF":  # HEIF turns by a box of its own, which the encoder has set already
        assert image.size == (32, 64)
        red, green, _ = image.convert("RGB").getpixel((28, 3))  # type: ignore[misc]
        assert red > 200
        assert green < 60
    assert accepted.size == len(accepted.data)
    assert accepted.digest == hashlib.sha256(accepted.data).hexdigest()


def test_words_hidden_in_an_image_do_not_go_on() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Nguyen Van Secret")
    for data in (
        saved(photo(), "PNG", pnginfo=told),
        saved(photo(), "JPEG", comment=b"Nguyen Van Secret"),
        saved(photo(), "PNG", icc_profile=b"Nguyen Van Secret"),
    ):
        assert b"Secret" not in files.accept(data, "x.png", MOST).data


def test_one_that_shines_through_stays_so() -> None:
    image = photo(mode="RGBA")
    image.putpixel((20, 20), (0, 0, 0, 0))
    accepted = files.accept(saved(image, "WEBP", lossless=True), "x.webp", MOST)
    assert (accepted.media_type, accepted.name) == ("image/png", "x.png")
    assert opened(accepted.data).getchannel("A").getpixel((20, 20)) == 0


def test_of_a_moving_one_the_first_picture_stays() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue", "green")]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    image = opened(files.accept(data, "x.webp", MOST).data)
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_a_large_one_is_made_smaller() -> None:
    data = saved(Image.new("RGB", (6_200, 400)), "JPEG")
    assert opened(files.accept(data, "x.jpg", MOST).data).width == files.LONGEST_SIDE


@pytest.mark.parametrize("size", [(9_000, 8_000), (20_000, 20_000)])
def test_a_decompression_bomb_is_refused(size: tuple[int, int]) -> None:
    with warnings.catch_warnings(action="ignore"):
        data = saved(Image.new("1", size), "PNG")
    assert len(data) < 200_000
    with pytest.raises(FileRefused):
        files.accept(data, "x.png", MOST)


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.exe", "MZ")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "x.jpg"),
        (zipped(), "x.jpg"),
        (b"MZ\x90\x00", "don.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg"),
        (saved(photo(), "GIF"), "x.gif"),
        (saved(photo(), "TIFF"), "x.jpg"),
        (b"%PDF-1.7 cut off", "x.pdf"),
        (b"\xff\xd8\xff\xe0 nothing more", "x.jpg"),
        (saved(photo((400, 300)), "JPEG")[:4_000], "x.jpg"),
        (saved(photo(), "PNG")[:-40], "x.png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x.webp"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "x.heic"),
    ],
)
def test_other_and_broken_ones_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        files.accept(data, name, MOST)


def test_a_pdf_is_made_anew_and_exactly_the_most_passes() -> None:
    data = PDF + b"%" * (MOST - len(PDF))
    accepted = files.accept(data, "Đơn.PDF", MOST)
    assert accepted.data == pdf.cleaned(PDF)
    assert (accepted.name, accepted.media_type) == ("Đơn.pdf", "application/pdf")
    with pytest.raises(FileTooLarge) as refused:
        files.accept(data + b"%", "Đơn.pdf", MOST)
    assert (refused.value.size, refused.value.most) == (MOST + 1, MOST)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("don.pdf", "don.pdf"),
        ("don.pdf.exe", "don.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Lan\\Đơn kiến nghị.docx", "Đơn kiến nghị.pdf"),
        ("a\x00b\r\n<c>|d?.pdf", "abcd.pdf"),
        ("", "tep.pdf"),
        (" .pdf", "tep.pdf"),
        ("...", "tep.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_text_only(name: str, cleaned: str) -> None:
    assert files.accept(PDF, name, MOST).name == cleaned


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "SETTINGS", Settings(data=tmp_path))
    return tmp_path


def test_kept_under_the_digest_and_erased(folder: Path) -> None:
    accepted = files.accept(PDF, "x.pdf", MOST)
    files.store(accepted)
    files.store(accepted)
    path = folder / "files" / accepted.digest[:2] / accepted.digest
    assert [path] == [found for found in (folder / "files").rglob("*") if found.is_file()]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert files.read(accepted.digest) == pdf.cleaned(PDF)
    files.erase(accepted.digest)
    files.erase(accepted.digest)
    with pytest.raises(NotFound):
        files.read(accepted.digest)


@pytest.mark.parametrize("digest", ["", "../../master.keys", "A" * 64, "a" * 63])
def test_nothing_else_can_be_read(folder: Path, digest: str) -> None:
    with pytest.raises(NotFound):
        files.read(digest)


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = files.accept(PDF, "a.pdf", MOST)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable):
        files.store(accepted)
    assert [found for found in (folder / "files").rglob("*") if found.is_file()] == []
