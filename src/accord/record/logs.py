"""Structured logs: one JSON object a line on standard error, with the name of the request. No personal data.

Addresses are logged as patterns (``/join/<secret>``), people as ids, and what Django says of a request is cut before
its address, because addresses may hold secrets.
"""

from __future__ import annotations

import logging
import logging.config
import sys
from collections.abc import MutableMapping
from typing import Any

from accord.record.writing import request_id


def to_stderr(level: str = "") -> None:
    """Have everything that is logged in this process go out as JSON.

    Without a ``level`` each request is logged, but on a terminal only what went wrong: somebody sits before it.
    """
    import structlog

    level = level or ("WARNING" if sys.stderr.isatty() else "INFO")
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow={"method", "route", "status", "ms", "person"}),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _with_request,
        _without_address,
    ]
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": shared, "processors": last}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"accord": {"level": level}, "django.request": {"level": "ERROR"}},
        }
    )


def _with_request(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if name := request_id.get():
        event["request_id"] = name
    return event


def _without_address(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """'Internal Server Error: /join/secret' says an address."""
    if str(event.get("logger", "")).startswith("django.") and isinstance(event.get("event"), str):
        event["event"] = event["event"].partition(":")[0]
    return event
