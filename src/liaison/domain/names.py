"""Names made comparable: how people type them should not matter (A-09)."""

import re
import unicodedata
from functools import lru_cache

# Words of a question that say nothing about which entry is meant: little words, politeness, and ways to ask.
FILLERS = frozenset(
    re.findall(
        r"\w+",
        """
        a also an and any anyone anybody anything around everyone everybody are as at be been being besides both by can cannot cant cheers come
        could currently did do does doing
        er erm find for from get give go goes going got had has have having hello help here hey hi how if ill im in is ist it
        its ive just kindly know let like looking looks lookup make may might much must name names need now of off ok okay on one ones
        only or our out own
        owned owner owns person please pls plz quick quickly really rep representation representative representatives
        represent represented representing represents reps remind say search see serve served serves serving should
        show sir sit sits sitting sat so someone somebody still substitute substitutes supposed sure ta tell test testing than thank
        thanks that the their them then there these they theyre theyve thing things this those to too um up us want wanted was we
        were weve what whats wheres when where which while who whod why whos whose whove will wish with wonder wondering would
        yet you your youve
        """,
    )
)
# What a question may be about rather than what is meant by it: these words mark it, and are not looked for.
TOPICAL = frozenset(
    re.findall(
        r"\w+",
        "about address addresses aim aims cover covered covering covers deal dealing deals focus focuses handle handles"
        " objective objectives priorities priority purpose responsible tackle tackles tackling theme themes topic work"
        " working works",
    )
)
# What stands before a person's name and does not tell one from another.
TITLES = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms miss mx dr sir dame lord lady rev revd reverend prof professor cllr cllrs coun councillor councillors"
        " councilor councilors",
    )
)
SHORTEST_PLURAL = 4
SHORTEST_INITIALS, LONGEST_INITIALS = 2, 5
HYPHENED = re.compile(r"\w+(?:[-\u2010\u2011]\w+)+")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The name in lower case, without accents, punctuation or emoji; `&` reads as "and", spaces are single."""
    text = name.casefold().replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"['\u2019]", "", text)
    return " ".join(re.findall(r"\w+", text))


def words(name: str) -> tuple[str, ...]:
    """The folded name's words in order."""
    return tuple(fold(name).split())


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a question that can tell which entry is meant; all of them where nothing else is left."""
    said = words(text)
    return tuple(word for word in said if word not in FILLERS) or said


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The word without the ending of a plural: "cdrps" is "cdrp", "priorities" is "priority"."""
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > SHORTEST_PLURAL else word[:-1]


@lru_cache(maxsize=65_536)
def forms(name: str) -> frozenset[str]:
    """Every word under which a name is found: its words, in the singular too, and what a hyphen joins as one word."""
    said = set(words(name))
    if "-" in name or "\u2010" in name or "\u2011" in name:
        said.update(fold(joined).replace(" ", "") for joined in HYPHENED.findall(name))
    return frozenset(said | {singular(word) for word in said})


@lru_cache(maxsize=65_536)
def initials(name: str, *, starts: int = 1) -> frozenset[str]:
    """The first letters by which people call it: "asb" for "anti-social behaviour including disorder" (A-09).

    Three to five words of it in a row are taken, from the first word or from the first few; two where there are no more.
    """
    letters = "".join(word[0] for word in words(name) if word not in FILLERS)
    if len(letters) in range(SHORTEST_INITIALS, SHORTEST_INITIALS + starts):
        return frozenset([letters, letters[-SHORTEST_INITIALS:]])
    return frozenset(
        letters[start : start + length]
        for start in range(starts)
        for length in range(SHORTEST_INITIALS + 1, LONGEST_INITIALS + 1)
        if start + length <= len(letters)
    )


@lru_cache(maxsize=65_536)
def whole(name: str) -> str:
    """The name as one key: equal for two texts that name the same thing but for little words and plurals."""
    return " ".join(singular(word) for word in telling_words(name))
