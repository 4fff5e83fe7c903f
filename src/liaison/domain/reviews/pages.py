"""The pages of a review's form, and the fields of each; pure functions (G-03, G-05, G-06, UX-21)."""

from collections.abc import Iterator, Mapping
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.register.models import Partnership, Target
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.models import Outcome, Review
from liaison.domain.reviews.work import ITEMS, KNOWN, OUTCOME, Achieved, Ask, Effective, Item, Work

ON_A_PAGE = 4  # items, each with two fields
PER_PARTNERSHIP = (Outcome.CONTINUE, Outcome.CHANGE, Outcome.LEAVE)
OWN = (Outcome.NO_CHANGE, Outcome.CHANGES, Outcome.END)
OF_EVENT = (Outcome.DONE, Outcome.NOT_DONE)
SHOW = "Show it in the committee's channel"
SHARE = "Share it in a channel next"
HEADINGS = {
    KNOWN: "What is known",
    "achieved": "What was achieved",
    "effort": "What was not achieved, and what it took",
    "value": "How effective it is, and what it adds",
    "approach": "The approach as a whole",
    "work": "Work of the quarter",
    OUTCOME: "Outcome",
}


def form_of(review: Review) -> str | None:
    """Which form a review has: its cycle's own, that of a partnership, or None where the outcome is all that is asked."""
    return review.form or ("partnership" if review.partnership else None)


def outcomes_of(review: Review) -> tuple[Outcome, ...]:
    """How a review can end."""
    if review.is_event:
        return OF_EVENT
    return PER_PARTNERSHIP if review.partnership else OWN


def items_of(review: Review, register: Register, day: date) -> tuple[Item, ...]:
    """What the review goes through: a partnership's objectives and targets, or every partnership (G-03, G-06)."""
    match form_of(review):
        case "partnership" | "achievements":
            entry = register.partnership.get(review.partnership) if review.partnership else None
            targets = register.targets_of(entry.id) if entry else ()
            return (*_objectives(entry), *map(_target, targets)) if entry else ()
        case "approach":
            return tuple(
                Item(key=f"p{entry.id}", kind="partnership", text=entry.title)
                for entry in register.partnerships
                if entry.exists_on(day)
            )
        case _:
            return ()


def _objectives(entry: Partnership) -> Iterator[Item]:
    for number, text in enumerate(entry.objectives, 1):
        yield Item(key=f"o{number}", kind="objective", text=text)


def _target(target: Target) -> Item:
    said = [
        *([f"measured by {target.measure}"] if target.measure else []),
        *([target.amount] if target.amount else []),
        *([f"by {write_date(target.by)}"] if target.by else []),
    ]
    return Item(key=f"t{target.id}", kind="target", text=target.target, note="; ".join(said) or None)


def pages_of(work: Work) -> tuple[str, ...]:
    """The pages of a form, in their order."""
    listed = tuple(f"{ITEMS}.{page}" for page in range(-(-len(work.items) // ON_A_PAGE)))
    match work.form:
        case "partnership" | "achievements":
            return (KNOWN, *(listed or ("achieved",)), "effort", "value", OUTCOME)
        case "approach":
            return (*listed, "approach", OUTCOME)
        case "progress":
            return (KNOWN, "work", OUTCOME)
        case _:
            return (OUTCOME,)


def heading_of(work: Work, page: str) -> str:
    """What a page is called."""
    if page.startswith(ITEMS):
        return "Each partnership" if work.form == "approach" else "Objectives and targets"
    return HEADINGS[page]


def asks_of(work: Work, review: Review, page: str) -> tuple[Ask, ...]:
    """The fields of a page."""
    if page.startswith(ITEMS):
        start = int(page.partition(".")[2]) * ON_A_PAGE
        items = enumerate(work.items[start : start + ON_A_PAGE], start + 1)
        return tuple(ask for number, item in items for ask in _item(number, item))
    match page:
        case "achieved":
            hint = "No objectives or targets are in the register, so say it in your own words."
            return (Ask(key="achieved", label="What was achieved", kind="text", hint=hint),)
        case "effort":
            hint = "Money, staff time, premises: what the Authority and the Force have put in."
            return (
                Ask(key="not_achieved", label="Actions not achieved", kind="text"),
                Ask(key="resources", label="Resources invested", kind="text", hint=hint),
            )
        case "value":
            return (
                _effective("effective", "How effective is the partnership?"),
                Ask(key="value", label="What value does being in it add?", kind="text"),
            )
        case "approach":
            label = "How well does our approach to partnership work as a whole?"
            return (Ask(key="approach", label=label, kind="text"),)
        case "work":
            return (
                Ask(key="authority_work", label="Work of the Authority", kind="text"),
                Ask(key="force_work", label="Work of the Force", kind="text"),
            )
        case _ if page == OUTCOME:
            return _outcome(review)
    return ()


def _item(number: int, item: Item) -> Iterator[Ask]:
    if item.kind == "partnership":
        yield _effective(f"{item.key}:how", f"{number}. {item.text}: how effective is it?")
        label = f"{number}. {item.text}: what value does being in it add?"
        yield Ask(key=f"{item.key}:words", label=label, kind="text")
        return
    kind = "Target" if item.kind == "target" else "Objective"
    options = tuple(each.value for each in Achieved)
    label = f"{number}. {kind}: {item.text}"
    yield Ask(key=f"{item.key}:how", label=label, kind="choice", options=options, hint=item.note)
    yield Ask(key=f"{item.key}:words", label=f"{number}. Evidence in a word or two", kind="text")


def _effective(key: str, label: str) -> Ask:
    return Ask(key=key, label=label, kind="choice", options=tuple(each.value for each in Effective))


def _outcome(review: Review) -> tuple[Ask, ...]:
    return (
        Ask(
            key="outcome",
            label="Outcome",
            kind="choice",
            options=tuple(each.value for each in outcomes_of(review)),
            optional=False,
        ),
        Ask(key="reviewed_on", label="Date of the review", kind="date", optional=False),
        Ask(
            key="decided",
            label="What was decided",
            kind="text",
            hint="Restricted: staff, members and the owner of the review can read it, unless you show it.",
        ),
        Ask(key="shown", label="Who sees what was decided", kind="tick", options=(SHOW,)),
        Ask(
            key="lesson",
            label="Lesson to share",
            kind="text",
            hint="What others in the Authority and the Force could learn. It is kept in the list of lessons.",
        ),
        Ask(key="share", label="Share the lesson", kind="tick", options=(SHARE,)),
    )


def all_asks(work: Work, review: Review) -> tuple[Ask, ...]:
    """Every field of the form, in its order."""
    return tuple(ask for page in pages_of(work) for ask in asks_of(work, review, page))


def page_with(work: Work, review: Review, key: str) -> str:
    """The page on which a field stands."""
    return next(page for page in pages_of(work) if any(ask.key == key for ask in asks_of(work, review, page)))


def unanswered(work: Work, review: Review) -> tuple[Ask, ...]:
    """The choices before the last page that still need an answer: each objective is answered for itself (G-06)."""
    before = [page for page in pages_of(work) if page != OUTCOME]
    asks = [ask for page in before for ask in asks_of(work, review, page)]
    return tuple(ask for ask in asks if ask.kind == "choice" and not work.answers.get(ask.key))


def in_brief(work: Work, answers: Mapping[str, str]) -> dict[str, int]:
    """How many items came to each answer: counts, which are not restricted."""
    found: dict[str, int] = {}
    for item in work.items:
        if how := answers.get(f"{item.key}:how"):
            found[how] = found.get(how, 0) + 1
    return found
