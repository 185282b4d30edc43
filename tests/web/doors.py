"""Who may open which door: every route of the product, by method and path.

Written by hand from institution.md §4 and the sentences of dialogue.ward.rules and
dialogue.matters.rules, not read from the handlers: a new route needs a line here.
"""

from __future__ import annotations

from dialogue.ward.states import Role
from tests.web.above_doors import ABOVE, FIGURE_DESK
from tests.web.alert_doors import ALERTS
from tests.web.api_doors import READS
from tests.web.data_doors import DATA, ENGINES
from tests.web.find_doors import FINDING
from tests.web.follow_doors import FOLLOW_PAGES, TRACK_PAGES
from tests.web.group_doors import HEADS, HEADS_BUTTONS
from tests.web.guide_doors import GUIDES
from tests.web.hall_doors import HALL, HALL_BUTTONS
from tests.web.hook_doors import HOOK_BUTTONS, HOOK_DESK
from tests.web.letter_doors import LETTER_BUTTONS, LETTERS, LETTERS_SEEN
from tests.web.machine_doors import BY_TOKEN, MACHINE_DESK
from tests.web.paper_doors import PAPERS
from tests.web.review_doors import REVIEW_DESK, REVIEWS
from tests.web.slip_doors import SLIP_DESK, SLIP_PAGES
from tests.web.stack_doors import STACKS
from tests.web.survey_doors import SURVEYS

PUBLIC = "public"
Who = str | frozenset[Role]

ALL = frozenset(Role)
READERS = ALL - {Role.KEEPER, Role.OBSERVER}  # some matter may be theirs to read
LEADERS = frozenset({Role.CHAIRMAN, Role.DEPUTY})
TYPISTS = READERS - {Role.DEPUTY, Role.INSPECTOR, Role.SEALED_READER}
TASKS = READERS - {Role.COUNTER_OFFICER, Role.SEALED_READER}
CHAIRMAN = frozenset({Role.CHAIRMAN})
DIRECTOR = frozenset({Role.DIRECTOR})
COFFEE_PLAN = CHAIRMAN | {Role.REGISTER_KEEPER, Role.CLERK}
COFFEE_NOTE = COFFEE_PLAN | {Role.OFFICER, Role.UNIT_HEAD, Role.DIRECTOR}
COFFEE_KEEP = CHAIRMAN | {Role.REGISTER_KEEPER}
COFFEE = COFFEE_NOTE | {Role.DEPUTY, Role.INSPECTOR}
HUDDLE = DIRECTOR | {Role.COUNTER_OFFICER}
KEEPER = frozenset({Role.KEEPER})
OFFICE = LEADERS | {Role.REGISTER_KEEPER, Role.CLERK}  # who prepares a conference
OUTCOMES = LEADERS | {Role.REGISTER_KEEPER, Role.CLERK, Role.INSPECTOR}
ACCOUNTS = KEEPER | CHAIRMAN
CALENDAR = KEEPER | CHAIRMAN | {Role.REGISTER_KEEPER}
LINKS = KEEPER | {Role.REGISTER_KEEPER}
COUNTERS = KEEPER | DIRECTOR
FIGURES = CALENDAR | {Role.CLERK, Role.DIRECTOR, Role.UNIT_HEAD}
SATISFACTION = LEADERS | {
    Role.DIRECTOR,
    Role.UNIT_HEAD,
    Role.REGISTER_KEEPER,
    Role.INSPECTOR,
    Role.OBSERVER,
}
CONFERENCE = ALL - {Role.KEEPER, Role.SEALED_READER}

