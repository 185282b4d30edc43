"""The checker that people are given, loaded from the very file that is served."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "web/static/check_receipt.py"


def _loaded() -> Any:
    spec = spec_from_file_location("check_receipt", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["check_receipt"] = module
    spec.loader.exec_module(module)
    return module


CHECKER = _loaded()
