"""Fixtures of several files of page tests."""

from tests.web.site import short_streams, site

__all__ = ["short_streams", "site"]
