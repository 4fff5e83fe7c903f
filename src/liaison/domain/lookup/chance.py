"""Whether the one word that fits is meant, or is in a name by chance: "what a waste" asks for no waste partnership.

Nobody can list what people say, so what counts is what stands around the word. Alone, or with an article and politeness,
it is meant. So it is with a word that asks something of a register: who, which, whose, our, a seat, a partnership. Beside
anything else an ordinary word is only a guess. A word that is the name of a place, a kind or a person is no ordinary one.
"""

import re

from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import GENERIC, MARKS, Tier
from liaison.domain.names import singular
from liaison.domain.register.snapshot import Register

# What asks something of a register.
ASKING = frozenset(
    re.findall(
        r"\w+",
        """
        about aim aims appoint appointed appoints attend attends authority chair chairs committee committees
        contact cover covered covering covers deal dealing deals deputy focus group groups handle handles
        handling lead leads list member members membership objective objectives on one ones our ours owned
        owner owns partnership partnerships priorities priority rep reports represent representation
        representative representatives represented representing represents reps responsible ring sat seat
        seats serve serves sit sits sitting speak speaks subgroup subgroups substitute substitutes tackle
        tackles tackling theme themes things topic under which who whod whom whos whose whove
        """,
    )
)
QUESTIONS = frozenset(["what", "whats", "where", "wheres", "which", "when", "my", "mine", "am", "do"])
# What goes with a name and says nothing.
POLITE = frozenset(
    re.findall(
        r"\w+",
        """
        and cheers find for get give hello hey hi just kindly look looking lookup my need of ok okay please
        pls plz quick search see show sir ta tell thank thanks the want
        """,
    )
)


def by_chance(register: Register, question: Question, found: Chosen) -> bool:
    """Whether a question may have found what it did by chance."""
    if question.me and question.asked == "entries" and not question.said:
        return _says_of_oneself(question)
    said_of = question.detail not in {
        None,
        "purpose",
        "priorities",
        "sub-groups",
        "owner",
        "former names",
    }  # "what does crime do" asks as "what a crime" does
    if question.asked != "entries" or said_of or question.role or (found.people and not question.me):
        return False
    if question.kind or question.area or question.reports_to or question.under or question.into:
        return False
    telling = [word for word in question.said if word not in GENERIC["partnerships"]] or [*question.said]
    if len(telling) != 1 or found.tier == Tier.NAME or _is_a_name(register, telling[0]):
        return False
    if question.detail == "owner":  # "who owns the road" has a word for asking, and asks for nothing of ours
        return True
    said = {telling[0], singular(telling[0])}
    spoken = question.spoken.split()
    around = {word for word in spoken if word not in said and singular(word) not in said}
    asking = ASKING.difference(spoken[-1:] if spoken[-1:] == ["on"] else ())  # "game on" is about nothing
    if not around or not asking.isdisjoint(around):
        return around == {"who"} and found.tier >= Tier.FACTS  # "who cares" has a verb
    return found.tier == Tier.BEGINNINGS or not around <= POLITE


def _says_of_oneself(question: Question) -> bool:
    """Whether somebody only talks of themselves: "I am in a meeting", "me too"."""
    spoken = question.spoken.split()
    if question.detail or question.role or not ASKING.isdisjoint(spoken):
        return False
    if spoken[:1] == ["i"]:
        return True
    return QUESTIONS.isdisjoint(spoken) and ("me" in spoken and not {*spoken, "me"} <= POLITE | {"me"})


def _is_a_name(register: Register, word: str) -> bool:
    """Whether a word is the whole name of something, of an area, a kind or a level: these are said of nothing else."""
    shelf = register.index.shelf("partnerships")
    sides = (shelf.wholes, shelf.areas, shelf.kinds, shelf.flags)
    return word in MARKS | ASKING or any(singular(word) in side.places for side in sides)
