"""What the API's description says of answers: the JSON form of pages, derived from their dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from accord.api.problems import MEDIA_TYPE, Problem

_REF = "#/components/schemas/{model}"


class _AsPlain(GenerateJsonSchema):
    """As ``renderings.as_json.plain`` writes it: a number that is none is null, a duration is seconds."""

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        return {"type": ["number", "null"]}

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:
        return {"type": "number"}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "string"}


def schemas(types: Iterable[type]) -> tuple[dict[type, JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """A schema for each type, and the components that they name. Two types of one name get names of their own."""
    wanted = list(dict.fromkeys([*types, Problem]))
    told, rest = TypeAdapter.json_schemas(
        [(one, "serialization", TypeAdapter(one)) for one in wanted],
        ref_template=_REF,
        schema_generator=_AsPlain,
    )
    return {one: told[one, "serialization"] for one in wanted}, rest.get("$defs", {})


def page_schema(inner: JsonSchemaValue, name: str, *, in_pieces: bool) -> JsonSchemaValue:
    """A page with ``schema`` before it, and ``next`` behind where it is a list in pieces."""
    more: dict[str, Any] = {"schema": {"const": name}}
    if in_pieces:
        more["next"] = {"type": ["string", "null"]}
    return {"allOf": [inner, {"type": "object", "properties": more, "required": list(more)}]}


def problems(ref: JsonSchemaValue, statuses: Iterable[int]) -> dict[str, Any]:
    """The answers of a request that was refused."""
    from http import HTTPStatus

    content = {MEDIA_TYPE: {"schema": ref}}
    return {str(s): {"description": HTTPStatus(s).phrase, "content": content} for s in statuses}
