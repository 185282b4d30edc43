"""A ward with as many published answers as asked for, in bulk: the rows that a search reads.

Words are those of the demo's texts and are drawn by Zipf's law, so that common ones are in many
answers: the hard case. The same count gives the same words.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from dialogue.core.bulk import insert_many
from dialogue.core.codes import public_id
from dialogue.core.database import DB
from dialogue.matters.exposure import Facet, marked_words, plain_words, token
from dialogue.matters.seals import answer_seal
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter, Published
from tests.bench.crowd import people
from tests.bench.story import People, defaults_of, syllables

ZIPF = 0.9
TITLE, BODY, ANSWER = 6, 20, 30  # words
CHUNK = 5_000  # answers in a transaction
FIRST = datetime(2016, 1, 4, 2, tzinfo=UTC)
APART = timedelta(seconds=300)  # between two answers: a million take nine years and a half
STATES = (MatterState.CLOSED,) * 9 + (MatterState.PUBLISHED,)
Row = dict[str, Any]


class Language:
    """Words by how often they are used, with what the index keeps of each."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  no secret
        self.words = [word for word in syllables() if plain_words(word)]
        self.dice.shuffle(self.words)
        weights = [1 / (place + 1) ** ZIPF for place in range(len(self.words))]
        self._cumulated = list(accumulate(weights))
        self.kept = {word: {*plain_words(word), *marked_words(word)} for word in self.words}
        self.titled = {
            word: {token(Facet.TITLE, each) for each in plain_words(word)} for word in self.words
        }

    def draw(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self._cumulated, k=count)


async def fill(count: int) -> People:
    who = await people()
    language = Language(count)
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        rows = [_answer(who, language, number) for number in numbers]
        async with DB.transaction():
            await insert_many(Matter, [_matter(row) for row in rows])
            await insert_many(Published, rows)
    return who


def _answer(who: People, language: Language, number: int) -> Row:
    dice, at = language.dice, FIRST + APART * number
    field, unit = dice.choice(who.fields)
    state, day = dice.choice(STATES), at.date()
    title, body, answer = (language.draw(many) for many in (TITLE, BODY, ANSWER))
    kept = {
        token(Facet.WARD, who.ward),
        token(Facet.FIELD, field),
        token(Facet.STATE, state.value),
        token(Facet.YEAR, at.year),
        token(Facet.SOURCE, "web"),
    }
    kept.update(*(language.kept[word] for word in (*title, *body, *answer)))
    kept.update(*(language.titled[word] for word in title))
    row = defaults_of(Published) | {
        "ward": who.ward,
        "matter": number + 1,
        "number": number + 1,
        "public_id": public_id(),
        "title": " ".join(title),
        "body": " ".join(body),
        "answer": " ".join(answer),
        "kind": "question",
        "source": "web",
        "state": state.value,
        "field": field,
        "unit": unit,
        "approver_name": "Trần Thị Bình",
        "approver_title": "Phó Chủ tịch",
        "received_on": day,
        "due_on": day,
        "first_due_on": day,
        "published_at": at,
        "answered_at": at,
        "in_time": True,
        "days": 5,
        "year": at.year,
        "place": int(at.timestamp()),
        "words": " ".join(sorted(kept)),
    }
    return row | {"checksum": answer_seal(row)}


def _matter(row: Row) -> Row:
    """Its entry in the register: closed, and nothing more is asked of it here."""
    day = row["received_on"]
    return defaults_of(Matter) | {
        "id": row["matter"],
        "ward": row["ward"],
        "public_id": row["public_id"],
        "tracking": f"{row['ward']}-{row['matter']}",
        "kind": "question",
        "source": "web",
        "state": row["state"],
        "title": row["title"],
        "body": "",
        "field": row["field"],
        "unit": row["unit"],
        "received_at": row["published_at"],
        "day_zero": day,
        "publish_due": day,
        "first_due": day,
        "number": row["number"],
    }
