"""The description of the API (OpenAPI 3.1): what the framework knows, with examples and problems.

The framework tells shapes and parameters; which problems an address answers with, what its
parameters mean and an example of each shape are added here.
"""

from __future__ import annotations

import inspect
import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Litestar

from web import result_rows
from web.api import coffee, conferences, ledger, problems, procedures, results, shapes
from web.api.machines import cases, questions, ratings, slips

JSON = "application/json"
PROBLEM = "application/problem+json"
READS = (400, 406, 429, 500, 503)
WRITES = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
DATA = Path(__file__).parent / "data"
Doc = dict[str, Any]

ABOUT = """\
What everybody may read on the pages of a ward, as data; and what a ward's other systems write in.

Reading needs no key, and pages of other sites may do it (CORS). Lists go on with `after`, which
takes the `next` of the reply before: it is good for the same address and filters. Replies carry an
ETag: ask again with If-None-Match, and 304 has no body. One address may read 600 times in a minute;
RateLimit says what is left. Errors are problem+json (RFC 9457). Times have their offset, days are
those of Vietnam. There are no names of askers, but of those who agreed to be named.
"""
SHAPES = (
    *(shapes, procedures, conferences, coffee, results, result_rows, ledger, problems),
    *(slips, ratings, cases, questions),
)
MEANINGS = {
    304: "Nothing has changed since the ETag in If-None-Match.",
    400: "A parameter is unknown, given twice or out of its bounds; `after` belongs to another "
    "query; or the body has another shape.",
    401: "No token, or one that is unknown, over or revoked.",
    403: "The token does not open this door or this ward.",
    404: "There is no such ward or item.",
    406: "The Accept header allows no type that is given here.",
    409: "It cannot be done now: its day is not over, or it was sent minutes ago.",
    413: "The body is larger than 256 KB.",
    415: "The body is no application/json.",
    422: "A value is wrong, or the Idempotency-Key brought another body.",
    429: "Too many calls in this minute.",
    500: "A fault of ours.",
    503: "The server is busy; the same call may be made again.",
}
LEDGER = {"show_checkpoint": (404,), "show_inclusion": (404, 409), "show_consistency": (404, 422)}


def text_header(description: str, kind: str = "string") -> Doc:
    return {"description": description, "schema": {"type": kind}}


PACE = {
    "RateLimit-Policy": text_header('Calls in a window of seconds: "minute";q=600;w=60'),
    "RateLimit": text_header('Calls left, and seconds to the next window: "minute";r=598;t=41'),
}
WAIT = {"Retry-After": text_header("Seconds to wait.", "integer")}
CACHE = {
    "ETag": text_header("For If-None-Match."),
    "Cache-Control": text_header("no-cache: keep it, and ask whether it still stands."),
}
PROBLEM_SHAPE: Doc = {
    "type": "object",
    "description": "A problem (RFC 9457). type leads to what its code means; errors names places.",
    "required": ["type", "status", "title"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "Of the address or header."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


@cache
def read(name: str) -> Doc:
    """A data file of this folder."""
    found: Doc = json.loads((DATA / name).read_text())
    return found


def describe(app: Litestar) -> Doc:
    """The whole description, made once for an application."""
    known: Doc | None = app.state.get("described")
    if known is None:
        known = described(app.openapi_schema.to_schema())
        app.state.described = known
    return known


def described(raw: Doc) -> Doc:
    doc = deepcopy(raw)
    doc["info"]["description"] = ABOUT
    schemas = doc["components"]["schemas"]
    schemas["ProblemDetails"] = PROBLEM_SHAPE
    _say_what_shapes_are(schemas)
    for path, item in doc["paths"].items():
        for method, operation in item.items():
            _complete(path, method, operation)
    return doc


def _say_what_shapes_are(schemas: Doc) -> None:
    for module in SHAPES:
        for name, shape in inspect.getmembers(module, inspect.isclass):
            if name in schemas and shape.__module__.startswith("web."):
                schemas[name]["description"] = inspect.getdoc(shape)
    for name, example in read("examples.json").items():
        if name in schemas:
            schemas[name]["examples"] = [example]


def _complete(path: str, method: str, operation: Doc) -> None:
    writes = method != "get"
    operation["tags"] = ["write" if writes else "read"]
    operation["summary"] = operation["description"].splitlines()[0].rstrip(".")
    for parameter in operation.get("parameters", []):
        parameter["description"] = read("parameters.json")[parameter["name"]]
        parameter["schema"] = _without_null(parameter["schema"])
    _complete_answer(operation, cached=not writes and "/v1/" in path)
    for status in _problems(path, operation["operationId"], writes=writes):
        operation["responses"][str(status)] = _problem(status)


def _without_null(schema: Doc) -> Doc:
    """No address can say null: a parameter is left out."""
    rest = {name: value for name, value in schema.items() if name != "oneOf"}
    for each in schema.get("oneOf", []):
        rest |= {} if each == {"type": "null"} else each
    if isinstance(rest.get("type"), list):
        (rest["type"],) = set(rest["type"]) - {"null"}
        rest["enum"] = [each for each in rest["enum"] if each is not None]
    return rest


def _complete_answer(operation: Doc, *, cached: bool) -> None:
    (status,) = (code for code in operation["responses"] if code.startswith("2"))
    operation["responses"] = {status: operation["responses"][status]}
    answer = operation["responses"][status]
    answer["description"] = operation["summary"] + "."
    answer["headers"] = PACE | (CACHE if cached else {})
    if cached:
        operation["responses"]["304"] = {"description": MEANINGS[304], "headers": CACHE}
    for media in answer["content"].values():
        example = _example(media["schema"])
        if example is not None:
            media["example"] = example


def _example(schema: Doc) -> Any:
    """Of a shape by its name, or of a list of one; None for others."""
    if "$ref" in schema:
        return read("examples.json").get(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        inner = _example(schema["items"])
        return None if inner is None else [inner]
    return None


def _problems(path: str, name: str, *, writes: bool) -> list[int]:
    if writes:
        return list(WRITES)
    found = {*READS, *LEDGER.get(name, ())}
    return sorted(found | {404} if "{" in path else found)


def _problem(status: int) -> Doc:
    headers = WAIT if status in {429, 503} else {}
    if status == 401:
        headers = {"WWW-Authenticate": text_header("Bearer")}
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {
        "description": MEANINGS[status],
        "headers": headers,
        "content": {PROBLEM: {"schema": schema}},
    }