# Each stands twice, in Vietnamese at / and in English at /en.
BOTH = {
    "GET /": PUBLIC,
    **ABOVE,
    "GET /{slug}/doi-thoai/{conference}/van-ban/{name}": PUBLIC,
    "GET /{slug}/doi-thoai/{conference}/anh/{public_id}": PUBLIC,
    "GET /q/{code}": PUBLIC,
    "POST /q/{code}": PUBLIC,
    "POST /q/{code}/da-giu": PUBLIC,
    "GET /q/{code}/cam-on/{receipt}": PUBLIC,
    "GET /q/{code}/cam-on/{receipt}/sua": PUBLIC,
    "GET /q/{code}/cam-on/{receipt}/bien-nhan": PUBLIC,
    "POST /q/{code}/cam-on/{receipt}/sua": PUBLIC,
    **SLIP_PAGES,
    **FOLLOW_PAGES,
    **GUIDES,
    "GET /quay/may.js": PUBLIC,
    "GET /quay/{token}": PUBLIC,
    "POST /quay/{token}": PUBLIC,
    "GET /quay/{token}/cam-on": PUBLIC,
    "POST /quay/{token}/gui": PUBLIC,
    "GET /quay/{token}/ung-dung.webmanifest": PUBLIC,
    **HEADS,
    "GET /h/{code}": PUBLIC,
    "POST /h/{code}/hoi": PUBLIC,
    "POST /h/{code}/cung-hoi": PUBLIC,
    "GET /h/{code}/phieu/{receipt}": PUBLIC,
    **TRACK_PAGES,
    "GET /{slug}": PUBLIC,
    "GET /{slug}/hai-long/so-cai": PUBLIC,
    "GET /{slug}/hai-long/so-cai/{day}": PUBLIC,
    "GET /{slug}/hoi-dap": PUBLIC,
    **DATA,
    "GET /{slug}/hoi-dap/{number}": PUBLIC,
    "GET /{slug}/hoi-dap/{number}/tep/{public_id}": PUBLIC,
    "GET /{slug}/cam-ket": PUBLIC,
    "GET /{slug}/hai-long": PUBLIC,
    **REVIEWS,
    "GET /{slug}/hai-long/bieu-do.json": PUBLIC,
    "GET /{slug}/cam-ket/{number}": PUBLIC,
    "GET /{slug}/cam-ket/{number}/anh/{public_id}": PUBLIC,
    "GET /tra-cuu/{key}/cam-ket/{task}": PUBLIC,
    "POST /tra-cuu/{key}/cam-ket/{task}": PUBLIC,
    "GET /{slug}/ca-phe-sang": PUBLIC,
    "GET /{slug}/ca-phe-sang/{meeting}": PUBLIC,
    "GET /{slug}/ca-phe-sang/{meeting}/lich.ics": PUBLIC,
    "GET /{slug}/ca-phe-sang/{meeting}/anh/{public_id}": PUBLIC,
    "GET /{slug}/khao-sat": PUBLIC,
    "GET /{slug}/khao-sat/{survey}": PUBLIC,
    "POST /{slug}/khao-sat/{survey}": PUBLIC,
    "GET /{slug}/khao-sat/{survey}/cam-on": PUBLIC,
    "GET /{slug}/khao-sat/{survey}/ket-qua.csv": PUBLIC,
    "GET /{slug}/doi-thoai": PUBLIC,
    "GET /{slug}/doi-thoai/{conference}": PUBLIC,
    "GET /{slug}/doi-thoai/{conference}/lich.ics": PUBLIC,
    "GET /{slug}/doi-thoai/{conference}/cau-hoi": PUBLIC,
    "POST /{slug}/doi-thoai/{conference}/cau-hoi": PUBLIC,
    "GET /moi/{token}": PUBLIC,
    "POST /moi/{token}/tra-loi": PUBLIC,
    "POST /moi/{token}/da-xem": PUBLIC,
    "POST /moi/{token}/cau-hoi": PUBLIC,
    "GET /{slug}/loi-hua": PUBLIC,
    "GET /{slug}/loi-hua/{public_id}": PUBLIC,
    "GET /{ward}/gop-y": PUBLIC,
    "POST /{ward}/gop-y": PUBLIC,
    "GET /{ward}/gop-y/cam-on/{receipt}": PUBLIC,
    **FINDING,
}
PROGRAMS = {
    **READS,
    **ENGINES,
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /live/{ward}": PUBLIC,
    "GET /live/{ward}/items": PUBLIC,
    "GET /live/hoi-truong/{code}": PUBLIC,
    "GET /live/hoi-truong/{code}/nay": PUBLIC,
    "GET /live/man-chieu/{key}": PUBLIC,
    "GET /live/man-chieu/{key}/nay": PUBLIC,
    "GET /quan-tri/man-chieu/{key}": PUBLIC,
    "GET /static/{digest}/{name}": PUBLIC,
}
STAFF: dict[str, Who] = {
    "GET /quan-tri/dang-nhap": PUBLIC,
    "POST /quan-tri/dang-nhap": PUBLIC,
    "GET /quan-tri/van-de": READERS,
    "GET /quan-tri/van-de/{matter}": READERS,
    "GET /quan-tri/van-de/{matter}/cach-tinh-han": READERS,
    "GET /quan-tri/van-de/{matter}/so-sanh": READERS,
    "GET /quan-tri/van-de/{matter}/xem-truoc": READERS,
    "POST /quan-tri/van-de/{matter}/{path}": READERS,
    "POST /quan-tri/van-de/{matter}/chen": READERS,
    "GET /quan-tri/van-de/moi": TYPISTS,
    "POST /quan-tri/van-de/moi": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh": TYPISTS,
    "POST /quan-tri/van-de/bang-tinh": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh/mau.csv": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh/mau.xlsx": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh/{batch}": TYPISTS,
    "POST /quan-tri/van-de/bang-tinh/{batch}/ghi": TYPISTS,
    "POST /quan-tri/van-de/bang-tinh/{batch}/bo": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh/{batch}/phieu": TYPISTS,
    "GET /quan-tri/van-de/bang-tinh/{batch}/phieu.csv": TYPISTS,
    "GET /quan-tri/van-de/{matter}/phieu/{slip}": TYPISTS,
    "GET /quan-tri/van-de/{matter}/tep/{file}": READERS,
    "GET /quan-tri/viec": TASKS,
    "GET /quan-tri/viec/{number}": TASKS,
    "GET /quan-tri/viec/{number}/anh/{public_id}": TASKS,
    "POST /quan-tri/viec/{number}/{path}": TASKS,
    "GET /quan-tri": ALL,
    "GET /quan-tri/thong-bao": ALL,
    "GET /quan-tri/thong-bao/sang/{item}": ALL,
    "POST /quan-tri/thong-bao/{item}/doc": ALL,
    "POST /quan-tri/thong-bao/doc-het": ALL,
    "GET /quan-tri/thong-bao/tuy-chon": ALL,
    "POST /quan-tri/thong-bao/tuy-chon": ALL,
    "GET /quan-tri/hai-long": SATISFACTION,
    "GET /quan-tri/dem-lai": frozenset({Role.INSPECTOR}),
    "POST /quan-tri/dem-lai": frozenset({Role.INSPECTOR}),
    **REVIEW_DESK,
    **dict.fromkeys(FIGURE_DESK, SATISFACTION),
    "POST /quan-tri/duyet/{matter}": LEADERS,
    "GET /quan-tri/giam-sat": LEADERS | DIRECTOR | {Role.REGISTER_KEEPER, Role.INSPECTOR},
    "GET /quan-tri/khac-phuc": DIRECTOR,
    "GET /quan-tri/khac-phuc/{item}": DIRECTOR,
    "POST /quan-tri/khac-phuc/{item}": DIRECTOR,
    "GET /quan-tri/hoi-y": HUDDLE | LEADERS,
    "GET /quan-tri/hoi-y/{half}": HUDDLE | LEADERS,
    "POST /quan-tri/hoi-y/{half}/so-lieu": HUDDLE,
    "POST /quan-tri/hoi-y/{half}/viec": HUDDLE,
    "POST /quan-tri/hoi-y/{half}/viec/{point}": HUDDLE,
    "POST /quan-tri/hoi-y/{half}/viec/{point}/bo": HUDDLE,
    "POST /quan-tri/hoi-y/{half}/viec-truoc/{point}": DIRECTOR,
    "POST /quan-tri/hoi-y/{half}/ket-thuc": DIRECTOR,
    **SURVEYS,
    "GET /quan-tri/doi-thoai": CONFERENCE,
    "GET /quan-tri/doi-thoai/moi": OFFICE,
    "POST /quan-tri/doi-thoai/moi": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}": CONFERENCE,
    "GET /quan-tri/doi-thoai/{conference}/sua": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/sua": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/mo-cau-hoi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/thong-bao": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/doi-ngay": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/huy": LEADERS,
    "POST /quan-tri/doi-thoai/{conference}/dong-cau-hoi": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/san-sang": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/chuong-trinh": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/chuong-trinh": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/cum": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/giay-moi.zip": OFFICE,
    "GET /quan-tri/doi-thoai/{conference}/cau-hoi": CONFERENCE,
    "POST /quan-tri/doi-thoai/{conference}/cau-hoi/{opinion}/ghep": OFFICE,
    "POST /quan-tri/doi-thoai/{conference}/cum/{part}/bo": OFFICE,
    **HALL,
    **PAPERS,
    **LETTERS,
    "GET /quan-tri/ca-phe": COFFEE,
    "GET /quan-tri/ca-phe/moi": COFFEE_PLAN,
    "POST /quan-tri/ca-phe/moi": COFFEE_PLAN,
    "POST /quan-tri/ca-phe/truoc-day": COFFEE_KEEP,
    "POST /quan-tri/ca-phe/truoc-day/{earlier_figure}/rut": COFFEE_KEEP,
    "GET /quan-tri/ca-phe/buoi/{meeting}": COFFEE,
    "POST /quan-tri/ca-phe/buoi/{meeting}/doi": COFFEE_PLAN,
    "POST /quan-tri/ca-phe/buoi/{meeting}/huy": COFFEE_PLAN,
    "POST /quan-tri/ca-phe/buoi/{meeting}/mo": COFFEE_NOTE,
    "POST /quan-tri/ca-phe/buoi/{meeting}/ket-thuc": COFFEE_NOTE,
    "POST /quan-tri/ca-phe/buoi/{meeting}/hua": COFFEE,
    "POST /quan-tri/ca-phe/buoi/{meeting}/bao-cao": COFFEE_KEEP,
    "POST /quan-tri/ca-phe/buoi/{meeting}/anh": COFFEE_KEEP,
    "GET /quan-tri/ca-phe/buoi/{meeting}/anh/{public_id}": COFFEE,
    "POST /quan-tri/ca-phe/buoi/{meeting}/anh/{public_id}/bo": COFFEE_KEEP,
    "GET /quan-tri/ca-phe/ghi/may.js": COFFEE_NOTE,
    "GET /quan-tri/ca-phe/ghi/{meeting}": COFFEE_NOTE,
    "POST /quan-tri/ca-phe/ghi/{meeting}": COFFEE_NOTE,
    "POST /quan-tri/ca-phe/ghi/{meeting}/gui": COFFEE_NOTE,
    "GET /quan-tri/phien": ALL,
    "POST /quan-tri/phien/mat-khau": ALL,
    "POST /quan-tri/phien/{session}/thoat": ALL,
    "POST /quan-tri/phien/thoat-may-khac": ALL,
    "GET /quan-tri/lich": ALL,
    "POST /quan-tri/lich": CALENDAR,
    "POST /quan-tri/lich/bo-ngay": CALENDAR,
    "POST /quan-tri/lich/ngay": CALENDAR,
    "POST /quan-tri/lich/tep": CALENDAR,
    "GET /quan-tri/noi-nhan-rieng": frozenset({Role.CHAIRMAN, Role.KEEPER}),
    "POST /quan-tri/noi-nhan-rieng": frozenset({Role.CHAIRMAN, Role.KEEPER}),
    "GET /quan-tri/van-de/{matter}/bia-ban-giao": READERS,
    "GET /quan-tri/quy-dinh": ALL,
    "GET /quan-tri/quy-dinh/{code}": CHAIRMAN,
    "POST /quan-tri/quy-dinh/{code}": CHAIRMAN,
    "POST /quan-tri/quy-dinh/{code}/{rule}/ket-thuc": CHAIRMAN,
    "GET /quan-tri/ket-qua": OUTCOMES,
    "GET /quan-tri/ket-qua/so-lieu.csv": OUTCOMES,
    "GET /quan-tri/so-lieu": ALL,
    "GET /quan-tri/so-lieu/ghi": FIGURES,
    "POST /quan-tri/so-lieu/ghi": FIGURES,
    "POST /quan-tri/so-lieu/tep": FIGURES,
    "GET /quan-tri/nhat-ky": ACCOUNTS | {Role.INSPECTOR, Role.SEALED_READER},
    "GET /quan-tri/tai-khoan": ACCOUNTS,
    "GET /quan-tri/tai-khoan/them": ACCOUNTS,
    "POST /quan-tri/tai-khoan/them": ACCOUNTS,
    "GET /quan-tri/tai-khoan/{account}": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}/vai-tro": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}/mat-khau": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}/thoat": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}/tat": ACCOUNTS,
    "POST /quan-tri/tai-khoan/{account}/bat": ACCOUNTS,
    "GET /quan-tri/to-dan-pho": LINKS,
    "POST /quan-tri/to-dan-pho": KEEPER,
    "POST /quan-tri/to-dan-pho/nhap-tep": KEEPER,
    "GET /quan-tri/to-dan-pho/{group}": LINKS,
    "POST /quan-tri/to-dan-pho/{group}": KEEPER,
    "POST /quan-tri/to-dan-pho/{group}/lien-ket": LINKS,
    "POST /quan-tri/to-dan-pho/{group}/lien-ket/{link}/thu-hoi": LINKS,
    "POST /quan-tri/to-dan-pho/{group}/ket-thuc": KEEPER,
    "GET /quan-tri/to-dan-pho/so-lieu": LINKS,
    "GET /quan-tri/to-dan-pho/phuong-xa-cu": LINKS,
    "POST /quan-tri/to-dan-pho/phuong-xa-cu": KEEPER,
    "GET /quan-tri/to-dan-pho/{group}/sap-xep": LINKS,
    "POST /quan-tri/to-dan-pho/{group}/sap-nhap": KEEPER,
    "POST /quan-tri/to-dan-pho/{group}/chia": KEEPER,
    "POST /quan-tri/to-dan-pho/{group}/doi-ten": KEEPER,
    **SLIP_DESK,
    **MACHINE_DESK,
    **HOOK_DESK,
    **BY_TOKEN,
    **STACKS,  # before the counter is closed below
    "GET /quan-tri/quay": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/in": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/ap-phich.pdf": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/them": COUNTERS,
    "POST /quan-tri/quay/them": COUNTERS,
    "GET /quan-tri/quay/may": COUNTERS | CHAIRMAN,
    "POST /quan-tri/quay/may": COUNTERS,
    "POST /quan-tri/quay/may/{kiosk}/thu-hoi": COUNTERS,
    "GET /quan-tri/quay/{code}": COUNTERS,
    "GET /quan-tri/quay/{code}/ma.svg": COUNTERS | CHAIRMAN,
    "POST /quan-tri/quay/{code}/nguoi": COUNTERS,
    "POST /quan-tri/quay/{code}/ma": COUNTERS,
    "POST /quan-tri/quay/{code}/don-vi": COUNTERS,
    "POST /quan-tri/quay/{code}/dong": COUNTERS,
    **ALERTS,
    "GET /quan-tri/cai-dat": KEEPER,
    "POST /quan-tri/cai-dat": KEEPER,
    "GET /quan-tri/cai-dat/{kind}": KEEPER,
    "POST /quan-tri/cai-dat/{kind}": KEEPER,
    "GET /quan-tri/cai-dat/{kind}/{thing}": KEEPER,
    "POST /quan-tri/cai-dat/{kind}/{thing}": KEEPER,
    "POST /quan-tri/cai-dat/{kind}/{thing}/tat": KEEPER,
    "POST /quan-tri/cai-dat/{kind}/{thing}/bat": KEEPER,
    "POST /quan-tri/cai-dat/{kind}/{thing}/ket-thuc": KEEPER,
    "POST /quan-tri/dang-xuat": PUBLIC,  # last: it ends the session
}


