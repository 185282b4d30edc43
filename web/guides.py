"""The user guides: Markdown in docs/huong-dan, a page for each role, with pictures of the product.

They are read from the checkout that runs. Vietnamese, as those who work with it are; a guide with
another language in its name, `nguoi-dan.en.md`, is shown there instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dialogue.core.errors import NotFound
from dialogue.ward.states import Role
from web.i18n import in_language

if TYPE_CHECKING:
    from markdown_it.token import Token

PATH = "/huong-dan"
FOLDER = Path(__file__).parent.parent / "docs" / "huong-dan"
PICTURES = "anh/"  # as the guides name them
SOURCE_LANGUAGE = "vi"
GUIDES: dict[str, tuple[Role, ...]] = {  # in the order of the list
    "nguoi-dan": (),
    "to-truong": (),
    "mot-cua": (Role.COUNTER_OFFICER,),
    "thu-ky": (Role.REGISTER_KEEPER,),
    "chuyen-vien": (Role.OFFICER,),
    "truong-don-vi": (Role.UNIT_HEAD,),
    "pho-chu-tich": (Role.DEPUTY,),
    "chu-tich": (Role.CHAIRMAN,),
    "giam-doc": (Role.DIRECTOR,),
    "van-thu": (Role.CLERK,),
    "ho-so-rieng": (Role.SEALED_READER,),
    "thanh-tra": (Role.INSPECTOR,),
    "quan-sat": (Role.OBSERVER,),
    "quan-tri": (Role.KEEPER,),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """title, about: its heading and first paragraph, plain. html: all that follows these two."""

    slug: str
    language: str
    title: str
    about: str
    html: str


@cache
def guide(slug: str, language: str) -> Guide:
    """In this language, or in Vietnamese. Raises NotFound."""
    if slug not in GUIDES:
        raise NotFound(f"no guide {slug!r}")
    own = FOLDER / f"{slug}.{language}.md"
    if own.exists():
        return _read(own, slug, language)
    return _read(FOLDER / f"{slug}.md", slug, SOURCE_LANGUAGE, language)


@cache
def guides(language: str) -> list[Guide]:
    return [guide(slug, language) for slug in GUIDES]


def guides_of(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """(title, address) of what somebody with these roles may want to read."""
    held = frozenset(roles)
    found = [slug for slug, of in GUIDES.items() if not held.isdisjoint(of)]
    return [(_title(FOLDER / f"{slug}.md"), f"{PATH}/{slug}") for slug in found]


def picture(name: str) -> bytes:
    """Raises NotFound."""
    if name not in _pictures():
        raise NotFound(f"no picture {name!r}")
    return (FOLDER / PICTURES / name).read_bytes()


@cache
def _pictures() -> frozenset[str]:
    return frozenset(path.name for path in (FOLDER / PICTURES).glob("*.webp"))


@cache
def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("# ").strip()


def _read(path: Path, slug: str, language: str, shown_in: str = "") -> Guide:
    """shown_in: the language of the pages around it, to which its links lead."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  a guide is read once, most never

    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(path.read_text("utf-8"))
    for token in tokens:
        for each in token.children or ():
            _address(each, shown_in or language)
    title, about = tokens[1].content, tokens[4].content
    html = reader.renderer.render(tokens[6:], reader.options, {})
    return Guide(slug, language, title, about, html)


def _address(token: Token, language: str) -> None:
    """From what stands beside the file to what stands on the site."""
    if token.type == "link_open" and str(token.attrs["href"]).endswith(".md"):
        slug = str(token.attrs["href"]).removesuffix(".md").partition(".")[0]
        token.attrs["href"] = in_language(f"{PATH}/{slug}", language)
    elif token.type == "image":
        name = str(token.attrs["src"]).removeprefix(PICTURES)
        width, height = picture_size(name)
        token.attrs |= {"src": f"{PATH}/anh/{name}", "width": width, "height": height}
        token.attrs["loading"] = "lazy"


def picture_size(name: str) -> tuple[int, int]:
    """Width and height in pixels, so that no text jumps when it comes."""
    from PIL import Image  # noqa: PLC0415  as above

    with Image.open(FOLDER / PICTURES / name) as image:
        return image.size
