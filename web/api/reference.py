"""The description of the API as people read it: each call and each shape in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Doc = dict[str, Any]
REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter, or a property of a shape. shape: the name of what it is, if it is one of ours.

    bounds: what else is said of it: its least and most, its words, what it is when left out.
    """

    name: str
    kind: str
    shape: str
    required: bool
    about: str
    bounds: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """body, reply: names of shapes. sent, given: an example of each as JSON, or empty."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: list[Value]
    body: str
    sent: str
    reply: str
    given: str
    statuses: list[tuple[str, str]]
    writes: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """words: what a value of it may be, where it is a choice of words."""

    name: str
    about: str
    words: list[str]
    properties: list[Value]


def calls(doc: Doc) -> list[Call]:
    return [
        _call(doc, method, path, operation)
        for path, item in doc["paths"].items()
        for method, operation in item.items()
    ]


def shapes(doc: Doc) -> list[Shape]:
    return [_shape(name, schema) for name, schema in sorted(doc["components"]["schemas"].items())]


def _call(doc: Doc, method: str, path: str, operation: Doc) -> Call:
    summary, _gap, more = operation["description"].partition("\n\n")
    sent = _media(operation.get("requestBody", {}))
    replies = operation["responses"]
    given = _media(next(reply for code, reply in replies.items() if code.startswith("2")))
    return Call(
        id=operation["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=summary,
        about=more,
        parameters=[_value(each["name"], each, each["schema"]) for each in _parameters(operation)],
        body=_kind(sent.get("schema", {}))[1],
        sent=_written(_example_of(doc, sent)),
        reply=_kind(given.get("schema", {}))[1],
        given=_written(_example_of(doc, given)),
        statuses=[(code, reply["description"]) for code, reply in replies.items()],
        writes="write" in operation["tags"],
    )


def _parameters(operation: Doc) -> list[Doc]:
    found: list[Doc] = operation.get("parameters", [])
    return found


def _media(holder: Doc) -> Doc:
    found: Doc = next(iter(holder.get("content", {}).values()), {})
    return found


def _example_of(doc: Doc, media: Doc) -> Any:
    """Its own, else that of its shape; None where nobody wrote one."""
    schema = media.get("schema", {})
    known = [media.get("example"), *schema.get("examples", [])]
    name = _kind(schema)[1]
    known += doc["components"]["schemas"].get(name, {}).get("examples", [])
    return next((each for each in known if each is not None), None)


def _written(example: Any) -> str:
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)


def _shape(name: str, schema: Doc) -> Shape:
    required = set(schema.get("required", []))
    return Shape(
        name,
        schema.get("description", ""),
        [str(each) for each in schema.get("enum", [])],
        [
            _value(each, {"required": each in required}, its)
            for each, its in schema.get("properties", {}).items()
        ],
    )


def _value(name: str, told: Doc, schema: Doc) -> Value:
    kind, shape = _kind(schema)
    return Value(
        name,
        kind,
        shape,
        bool(told.get("required")),
        told.get("description") or schema.get("description", ""),
        "; ".join(_bounds(schema)),
        told.get("in", ""),
    )


def _kind(schema: Doc) -> tuple[str, str]:
    """In words, and the name of the shape in it: ("list of AnswerOut", "AnswerOut")."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return name, name
    for one in ("allOf", "oneOf", "anyOf"):
        if one in schema:
            parts = [_kind(each) for each in schema[one]]
            return " or ".join(kind for kind, _ in parts), next((n for _, n in parts if n), "")
    kind = schema.get("type", "")
    if kind == "array":
        inner, name = _kind(schema.get("items", {}))
        return f"list of {inner}", name
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return schema.get("format", words) or words, ""


def _bounds(schema: Doc) -> Iterator[str]:
    if "enum" in schema:
        yield ", ".join(map(str, schema["enum"]))
    for name, words in (
        ("minimum", "at least"),
        ("maximum", "at most"),
        ("minLength", "letters, at least"),
        ("maxLength", "letters, at most"),
        ("minItems", "items, at least"),
        ("maxItems", "items, at most"),
    ):
        if name in schema:
            yield f"{words} {schema[name]:g}"
    if schema.get("default") not in {None, ""}:
        yield f"left out: {schema['default']}"
