"""Access logs without secrets: personal links, tracking codes, tokens and tickets are masked."""

from __future__ import annotations

import logging
import re

MASK = "***"
# what follows these words in a path is a secret or leads to a person
_PATH = re.compile(
    r"(/(?:to-truong|moi|tra-cuu|cam-on|phieu|thanks|man-chieu|quay|v"
    r"|theo-doi(?:/xac-nhan|/cau-hoi(?:/dong-y)?)?)/)[^\s?\"/]+"
)
_PARAMETER = re.compile(
    r"([?&](?:token|ticket|key|ma|code|receipt|bien-nhan)=)[^&\s\"]+", re.IGNORECASE
)


def masked(line: str) -> str:
    return _PARAMETER.sub(rf"\1{MASK}", _PATH.sub(rf"\1{MASK}", line))


class MaskingFilter(logging.Filter):
    """For every handler that writes addresses, whichever logger they come from."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        return True


def mask_logs(*names: str) -> None:
    """Without names: Granian's access log, httpx and the root logger."""
    for name in names or ("granian.access", "_granian", "httpx", ""):
        logger = logging.getLogger(name)
        for target in (logger, *logger.handlers):
            if not any(isinstance(each, MaskingFilter) for each in target.filters):
                target.addFilter(MaskingFilter())