def _english(door: str) -> str:
    method, path = door.split()
    return f"{method} /en{path.rstrip('/')}"


DOORS: dict[str, Who] = {
    **BOTH,
    **{_english(door): who for door, who in BOTH.items()},
    **PROGRAMS,
    **STAFF,
}

# A door that stands wider open than the room behind it: the others are refused inside.
SEES: dict[str, frozenset[Role]] = {
    "GET /quan-tri/van-de/{matter}": frozenset(
        {
            Role.CHAIRMAN,
            Role.DEPUTY,
            Role.REGISTER_KEEPER,
            Role.INSPECTOR,
            Role.DIRECTOR,  # heads, and an officer, of the unit that it was given to
            Role.UNIT_HEAD,
            Role.OFFICER,
            Role.CLERK,  # once it is answered
        }
    ),
}
SEES["GET /quan-tri/van-de/{matter}/tep/{file}"] = SEES["GET /quan-tri/van-de/{matter}"] - {
    Role.CLERK
}
SEES["POST /quan-tri/van-de/{matter}/{path}"] = SEES["GET /quan-tri/van-de/{matter}"]
SEES["POST /quan-tri/van-de/{matter}/chen"] = SEES["GET /quan-tri/van-de/{matter}"]
for page in ("cach-tinh-han", "xem-truoc", "so-sanh"):
    SEES[f"GET /quan-tri/van-de/{{matter}}/{page}"] = SEES["GET /quan-tri/van-de/{matter}"]
