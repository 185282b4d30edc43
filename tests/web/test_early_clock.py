"""Case 26: a clock that was set back writes nothing; who starts the server is told."""

from __future__ import annotations

from datetime import timedelta

import click
import pytest

from dialogue.core import clock
from dialogue.core.database import database
from tests.matters import builders
from web.cli.serve import refuse_early_clock

pytestmark = pytest.mark.integration


async def test_case_26_a_clock_before_the_last_entry_keeps_the_server_down(
    fresh_database: None,
) -> None:
    async with database():
        await builders.scene()
    await refuse_early_clock()
    with (
        clock.at(clock.now() - timedelta(days=1)),
        pytest.raises(click.ClickException, match="earlier than the last log entry"),
    ):
        await refuse_early_clock()
