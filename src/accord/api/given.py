"""What bodies of requests hold: text that a database can keep, numbers that can be reckoned with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints, field_validator, model_validator

from accord.decisions.terms import Promise, Terms

Name = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,100}$")]
"""An id in an address."""
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="the version that you read")]
_FAR = 1e15


class Body(Schema):
    """A body. Text without NUL, no number beyond 10^15."""

    @model_validator(mode="before")
    @classmethod
    def _fit(cls, value: Any) -> Any:
        _refuse(value if isinstance(value, Mapping | list) else getattr(value, "_obj", value))
        return value


def _refuse(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("a text holds no NUL and no half of a character")
    elif isinstance(value, float | int):
        if not math.isfinite(value) or abs(value) > _FAR:
            raise ValueError("a number is finite and below a thousand million million")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse(key)
            _refuse(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse(inner)


class Text(Body):
    """Something said."""

    text: str = Field(max_length=5000)


class Seen(Body):
    """The version that was read, so that nothing unseen is changed."""

    version: Version


class Reason(Body):
    """Why."""

    reason: str = Field(max_length=2000)


class File(Body):
    """One of the files that wait."""

    file: str = Field(max_length=500)


class Answers(Body):
    """Answers to questions about files: fields named FILE|SETTING, as the drop's page asks them."""

    answers: dict[str, Annotated[str, Field(max_length=2000)]] = Field(max_length=500)


def _near(promise: Promise) -> None:
    days = (promise.counts_from, promise.counts_to, promise.checked_on, promise.final_on)
    if not all(date(1970, 1, 1) <= d <= date(2200, 1, 1) for d in days):
        raise ValueError("a day of the promise lies between 1970 and 2200")


class NewDecision(Body):
    """A decision about a published finding; without ``terms`` it begins with those that the page suggests."""

    finding: Name
    terms: Terms | None = None

    @field_validator("terms")
    @classmethod
    def _days(cls, terms: Terms | None) -> Terms | None:
        if terms is not None:
            _near(terms.promise)
        return terms


class NewTerms(Seen):
    """The whole text of a decision."""

    terms: Terms

    @field_validator("terms")
    @classmethod
    def _days(cls, terms: Terms) -> Terms:
        _near(terms.promise)
        return terms


class NewProposal(Body):
    """A change of a clause: ``content`` is its whole new text, as it stands in charter.yaml."""

    clause: Name
    content: Any
    reason: str = Field(max_length=500)


class NewContent(Seen):
    """Another text of a proposal."""

    content: Any
    reason: str = Field(max_length=500)
