"""What the pictures of the user guides show: whose page, and how one gets there in the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

WARD = "thach-ban"
PHONE, DESK = (400, 740), (1100, 760)  # pixels
MOST = 55_000  # bytes
QUALITIES = (82, 72, 62, 52, 42)


def first(page: Page) -> None:
    """Of the register: what is most pressing there."""
    page.get_by_role("main").locator("li h3 a").first.click()
    page.wait_for_load_state()


def to(css: str) -> Callable[[Page], None]:
    """The picture begins here."""

    def go(page: Page) -> None:
        page.locator(css).first.evaluate("it => it.scrollIntoView({block: 'start'})")

    return go


@dataclass(frozen=True, slots=True)
class Shot:
    """name: of the file. login: empty for the public. heading: what its h1 begins with."""

    name: str
    path: str
    heading: str
    login: str = ""
    then: Callable[[Page], None] | None = None

    @property
    def screen(self) -> tuple[int, int]:
        return DESK if self.login else PHONE


HOME, MATTERS = "/quan-tri/", "/quan-tri/van-de"
GREETING = "Chào "
ANY = ""
SHOTS = (
    Shot("nguoi-dan-danh-gia", "{counter}", "Quý vị thấy việc phục vụ"),
    Shot("nguoi-dan-danh-gia.en", "/en{counter}", ANY),
    Shot("nguoi-dan-bang", f"/{WARD}/hoi-dap", "Bà con hỏi, phường trả lời"),
    Shot("nguoi-dan-hoi", f"/{WARD}/gop-y", "Gửi câu hỏi, kiến nghị"),
    Shot("nguoi-dan-hoi.en", f"/en/{WARD}/gop-y", ANY),
    Shot("nguoi-dan-tra-cuu", "/tra-cuu", ANY),
    Shot("to-truong-trang", "{head}", GREETING),
    Shot("to-truong-cam-ket", "{head}/cam-ket", "Việc phường đã hứa"),
    Shot("mot-cua-hom-nay", HOME, GREETING, "mot-cua", to("#start-paper")),
    Shot("mot-cua-phieu", "/quan-tri/phieu-danh-gia", "Phiếu đánh giá", "mot-cua"),
    Shot("mot-cua-nhap-ho", f"{MATTERS}/moi", "Nhập hộ người dân", "mot-cua"),
    Shot("thu-ky-hom-nay", HOME, GREETING, "van-phong"),
    Shot("thu-ky-phan-loai", f"{MATTERS}?buoc=received", ANY, "van-phong", first),
    Shot("chuyen-vien-hom-nay", HOME, GREETING, "tu-phap-2"),
    Shot("chuyen-vien-soan", f"{MATTERS}?buoc=drafting&cua_toi=1", ANY, "tu-phap-2", first),
    Shot("truong-don-vi-hom-nay", HOME, GREETING, "truong-dia-chinh"),
    Shot(
        "truong-don-vi-xem",
        f"{MATTERS}?buoc=checking",
        ANY,
        "truong-dia-chinh",
        first,
    ),
    Shot("pho-chu-tich-hom-nay", HOME, GREETING, "pho-chu-tich"),
    Shot("chu-tich-hom-nay", HOME, GREETING, "chu-tich"),
    Shot("chu-tich-duyet", f"{MATTERS}?buoc=approving", ANY, "chu-tich", first),
    Shot("chu-tich-mot-trang", "/quan-tri/mot-trang", "Số liệu trên một trang", "chu-tich"),
    Shot("giam-doc-hai-long", "/quan-tri/hai-long", "Người dân hài lòng", "giam-doc"),
    Shot("giam-doc-hoi-y", "/quan-tri/hoi-y", "Hội ý cuối buổi", "giam-doc"),
    Shot("van-thu-nhap", f"{MATTERS}/moi", "Nhập hộ người dân", "van-thu"),
    Shot("van-thu-doi-thoai", "/quan-tri/doi-thoai", "Hội nghị đối thoại", "van-thu"),
    Shot("ho-so-rieng-hom-nay", HOME, GREETING, "truong-tu-phap"),
    Shot("thanh-tra-hom-nay", HOME, GREETING, "thanh-tra"),
    Shot("thanh-tra-dem-lai", "/quan-tri/dem-lai", "Đếm lại sổ đánh giá", "thanh-tra"),
    Shot("quan-sat-hom-nay", HOME, GREETING, "quan-sat"),
    Shot("quan-sat-tinh", "/tinh/quang-ninh", "Các phường, xã của tỉnh", ""),
    Shot("quan-tri-hom-nay", HOME, GREETING, "quan-tri"),
    Shot("quan-tri-tai-khoan", "/quan-tri/tai-khoan", "Tài khoản", "quan-tri"),
    Shot("quan-tri-quay", "/quan-tri/quay", "Quầy và mã QR", "quan-tri"),
)


def small(png: bytes) -> bytes:
    """As WebP, as good as fits."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for quality in QUALITIES:
        made = BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= MOST:
            break
    return made.getvalue()