SEES |= LETTERS_SEEN
# These buttons send no form, so no body is a wrong one.
BUTTONS = frozenset(
    {
        "POST /quan-tri/dang-xuat",
        "POST /quan-tri/phien/{session}/thoat",
        "POST /quan-tri/phien/thoat-may-khac",
        "POST /quan-tri/tai-khoan/{account}/thoat",
        "POST /quan-tri/tai-khoan/{account}/tat",
        "POST /quan-tri/tai-khoan/{account}/bat",
        "POST /quan-tri/to-dan-pho/{group}/lien-ket/{link}/thu-hoi",
        "POST /quan-tri/khao-sat/mau/{sheet}/ban-moi",
        "POST /quan-tri/quay/{code}/dong",
        "POST /quan-tri/phieu-danh-gia/{item}/tu-choi",
        "POST /quan-tri/quay/may/{kiosk}/thu-hoi",
        "POST /quan-tri/may-ket-noi/{machine}/thu-hoi",
        "POST /quan-tri/phieu-giay/{stack_id}/ghi",
        "POST /quan-tri/hoi-y/{half}/viec/{point}/bo",
        "POST /quan-tri/hoi-y/{half}/ket-thuc",
        "POST /quan-tri/doi-thoai/{conference}/viec/{line}/bo",
        "POST /quan-tri/doi-thoai/{conference}/cum/{part}/bo",
        "POST /quan-tri/doi-thoai/{conference}/khach-moi/khu-dan-cu",
        "POST /quan-tri/doi-thoai/{conference}/khach-moi/{guest}/bo",
        "POST /quan-tri/ca-phe/truoc-day/{earlier_figure}/rut",
        "POST /quan-tri/ca-phe/buoi/{meeting}/mo",
        "POST /quan-tri/ca-phe/buoi/{meeting}/ket-thuc",
        "POST /quan-tri/ca-phe/buoi/{meeting}/anh/{public_id}/bo",
        "POST /quan-tri/doi-thoai/{conference}/anh/{public_id}/bo",
        *HALL_BUTTONS,
        *LETTER_BUTTONS,
        *HOOK_BUTTONS,
        "POST /quan-tri/cai-dat/{kind}/{thing}/tat",
        "POST /quan-tri/cai-dat/{kind}/{thing}/bat",
        "POST /theo-doi/xac-nhan/{token}",
        "POST /theo-doi/cau-hoi/dong-y/{token}",
        "POST /theo-doi/cau-hoi/{token}",
        *HEADS_BUTTONS,
        "POST /quan-tri/van-de/bang-tinh/{batch}/bo",
        "POST /moi/{token}/da-xem",
        "POST /tra-cuu/{key}/xoa-lien-he",
    }
)
BUTTONS |= {_english(door) for door in BUTTONS if "/quan-tri" not in door}
