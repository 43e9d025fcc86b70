"""Words that a requirement should not rest on, and what to ask instead.

A short list, by the kinds of ISO/IEC/IEEE 29148:2018, 5.2.7 (unbounded or ambiguous terms): superlatives, subjective
language, ambiguous adverbs and adjectives, open-ended terms, comparisons without a measure, loopholes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vague:
    """Words of one kind. ``measurable`` ones are settled by a number in the same sentence."""

    words: tuple[str, ...]
    asks: str
    measurable: bool = True


def _vague(words: str, asks: str, *, measurable: bool = True) -> Vague:
    return Vague(tuple(" ".join(word.split()) for word in words.split(",")), asks, measurable)


VAGUE: tuple[Vague, ...] = (
    _vague(
        "fast, faster, quick, quickly, rapid, rapidly, slow, responsive, performant, real-time",
        "How long may it take, measured where?",
    ),
    _vague(
        "soon, timely, in a timely manner, promptly, as soon as possible, asap, shortly, immediately",
        "By when? Give a day, or a number of minutes, hours or days.",
    ),
    _vague(
        "often, regularly, frequently, usually, normally, generally, typically, sometimes, rarely",
        "How often, and what holds the other times?",
    ),
    _vague(
        "some, several, many, few, most, large, small, high, low, significant, minimal, adequate, sufficient, enough, "
        "reasonable, acceptable, approximately",
        "How many, or how much? Give a number and its unit.",
    ),
    _vague(
        "user-friendly, easy, easily, easy to use, intuitive, simple, convenient, seamless, seamlessly, attractive, "
        "nice, modern, state-of-the-art",
        "Who must be able to do what with it, and how is that tried out?",
        measurable=False,
    ),
    _vague(
        "best, optimal, better, improved, robust, reliable, flexible, efficient, efficiently, scalable, secure, "
        "stable, powerful, high quality, cost-effective",
        "Better than what, measured how?",
    ),
    _vague(
        "if possible, where possible, as possible, if necessary, as necessary, if needed, as needed, as appropriate, "
        "appropriate, if applicable, as applicable, where applicable, ideally",
        "Who decides, and by what?",
        measurable=False,
    ),
    _vague(
        "etc, and so on, and the like, including but not limited to, but not limited to, as a minimum, and more, tbd, "
        "to be defined, to be decided",
        "What else belongs to it? Name all of it.",
        measurable=False,
    ),
)
