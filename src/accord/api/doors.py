"""A door of the API: a function of what was asked returns a page; signature and answer type become its description."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.params import functions

from accord.api import answers, problems
from accord.api.asked import Holder, Reading, asked
from accord.api.cursor import Piece, cut
from accord.api.entrance import WAYS, slow_down
from accord.api.fingerprint import fingerprint
from accord.pages.renderings.as_json import page_json
from accord.record.once import Answer, once

KEY = "Idempotency-Key"
READ, PREPARE = "read", "prepare"
REFUSED = {"GET": (401, 403, 404, 422, 429, 500), "POST": (400, 401, 403, 404, 409, 413, 422, 429, 500)}
"""The errors that a request of a method may be answered with; each is a problem."""
View = Callable[..., Any]
V = TypeVar("V", bound=View)


@dataclass(frozen=True)
class Route:
    """One address with one method. ``answer`` is the dataclass that it answers with, ``listed`` its long list."""

    method: str
    address: str
    name: str
    scope: str
    view: View
    answer: Any
    status: int = 200
    listed: str = ""
    key: str = "id"
    in_one: bool = True
    media_type: str = "application/json"

    @property
    def operation(self) -> str:
        return self.view.__name__


ROUTES: list[Route] = []


def _refused(request: HttpRequest, fault: Any) -> HttpResponse:
    return respond(problems.told(fault))


class Api(NinjaAPI):
    """Errors of all kinds are problems; answers are described from the pages' own dataclasses."""

    def set_default_exception_handlers(self) -> None:
        self.add_exception_handler(Exception, _refused)

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **given: Any) -> Any:
        made = super().get_openapi_schema(**given)
        told, components = answers.schemas(_types())
        made["components"]["schemas"].update(components)
        by_id = {r.operation: r for r in ROUTES}
        for methods in made["paths"].values():
            for details in methods.values():
                _describe(details, by_id[details["operationId"]], told)
        return made


api = Api(
    title="Accord",
    version="1",
    description="Everything that the pages show and let you prepare. A token never signs, and never changes who may "
    "do what. Money is in minor units, times are UTC.",
    docs_url=None,
    auth=list(WAYS),
    urls_namespace="api",
)


def reads(
    address: str, name: str, *, listed: str = "", key: str = "id", media_type: str = "application/json"
) -> Callable[[V], V]:
    """A door that shows a page. ``listed`` names its field that is given in pieces, ``key`` what tells its lines."""

    def of(view: V) -> V:
        answer = get_type_hints(view)["return"]
        _add(Route("GET", address, name, READ, view, answer, listed=listed, key=key, media_type=media_type))
        return view

    return of


def does(address: str, name: str, *, status: int = 200, in_one: bool = True) -> Callable[[V], V]:
    """A door that changes something and answers with the page as it is then. ``in_one``: see ``record.once``."""

    def of(view: V) -> V:
        answer = get_type_hints(view)["return"]
        _add(Route("POST", address, name, PREPARE, view, answer, status=status, in_one=in_one))
        return view

    return of


def asks(address: str, name: str) -> Callable[[V], V]:
    """A door that answers about what it is sent and changes nothing. No answer is kept, whatever key comes along."""

    def of(view: V) -> V:
        answer = get_type_hints(view)["return"]
        _add(Route("POST", address, name, READ, view, answer))
        return view

    return of


def _add(route: Route) -> None:
    ROUTES.append(route)
    summary = (route.view.__doc__ or route.operation).strip().partition("\n")[0].rstrip(".")
    api.api_operation([route.method], route.address, summary=summary, url_name=route.operation)(_door(route))


def _door(route: Route) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        reading, piece = given.pop("reading"), given.pop("piece", Piece())
        holder = _let_in(request, route.scope)

        def make() -> Answer:
            made = route.view(asked(request, holder, reading), **given)
            return made if isinstance(made, Answer) else _answer(route, made, piece)

        if route.scope == READ or KEY not in request.headers:
            return respond(make())
        key, mark = request.headers[KEY], fingerprint(request)
        return respond(
            once(holder.person.pk, key, mark, make, problems.told, now=datetime.now(UTC), in_one=route.in_one)
        )

    answer.__name__, answer.__doc__ = route.operation, None
    answer.__signature__ = _signature(route)  # type: ignore[attr-defined]
    return answer


def _let_in(request: HttpRequest, scope: str) -> Holder:
    holder: Holder = request.auth  # type: ignore[attr-defined]
    slow_down(request)
    if scope not in holder.scopes:
        raise problems.OutOfScope(f"this token was not made to {scope}; make one that may, under Your account, Tokens")
    return holder


def _signature(route: Route) -> inspect.Signature:
    """The view's own arguments, and those that every door takes."""
    hints = get_type_hints(route.view, include_extras=True)
    own = list(inspect.signature(route.view).parameters.values())[1:]
    taken = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in own]
    more: dict[str, Any] = {"reading": Annotated[Reading, functions.Query(...)]}
    if route.listed:
        more["piece"] = Annotated[Piece, functions.Query(...)]
    taken += [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, annotation=a) for n, a in more.items()]
    first = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)
    return inspect.Signature([first, *taken])


def _answer(route: Route, made: Any, piece: Piece) -> Answer:
    if not route.listed:
        return _json(route, page_json(made, f"accord.{route.name}/1"))
    lines, after = cut(getattr(made, route.listed), lambda line: str(getattr(line, route.key)), piece)
    text = page_json(replace(made, **{route.listed: lines}), f"accord.{route.name}/1")
    # The text is a whole object that ends in "}": the cursor is put before that.
    return _json(route, f'{text.rstrip()[:-1].rstrip()},\n  "next": {json.dumps(after)}\n}}\n')


def _json(route: Route, text: str) -> Answer:
    return Answer(route.status, "application/json", text.encode())


def respond(answer: Answer) -> HttpResponse:
    """An answer as it goes out; kept by nobody on the way."""
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.media_type)
    for name, value in answer.headers.items():
        response[name] = value
    if answer.again:
        response["Idempotent-Replayed"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _types() -> list[type]:
    return [r.answer for r in ROUTES if r.answer is not Answer]


def _describe(details: dict[str, Any], route: Route, told: dict[type, Any]) -> None:
    """Say what it answers, and what it may be refused with."""
    if route.answer is Answer:
        schema: dict[str, Any] = {"type": "string"} if route.media_type == "text/csv" else {}
    else:
        schema = answers.page_schema(told[route.answer], f"accord.{route.name}/1", in_pieces=bool(route.listed))
    good = {"description": "As it is now.", "content": {route.media_type: {"schema": schema}}}
    refused = answers.problems(told[problems.Problem], (*REFUSED[route.method], 405))
    details["responses"] = {str(route.status): good} | refused
    details["description"] = f"Scope: {route.scope}. {inspect.getdoc(route.view) or ''}"
    if route.scope == PREPARE:
        details["parameters"].append(_KEY_PARAMETER)


_KEY_PARAMETER = {
    "in": "header",
    "name": KEY,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "Any text of your own, new for each request. Sent again with the same key, the request does nothing "
    "and gets its first answer; for a day.",
}
