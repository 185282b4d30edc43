"""Who may open which door: every route of the product, by method and path.

Written by hand from institution.md §4 and the sentences of dialogue.ward.rules and
dialogue.matters.rules, not read from the handlers: a new route needs a line here.
"""

from __future__ import annotations

from dialogue.ward.states import Role

PUBLIC, GROUP = "public", "group"
Who = str | frozenset[Role]

ALL = frozenset(Role)
READERS = ALL - {Role.KEEPER, Role.OBSERVER}  # some matter may be theirs to read
LEADERS = frozenset({Role.CHAIRMAN, Role.DEPUTY})
TYPISTS = READERS - {Role.DEPUTY, Role.INSPECTOR, Role.SEALED_READER}
TASKS = READERS - {Role.COUNTER_OFFICER, Role.SEALED_READER}
CHAIRMAN = frozenset({Role.CHAIRMAN})
DIRECTOR = frozenset({Role.DIRECTOR})
HUDDLE = DIRECTOR | {Role.COUNTER_OFFICER}
KEEPER = frozenset({Role.KEEPER})
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

# Each stands twice, in Vietnamese at / and in English at /en.
BOTH = {
    "GET /": PUBLIC,
    "GET /q/{code}": PUBLIC,
    "POST /q/{code}": PUBLIC,
    "GET /q/{code}/cam-on/{receipt}": PUBLIC,
    "GET /q/{code}/cam-on/{receipt}/sua": PUBLIC,
    "POST /q/{code}/cam-on/{receipt}/sua": PUBLIC,
    "GET /to-truong/{token}": GROUP,
    "POST /to-truong/{token}": GROUP,
    "POST /to-truong/{token}/cau-hoi": GROUP,
    "GET /to-truong/{token}/bang-tinh": GROUP,
    "POST /to-truong/{token}/bang-tinh": GROUP,
    "GET /to-truong/{token}/bang-tinh/mau.csv": GROUP,
    "GET /to-truong/{token}/bang-tinh/mau.xlsx": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}": GROUP,
    "POST /to-truong/{token}/bang-tinh/{batch}/ghi": GROUP,
    "POST /to-truong/{token}/bang-tinh/{batch}/bo": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}/phieu": GROUP,
    "GET /to-truong/{token}/bang-tinh/{batch}/phieu.csv": GROUP,
    "GET /tra-cuu": PUBLIC,
    "POST /tra-cuu": PUBLIC,
    "GET /tra-cuu/{key}": PUBLIC,
    "GET /tra-cuu/{key}/cach-tinh-han": PUBLIC,
    "POST /tra-cuu/{key}/danh-gia": PUBLIC,
    "POST /tra-cuu/{key}/tra-loi": PUBLIC,
    "POST /tra-cuu/{key}/xoa-lien-he": PUBLIC,
    "GET /tra-cuu/{key}/rut-lai": PUBLIC,
    "POST /tra-cuu/{key}/rut-lai": PUBLIC,
    "GET /{slug}": PUBLIC,
    "GET /{slug}/hoi-dap": PUBLIC,
    "GET /{slug}/hoi-dap/{number}": PUBLIC,
    "GET /{slug}/hoi-dap/{number}/tep/{public_id}": PUBLIC,
    "GET /{slug}/cam-ket": PUBLIC,
    "GET /{slug}/cam-ket/{number}": PUBLIC,
    "GET /{slug}/cam-ket/{number}/anh/{public_id}": PUBLIC,
    "GET /tra-cuu/{key}/cam-ket/{task}": PUBLIC,
    "POST /tra-cuu/{key}/cam-ket/{task}": PUBLIC,
    "GET /to-truong/{token}/cam-ket": GROUP,
    "GET /to-truong/{token}/cam-ket/{number}": GROUP,
    "POST /to-truong/{token}/cam-ket/{number}": GROUP,
    "GET /{slug}/loi-hua": PUBLIC,
    "GET /{slug}/loi-hua/{public_id}": PUBLIC,
    "GET /{ward}/gop-y": PUBLIC,
    "POST /{ward}/gop-y": PUBLIC,
    "GET /{ward}/gop-y/cam-on/{receipt}": PUBLIC,
    "POST /{ward}/gop-y/gan-giong": PUBLIC,
    "POST /{ward}/gop-y/da-ro": PUBLIC,
    "GET /{ward}/gop-y/da-ro/{number}": PUBLIC,
}
PROGRAMS = {
    "GET /api/openapi.json": PUBLIC,
    "GET /api/problems": PUBLIC,
    "GET /api/problems/{code}": PUBLIC,
    "GET /api/v1/wards": PUBLIC,
    "GET /api/v1/wards/{ward}": PUBLIC,
    "GET /api/v1/wards/{ward}/answers": PUBLIC,
    "GET /api/v1/wards/{ward}/answers/{number}": PUBLIC,
    "GET /api/v1/wards/{ward}/fields": PUBLIC,
    "GET /api/v1/wards/{ward}/promises": PUBLIC,
    "GET /api/v1/wards/{ward}/promises/{public_id}": PUBLIC,
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /live/{ward}": PUBLIC,
    "GET /live/{ward}/items": PUBLIC,
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
    "GET /quan-tri/hai-long/bieu-do.json": SATISFACTION,
    "POST /quan-tri/duyet/{matter}": LEADERS,
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
    "GET /quan-tri/quay": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/in": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/ap-phich.pdf": COUNTERS | CHAIRMAN,
    "GET /quan-tri/quay/them": COUNTERS,
    "POST /quan-tri/quay/them": COUNTERS,
    "GET /quan-tri/quay/{code}": COUNTERS,
    "GET /quan-tri/quay/{code}/ma.svg": COUNTERS | CHAIRMAN,
    "POST /quan-tri/quay/{code}/nguoi": COUNTERS,
    "POST /quan-tri/quay/{code}/dong": COUNTERS,
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
        "POST /quan-tri/quay/{code}/dong",
        "POST /quan-tri/hoi-y/{half}/viec/{point}/bo",
        "POST /quan-tri/hoi-y/{half}/ket-thuc",
        "POST /quan-tri/cai-dat/{kind}/{thing}/tat",
        "POST /quan-tri/cai-dat/{kind}/{thing}/bat",
        "POST /to-truong/{token}",
        "POST /to-truong/{token}/bang-tinh",
        "POST /to-truong/{token}/bang-tinh/{batch}/ghi",
        "POST /to-truong/{token}/bang-tinh/{batch}/bo",
        "POST /quan-tri/van-de/bang-tinh/{batch}/bo",
        "POST /to-truong/{token}/cam-ket/{number}",
        "POST /to-truong/{token}/cau-hoi",  # to the button, before the cookie is there
        "POST /tra-cuu/{key}/xoa-lien-he",
    }
)
BUTTONS |= {_english(door) for door in BUTTONS if "/quan-tri" not in door}
