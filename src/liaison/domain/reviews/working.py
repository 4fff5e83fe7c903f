"""Use-cases of working a review: its form page by page, recording, correcting, handing over (G-03, G-05, G-06)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import known, occurrences, pages, service
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.rules import title_of
from liaison.domain.reviews.work import OUTCOME, Ask, Beside, Colleague, Page, Work
from liaison.domain.typed import mark, newer_inputs, short_enough
from liaison.domain.values import PersonId

MOST_BESIDE = 30  # words of two people at one field that are kept beside what counts


class Given(NamedTuple):
    """What stands in a page as somebody sees it: its fields, the marks of what they held when it was opened, and which
    opening it is; `beside` is how many words of others it showed beside them.
    """

    answers: Mapping[str, str]
    was: Mapping[str, str]
    form: str
    beside: int = 0


def begin(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    review_id: str,
    *,
    page: str | None = None,
    now: datetime,
) -> Page:
    """Opens the form of a review, or takes it up where it was left. Raises NotFound, NotAllowed and AlreadyDone."""
    review, work = open_one(uow, actor, register, pack, review_id, now=now)
    begun = bool(work.answers)
    if page is None:
        page = _first_unfinished(work, review) if begun else pages.pages_of(work)[0]
    return page_of(uow, actor, register, review, work, page, now=now, resumed=begun)


def keep(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    review_id: str,
    given: Given,
    *,
    typed_at: datetime,
    now: datetime,
) -> None:
    """Keeps one field as it was typed, pause by pause: a form closed by accident loses nothing (P-06).

    What comes after the review was recorded is not kept: whoever sends the form in is told.
    """
    found = uow.reviews.get(review_id)
    if found and not found.open:
        return
    review, work = open_one(uow, actor, register, pack, review_id, now=now)
    kept_with(uow, actor, review, work, given, typed_at=typed_at, now=now)


def turn(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    review_id: str,
    page: str,
    given: Given,
    *,
    go_to: str | None = None,
    now: datetime,
) -> Page:
    """Keeps a page and turns to the next one, or to the one asked for.

    Where somebody else has written into one of its fields meanwhile, the page stays and says so once; both are kept.
    """
    review, work = open_one(uow, actor, register, pack, review_id, now=now)
    kept = kept_with(uow, actor, review, work, given, now=now)
    if told := _told(kept, review, page, given):
        return page_of(uow, actor, register, review, kept, page, now=now, told=told)
    order = pages.pages_of(kept)
    following = go_to or order[min(order.index(page) + 1, len(order) - 1)] if page in order else order[0]
    return page_of(uow, actor, register, review, kept, following, now=now)


def open_one(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> tuple[Review, Work]:
    """A review that is still open, with its form; the form is begun where there is none yet."""
    day = local_day(now, register.timezone)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    service.allow(actor, register, review, day=day)
    if not review.open:
        raise service.not_open(review)
    work = uow.review_work.get(review.id)
    if work and work.answers:
        return review, work
    work = Work(
        review=review.id,
        partnership=review.partnership,
        form=pages.form_of(review),
        items=pages.items_of(review, register, day),
        started_by=work.started_by if work else actor.person,
        started_at=work.started_at if work else now,
    )
    uow.review_work.save(work)
    return review, work


def page_of(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    review: Review,
    work: Work,
    page: str,
    *,
    now: datetime,
    told: tuple[str, ...] = (),
    resumed: bool = False,
    refused: bool = False,
) -> Page:
    """A page of the form as it now stands. Raises NotFound."""
    order = pages.pages_of(work)
    if page not in order:
        raise NotFound("There is no such page.", "Open the form again with /review.")
    day = local_day(now, register.timezone)
    committee = register.committee.get(review.committee) if review.committee else None
    asks = pages.asks_of(work, review, page)
    keys = {ask.key for ask in asks}
    return Page(
        review=review,
        work=work,
        title=title_of(review, register),
        committee=committee.name if committee else None,
        channel=committee.channel if committee else None,
        page=page,
        heading=pages.heading_of(work, page),
        number=order.index(page) + 1,
        pages=order,
        asks=asks,
        facts=known.facts(uow, actor, register, review, day=day) if page == order[0] else (),
        colleagues=_colleagues(register, work, actor),
        told=told,
        beside=tuple(
            (each.key, name_of(register, each.by), each.words) for each in work.beside if each.key in keys
        ),
        blanks=tuple(ask.label for ask in pages.unanswered(work, review)) if page == OUTCOME else (),
        refused=refused,
        resumed=resumed,
        today=day,
    )


def name_of(register: Register, person: str | None) -> str:
    """Somebody's name, or a word for whoever is no longer in the register."""
    found = register.person.get(PersonId(person)) if person else None
    return found.name if found else "Somebody"


