"""What the walk finds wrong with a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.e2e.walk import misnamed

pytestmark = pytest.mark.unit


def test_a_name_begins_with_what_is_seen() -> None:
    html = """<button aria-label="Che Nguyễn Văn Mẫu">Che chỗ này</button>
        <button aria-label="Giữ nguyên: Nguyễn Văn Mẫu"> Giữ  nguyên</button>
        <a href="/" aria-label="Đóng"><svg></svg></a>"""
    assert misnamed(LexborHTMLParser(html)) == ["'Che chỗ này' is called 'Che Nguyễn Văn Mẫu'"]
