"""Holds a frame against docs/chat-protocol.schema.json: as much of JSON Schema as that file uses, and no more.

A word that this does not know is an error, so that nothing in the file goes unchecked.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "docs" / "chat-protocol.schema.json"
DEFINITIONS: dict[str, dict] = json.loads(FILE.read_text(encoding="utf-8"))["$defs"]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
ONLY_TOLD = {"description", "examples"}


def problems(value, name: str) -> list[str]:
    """What is wrong with a frame that should be a `name`, such as `to_visitor`; each with the place in it."""
    return list(_problems(value, DEFINITIONS[name], "frame"))


def is_a(value, name: str) -> bool:
    return not problems(value, name)


def _problems(value, schema: dict, place: str) -> Iterator[str]:
    for word, argument in schema.items():
        if word in ONLY_TOLD:
            continue
        if word in WITHIN:
            for part, its_schema, where in WITHIN[word](value, argument):
                yield from _problems(part, its_schema, place + where)
        elif not WORDS[word](value, argument, schema):
            yield f"{place}: not {word} {json.dumps(argument)[:200]}: {json.dumps(value)[:200]}"


def _as(kind: type, value):
    """The value, or an empty one: what is of another type is told of by the word `type`."""
    return value if isinstance(value, kind) else kind()


def _is(value, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))


def _same(value, other) -> bool:
    return value == other and type(value) is type(other)


def _fits(value, schema: dict) -> bool:
    return not any(_problems(value, schema, ""))


# Words that lead further in: the parts, the schema of each, and where it stands.
WITHIN = {
    "$ref": lambda value, name: [(value, DEFINITIONS[name.removeprefix("#/$defs/")], "")],
    "items": lambda value, schema: [(item, schema, f"[{at}]") for at, item in enumerate(_as(list, value))],
    "properties": lambda value, schemas: [
        (value[key], schemas[key], f".{key}") for key in schemas if key in _as(dict, value)
    ],
}
WORDS = {
    "type": lambda value, kind, _all: _is(value, kind),
    "const": lambda value, other, _all: _same(value, other),
    "enum": lambda value, others, _all: any(_same(value, other) for other in others),
    "minimum": lambda value, least, _all: not _is(value, "integer") or value >= least,
    "maximum": lambda value, most, _all: not _is(value, "integer") or value <= most,
    "minLength": lambda value, least, _all: not _is(value, "string") or len(value) >= least,
    "maxItems": lambda value, most, _all: not _is(value, "array") or len(value) <= most,
    "pattern": lambda value, pattern, _all: not _is(value, "string") or bool(re.search(pattern, value)),
    "required": lambda value, names, _all: not _is(value, "object") or set(names) <= value.keys(),
    "additionalProperties": lambda value, allowed, all_: (
        allowed or not _is(value, "object") or value.keys() <= all_["properties"].keys()
    ),
    "oneOf": lambda value, schemas, _all: sum(_fits(value, schema) for schema in schemas) == 1,
}
