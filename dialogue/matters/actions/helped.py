""" "This answers me": said before a question is sent, counted on the answer, of nobody."""

from __future__ import annotations

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.core.tables import UsedTicket
from dialogue.core.tickets import LIFE
from dialogue.matters.queries.nearest import OFFERED
from dialogue.matters.tables import Published


async def count_help(ward: int, number: int, nonce: str) -> None:
    """One more whom the answer helped; the same ticket counts once, whatever it says.

    nonce: the ticket's hash (dialogue.core.tickets). An answer that no longer stands is not
    counted: whoever was offered it has read it all the same.
    """
    try:
        async with DB.transaction():
            await UsedTicket.insert(
                UsedTicket(
                    nonce=nonce, ward=ward, body="helped", receipt="", ends=clock.now() + LIFE
                )
            )
            await Published.update({Published.helped: Published.helped + 1}).where(
                Published.ward == ward,
                Published.number == number,
                Published.state.is_in([state.value for state in OFFERED]),
            )
    except Exception:
        # The same ticket came twice: it is counted already.
        if not await UsedTicket.exists().where(UsedTicket.nonce == nonce):
            raise
