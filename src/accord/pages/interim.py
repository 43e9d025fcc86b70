"""A page that is not written yet."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Interim:
    title: str
