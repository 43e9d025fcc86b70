"""The common language: words that mean two things, the glossary, the primer, and texts held to their reader."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import asks, does, reads
from accord.api.given import Body
from accord.clauses.glossary import Reader
from accord.language.markup import Markup
from accord.language.spec import Spec
from accord.pages.charter.proposal import ProposalPage, proposal_page
from accord.pages.language import asked as texts
from accord.pages.language import glossary as words
from accord.pages.language.check import LARGEST_TEXT
from accord.pages.language.primer import PrimerShown, primer_shown
from accord.pages.texts import Checked, Text

Tool = Literal["tbx", "turtle", "rdfxml", "jsonld", "csv", "vale"]


class Given(Body):
    """A text, and what it is written in. It is not kept."""

    text: str = Field(max_length=LARGEST_TEXT)
    markup: Markup = "markdown"

    @property
    def read(self) -> Text:
        return Text("text", self.text, self.markup)


class ForReader(Given):
    """A text, and who reads it."""

    reader: Reader


class Restated(Body):
    """A text, and what somebody made of it in words of their own. Neither is kept."""

    original: str = Field(max_length=LARGEST_TEXT)
    restated: str = Field(max_length=LARGEST_TEXT)


class OneWord(Body):
    """A word that means two things: as the documents have it, or by its finding."""

    word: str = Field("", max_length=200)
    finding: str = Field("", max_length=100, pattern=r"^[a-zA-Z0-9]*$")


@reads("/language/words", "words", listed="words", key="word")
def twofold_words(asked: Asked) -> texts.WordsPage:
    """Words that mean one thing to marketing and another to IT, with the places that prove it."""
    return texts.words_page(asked.person, asked.workspace)


@reads("/language/glossary", "language.glossary", listed="lines", key="term")
def glossary(asked: Asked) -> words.GlossaryPage:
    """The glossary that counts: what each side means by a word, and what both write."""
    return words.glossary_page(asked.person, asked.workspace, form=asked.form, made_up=asked.made_up)


@reads("/language/glossary/files/{how}", "words-files")
def glossary_files(asked: Asked, how: Tool) -> texts.GlossaryFiles:
    """The glossary as the files of another tool, and what that tool cannot hold."""
    return texts.glossary_files(asked.person, asked.workspace, how)


@reads("/language/primer", "language.primer")
def primer(asked: Asked) -> PrimerShown:
    """Five words and two figures of the other side for this week, and three questions."""
    today = asked.now.astimezone(ZoneInfo(asked.form.zone)).date()
    return primer_shown(
        asked.person, asked.workspace, audience=asked.audience, today=today, form=asked.form, made_up=asked.made_up
    )


@asks("/language/check", "words-check")
def check_text(asked: Asked, given: ForReader) -> Checked:
    """Words of a text not to tell its reader: where, why, and what to say instead."""
    return texts.check_text(asked.person, asked.workspace, given.read, given.reader)


@asks("/language/rewrite", "words-rewrite")
def rewrite_text(asked: Asked, given: ForReader) -> texts.RewrittenText:
    """A text in the glossary's words for its reader; numbers, names, links and code stand still, or it is refused."""
    return texts.rewrite_text(asked.person, asked.workspace, given.read, given.reader)


@asks("/language/spec", "words-spec")
def word_for_both(asked: Asked, given: Given) -> Spec:
    """A requirement's statements as marketing and as IT read them, with what nobody has settled."""
    return texts.word_for_both(asked.person, asked.workspace, given.read)


@asks("/language/playback", "words-playback")
def playback(asked: Asked, given: Restated) -> texts.SaidBack:
    """Which numbers, dates, names and conditions of a text somebody kept who said it in words of their own."""
    return texts.say_back(asked.person, given.original, given.restated)


@does("/language/words", "proposal", status=201)
def propose_word(asked: Asked, one: OneWord) -> ProposalPage:
    """Begin a proposal of a word with what each side means by it; what both write stays open."""
    row = words.propose(asked.person, asked.workspace, finding=one.finding, word=one.word, now=asked.now)
    return proposal_page(asked.person, asked.workspace, row.id, form=asked.form, made_up=asked.made_up)