def checked(asks: Mapping[str, Ask], answers: Mapping[str, str]) -> None:
    """Raises BadInput for what is too long, or is none of a field's choices, and NotFound for fields of another form."""
    for key, words in answers.items():
        ask = asks.get(key)
        if ask is None:
            raise NotFound("The form has changed.", "Open it again with /review.")
        short_enough(words, key)
        if ask.kind == "choice" and words and words not in ask.options:
            raise BadInput("That is not one of the choices.", "Choose one of those offered.", field=key)


def kept_with(
    uow: UnitOfWork,
    actor: Actor,
    review: Review,
    work: Work,
    given: Given,
    *,
    typed_at: datetime | None = None,
    now: datetime,
) -> Work:
    """The form with a page, or one field of it, kept. Where two people wrote into one field, both stay."""
    asks = {ask.key: ask for ask in pages.all_asks(work, review)}
    checked(asks, given.answers)
    empty = opened_mark("")
    changed = {
        key: words.strip()
        for key, words in given.answers.items()
        if opened_mark(words) != given.was.get(key, empty)
    }
    typed = newer_inputs(work.typed, changed, given.form, typed_at, now=now)
    beside = [each for each in work.beside if not _grew(each, actor, changed)]
    for key, words in changed.items():
        current, whose = work.answers.get(key, ""), work.typed_by.get(key)
        met = current and current != words and whose and whose != actor.person
        if asks[key].kind != "text" or not met or opened_mark(current) == given.was.get(key, empty):
            continue
        lost, by, at = (current, whose, work.typed[key].at) if key in typed else (words, actor.person, now)
        if by:
            beside.append(Beside(key=key, words=lost, by=by, at=at))
    answers = {**work.answers, **{key: changed[key] for key in typed}}
    kept = work.model_copy(
        update={
            "answers": {key: words for key, words in answers.items() if words},
            "typed": {**work.typed, **typed},
            "typed_by": {**work.typed_by, **dict.fromkeys(typed, actor.person)},
            "beside": _once(beside),
            "hands": work.hands | ({actor.person: now} if changed else {}),
        }
    )
    if kept != work:
        uow.review_work.save(kept)
    return kept


def _grew(beside: Beside, actor: Actor, changed: Mapping[str, str]) -> bool:
    """Whether words that were put beside are the beginning of what the same person goes on writing."""
    return beside.by == actor.person and changed.get(beside.key, "").startswith(beside.words)


def _told(work: Work, review: Review, page: str, given: Given) -> tuple[str, ...]:
    """The labels of the page's fields into which somebody else has written since it was opened."""
    asks = {ask.key: ask.label for ask in pages.asks_of(work, review, page)}
    here = [each.key for each in work.beside if each.key in asks]
    return tuple(dict.fromkeys(asks[key] for key in here[given.beside :]))


def opened_mark(words: str) -> str:
    """Stands for what a field held when its page was opened."""
    return mark("", words)


def _once(beside: Sequence[Beside]) -> tuple[Beside, ...]:
    """The latest words of each person at each field; what grew from pause to pause counts once."""
    found: dict[tuple[str, str], Beside] = {}
    for each in beside:
        found[each.key, each.by] = each
    return tuple(found.values())[-MOST_BESIDE:]


def _first_unfinished(work: Work, review: Review) -> str:
    blanks = pages.unanswered(work, review)
    return pages.page_with(work, review, blanks[0].key) if blanks else OUTCOME


def _colleagues(register: Register, work: Work, actor: Actor) -> tuple[Colleague, ...]:
    """Who else has written into the form, and when last, so that two people at once know of each other."""
    return tuple(
        Colleague(name=name_of(register, person), at=at)
        for person, at in work.hands.items()
        if person != actor.person
    )


def readable(actor: Actor, register: Register, review: Review, *, day: date) -> None:
    """Raises NotAllowed where somebody may not read what was written in a review."""
    if not (actor.may(Action.SEE_RESTRICTED) or service.may_work(register, actor, review, day=day)):
        require(actor, Action.SEE_RESTRICTED)
