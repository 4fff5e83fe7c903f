"""What was typed in plain words: letters put together, short forms written out, politeness and what is dictated left out."""

import re
from collections.abc import Callable

from liaison.domain.names import fold

# "Hasn't got" and its like: what follows is lacking.
NEGATED = re.compile(
    r"\b(?:hasnt|havent|has not|have not|(?:doesnt|dont|does not|do not|didnt|did not) have)(?: got)?(?: yet)?\b"
)
# How people shorten words that registers write out; where something is called so, it stays.
SHORT_FORMS = {
    **dict.fromkeys(("cttee", "ctte", "cmte", "cmttee"), "committee"),
    **dict.fromkeys(("ctees", "cttees", "cmtes"), "committees"),
    "dept": "department",
    "exec": "executive",
    "execs": "executives",
    "govt": "government",
    "grp": "group",
    "mister": "mr",
    "pship": "partnership",
}
JOINED_LETTERS = re.compile(r"\b([A-Za-z])\s?&\s?([A-Za-z])\b")
WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
COMMA_NOT = re.compile(r",\s*(?:and |but )?not\b")
# What is said and means nothing of its own: how it is dictated, that it is asked since when, and that we are the authority.
SPOKEN = re.compile(
    r"\b(?:(?:question mark|full stop|exclamation mark|comma)$|since when|how long|in charge of"
    r"|(?<=represents )the (?:police )?authority|(?<=represent )the (?:police )?authority|(?<=representing )the (?:police )?authority)\b"
)
NO_MEMBER = re.compile(r"\b(?:without|with no|no) (?:a |any )?members?\b")
SPACED_LETTERS = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
IS_NOT = re.compile(r"\b(?:arent|isnt|wasnt|werent)\b")
DEPUTY_CHAIR = re.compile(r"\bdeputy (?=chair)")
NUMBERED = re.compile(r"\b(?:no|number|nr|num) (?=\d)")
LETTERS = re.compile(r"\b(?:[a-zA-Z]\.){2,}(?!\w)")
POLITE = re.compile(
    r"\b(?:(?:show|tell|give|find|get|let|remind|help|send|ask|inform|make) me"
    r"|i (?:want|need|would|wonder|think|believe|am looking|m looking|was wondering|have to|must|should|d|wish)"
    r"|(?:can|may|could|might|should|must) i|do i (?:ask|contact|speak|talk|go|write|tell|call|ring))\b"
)


def plain(text: str, *, known: Callable[[str], bool]) -> str:
    """The text, folded, as a question is read; `known` says whether a word is an entry's name, which stays as it is."""
    said = SPOKEN.sub(" ", _in_full(fold(joined(text)), known))
    said = NO_MEMBER.sub("without a representative", NEGATED.sub(" without ", IS_NOT.sub("not", said)))
    if not known("deputy"):
        said = DEPUTY_CHAIR.sub("vice ", said)
    return NUMBERED.sub(" ", POLITE.sub(" ", said))


def joined(text: str) -> str:
    """The text with letters that belong together made one word, "C.S.P." and "E&D", and ", not" as an exception."""
    text = WITHOUT.sub("without", text)
    text = JOINED_LETTERS.sub(r"\1\2", COMMA_NOT.sub(" except ", text))
    return LETTERS.sub(lambda letters: letters[0].replace(".", ""), text)


def _in_full(said: str, known: Callable[[str], bool]) -> str:
    """The words with those written out that people shorten, unless something is called so; "c d r p" is one word."""
    for letters in SPACED_LETTERS.findall(said):
        one = letters.replace(" ", "")
        said = said.replace(letters, one) if known(one) else said
    return " ".join(
        SHORT_FORMS[word] if word in SHORT_FORMS and not known(word) else word for word in said.split()
    )
