"""The description of the API holds: it is valid, complete, and every reply is as it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema_rs import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from dialogue.core import clock
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.rules import Scope
from dialogue.ward.states import Role
from tests.matters.build import house, published
from tests.web.test_api import START
from web.api import gate
from web.api.described import describe
from web.app import make_app

pytestmark = pytest.mark.integration
DOC = describe(make_app())
SEED, EXAMPLES = 7, 4
SCHEMA = schemathesis.openapi.from_dict(
    DOC,
    config=schemathesis.Config.from_dict({"generation": {"allow-x00": False}}),  # see web.safety
)
OPERATIONS = [
    (path, method, operation)
    for path, item in DOC["paths"].items()
    for method, operation in item.items()
]
NAMES = [operation["operationId"] for _path, _method, operation in OPERATIONS]


def test_it_is_valid_openapi() -> None:
    assert DOC["openapi"].startswith("3.1")
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(DOC)] == []
    assert len(NAMES) == len(set(NAMES)) > 20


@pytest.mark.parametrize("place", range(len(OPERATIONS)), ids=NAMES)
def test_each_address_is_explained_with_an_example(place: int) -> None:
    path, method, operation = OPERATIONS[place]
    assert operation["description"]
    assert all(each["description"] for each in operation.get("parameters", []))
    (answer,) = [operation["responses"][code] for code in operation["responses"] if code == "200"]
    for media, content in answer["content"].items():
        assert "example" in content or media == "text/plain"
    problems = {code for code in operation["responses"] if code >= "400"}
    assert {"400", "429", "500"} <= problems
    assert ("404" in problems) == ("{" in path)
    assert method == "get" or "requestBody" in operation


@pytest.mark.parametrize("name", sorted(DOC["components"]["schemas"]))
def test_examples_have_the_shapes_they_explain(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOC["components"]}
    for example in DOC["components"]["schemas"][name].get("examples", []):
        assert [error.message for error in Draft202012Validator(schema).iter_errors(example)] == []


@pytest.fixture
async def token(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a machine that may write all, in a ward that has published something."""
    monkeypatch.setattr(gate, "PACE", 100_000)
    home = await house()
    with clock.at(START):
        await published(home, "Đèn đường hẻm 47", field="DD")
    keeper = await home.person(Role.REGISTER_KEEPER)
    return await add_machine(keeper, NewMachine("Một cửa", list(Scope)))


@pytest.mark.parametrize("place", range(len(OPERATIONS)), ids=NAMES)
async def test_every_reply_is_as_described(
    client: httpx.AsyncClient, token: str, place: int
) -> None:
    path, method, told = OPERATIONS[place]
    for mode in ("positive", "negative") if may_be_wrong(told) else ("positive",):
        await asyncio.to_thread(tried(client, token, SCHEMA[path][method], mode))


def may_be_wrong(operation: dict[str, Any]) -> bool:
    """A word of the path is never ill-formed: it only leads nowhere."""
    return any(each["in"] != "path" for each in operation.get("parameters", []))


def tried(client: httpx.AsyncClient, token: str, operation: Any, mode: str) -> Callable[[], None]:
    """Cases of a fixed seed, made in a thread and sent in this one's loop."""
    loop = asyncio.get_running_loop()
    strategy = operation.as_strategy(schemathesis.GenerationMode(mode))

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def each(case: Any) -> None:
        if mode == "positive":
            (case.query or {}).pop("after", None)  # no description makes a true cursor
        sent = asyncio.run_coroutine_threadsafe(ask(client, token, case), loop)
        case.validate_response(sent.result(60))

    return each


async def ask(client: httpx.AsyncClient, token: str, case: Any) -> httpx.Response:
    ready = case.as_transport_kwargs(base_url="http://ward.example")
    ready.pop("cookies", None)
    headers = {**dict(ready.pop("headers", None) or {})}
    if case.method != "GET":
        headers["authorization"] = f"Bearer {token}"
    kept = ("method", "url", "params", "json", "data")
    known = {name: ready[name] for name in kept if name in ready}
    if isinstance(known.get("data"), (bytes, str)):
        known["content"] = known.pop("data")
    return await client.request(**known, headers=headers)
