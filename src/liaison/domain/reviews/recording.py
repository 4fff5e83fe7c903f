"""Use-cases of a review's outcome: recording it, reading it, correcting it (G-03, G-05, G-06, UX-07)."""

from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, quoted
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import occurrences, pages, progress, reminders, service, working
from liaison.domain.reviews.lesson_models import Lesson
from liaison.domain.reviews.models import Outcome, Review
from liaison.domain.reviews.rules import title_of
from liaison.domain.reviews.work import (
    OUTCOME,
    Page,
    Record,
    RecordedLine,
    RecordedList,
    Revision,
    Said,
    Work,
)
from liaison.domain.reviews.working import Given
from liaison.domain.typed import short_enough

ON_A_PAGE = 10  # recorded reviews
# What to do after an outcome; a partnership's name is put where it says {name}.
NEXT = {
    Outcome.LEAVE: (
        "Leaving is for the Authority to decide: put it on the agenda. Once it is decided, type /partnership end {name}."
    ),
    Outcome.CHANGE: (
        "Add an action for each change, with who does it by when. If seats change, type /partnership edit {name}."
    ),
    Outcome.CHANGES: "Add an action for each change, with who does it by when.",
    Outcome.END: "Add an action for whoever is to end it. The cycle goes on until staff stop it with /review cycles.",
    Outcome.CONTINUE: "Nothing more is to be done. The next review comes up by itself.",
    Outcome.NO_CHANGE: "Nothing more is to be done. The next review comes up by itself.",
    Outcome.DONE: "Nothing more is to be done. The next one comes up by itself.",
    Outcome.NOT_DONE: "Add an action for whoever sees to it.",
}


def record(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    review_id: str,
    given: Given,
    *,
    now: datetime,
) -> Page | Record:
    """Records what a review came to; its messages turn into the outcome.

    The last page counts as it was sent. What still needs an answer is named and nothing is recorded (G-06). The same from
    the same person a second time answers as the first did. Raises AlreadyDone for anything else about a review that has
    been recorded, and BadInput.
    """
    review = occurrences.find(uow, register, pack, review_id, now=now)
    service.allow(actor, register, review, day=local_day(now, register.timezone))
    if review.outcome is not None:
        return _again(uow, actor, register, review, given, now=now)
    review, work = working.open_one(uow, actor, register, pack, review_id, now=now)
    kept = working.kept_with(uow, actor, review, work, given, now=now)
    sent = {key: words.strip() for key, words in given.answers.items()}
    answers = {key: words for key, words in {**kept.answers, **sent}.items() if words}
    kept = kept.model_copy(update={"answers": answers})
    if pages.unanswered(kept, review):
        uow.review_work.save(kept)
        return working.page_of(uow, actor, register, review, kept, OUTCOME, now=now, refused=True)
    _must_fit(review, answers.get("outcome", ""))
    service.complete(
        uow,
        actor,
        register,
        review_id,
        outcome=answers.get("outcome", ""),
        reviewed_on=_day(answers),
        decided=answers.get("decided") if answers.get("shown") else None,
        now=now,
    )
    done = _reread(uow, review_id)
    uow.review_work.save(kept.model_copy(update={"recorded_at": now}))
    if lesson := answers.get("lesson"):
        uow.lessons.save(
            Lesson(
                id=lesson_of(review_id),
                text=lesson,
                partnership=review.partnership,
                review=review_id,
                added_by=actor.person,
                added_at=now,
            )
        )
    if review.form == "progress":
        progress.tell(uow, done, now=now)
    return record_of(uow, actor, register, done, now=now)


def lesson_of(review_id: str) -> str:
    """The id of the lesson that a review's form holds."""
    return uuid5(NAMESPACE_OID, f"lesson of {review_id}").hex


def read(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> Record:
    """A recorded review, for those who may read it. Raises NotFound and NotAllowed."""
    require(actor, Action.SEE_REVIEWS)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    working.readable(actor, register, review, day=local_day(now, register.timezone))
    if review.outcome is None:
        raise NotFound("This review has not been recorded yet.", "Type /review to see what is due.")
    return record_of(uow, actor, register, review, now=now)


def correct(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    review_id: str,
    given: Given,
    *,
    now: datetime,
) -> Record:
    """Corrects a recorded outcome; what it was stays on record, and the messages say what it is (UX-07).

    The same a second time answers as the first did. Raises BadInput, and AlreadyDone where somebody else has corrected it
    since the form was opened.
    """
    day = local_day(now, register.timezone)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    service.allow(actor, register, review, day=day)
    if review.outcome is None:
        raise NotFound("This review has not been recorded yet.", "Type /review to see what is due.")
    work = _work(uow, review)
    sent = {key: words.strip() for key, words in given.answers.items() if key != "why"}
    why = given.answers.get("why", "").strip()
    answers = {**work.answers, **sent}
    answers = {key: words for key, words in answers.items() if words}
    last = work.revisions[-1] if work.revisions else None
    if answers == work.answers and last and (last.corrected_by, last.why) == (actor.person, why):
        return record_of(uow, actor, register, review, now=now)
    if given.was.get("recorded") != recorded_mark(review, work):
        raise AlreadyDone(
            f"{working.name_of(register, review.recorded_by)} has corrected this review since you opened the form.",
            "Close the form, and open it again with /review recorded. What you typed is kept, and filled in there.",
            field="outcome",
        )
    if answers == work.answers:
        raise BadInput(
            "Nothing has been changed.", "Change what is wrong, or close the form.", field="outcome"
        )
    if not why:
        raise BadInput("A reason is needed.", "Say what was wrong.", field="why")
    short_enough(why, "why")
    short_enough(sent.get("decided", ""), "decided")
    _must_fit(review, answers.get("outcome", ""))
    on = _day(answers)
    service.is_likely(review, on, today=day)
    was = Revision(
        outcome=review.outcome,
        reviewed_on=review.reviewed_on,
        decided=work.answers.get("decided"),
        recorded_by=review.recorded_by,
        corrected_by=actor.person,
        corrected_at=now,
        why=why,
    )
    changed = review.model_copy(
        update={
            "outcome": Outcome(answers["outcome"]),
            "reviewed_on": on,
            "decided": answers.get("decided") if answers.get("shown") else None,
            "recorded_by": actor.person,
            "recorded_at": now,
        }
    )
    uow.review_work.save(
        work.model_copy(
            update={
                "answers": answers,
                "revisions": (*work.revisions, was),
                "recorded_at": work.recorded_at or now,
            }
        )
    )
    reminders.ended(uow, changed)
    progress.retell(uow, changed)
    service.note(
        uow,
        actor,
        changed,
        "review corrected",
        now=now,
        outcome=answers["outcome"],
        outcome_before=review.outcome,
    )
    return record_of(uow, actor, register, changed, now=now)


def correcting(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> Page:
    """The last page of a recorded review, as it stands, for its correction."""
    day = local_day(now, register.timezone)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    service.allow(actor, register, review, day=day)
    if review.outcome is None:
        raise NotFound("This review has not been recorded yet.", "Type /review to see what is due.")
    page = working.page_of(uow, actor, register, review, _work(uow, review), OUTCOME, now=now)
    kept = tuple(ask for ask in page.asks if ask.key not in ("lesson", "share"))
    return page.model_copy(update={"asks": kept, "colleagues": (), "beside": (), "blanks": ()})


def recorded_mark(review: Review, work: Work) -> str:
    """Stands for a recorded review as it is, so that two people do not correct it past each other."""
    said = [review.outcome or "", str(review.reviewed_on), work.answers.get("decided", "")]
    return working.opened_mark(" ".join([*said, str(review.decided), str(len(work.revisions))]))


def recorded(uow: UnitOfWork, actor: Actor, register: Register, words: str, *, page: int = 0) -> RecordedList:
    """The reviews that have been recorded, that of the latest day first; only those whose title has every word that is given.

    Whatever was recorded in all the years, only one page is read.
    """
    require(actor, Action.SEE_REVIEWS)
    wanted = words.casefold().split()
    subjects = None
    if wanted:
        titles = {each: title_of(each, register).casefold() for each in uow.reviews.recorded_subjects()}
        subjects = [each for each, title in titles.items() if all(word in title for word in wanted)]
    total = uow.reviews.count_recorded(subjects)
    pages_ = max(1, -(-total // ON_A_PAGE))
    page = min(max(page, 0), pages_ - 1)
    found = []
    for review in uow.reviews.recorded(subjects, skip=page * ON_A_PAGE, most=ON_A_PAGE):
        work = uow.review_work.get(review.id)
        found.append(
            RecordedLine(
                review=review,
                title=title_of(review, register),
                recorded_by=working.name_of(register, review.recorded_by),
                corrected=bool(work and work.revisions),
            )
        )
    return RecordedList(words=words, lines=tuple(found), total=total, page=page, pages=pages_)


def record_of(uow: UnitOfWork, actor: Actor, register: Register, review: Review, *, now: datetime) -> Record:
    """A recorded review with all that was written into its form."""
    work = _work(uow, review)
    before = [page for page in pages.pages_of(work) if page != OUTCOME]
    asks = [ask for page in before for ask in pages.asks_of(work, review, page)]
    committee = register.committee.get(review.committee) if review.committee else None
    entry = register.partnership.get(review.partnership) if review.partnership else None
    people = [each for was in work.revisions for each in (was.recorded_by, was.corrected_by) if each]
    lesson = uow.lessons.get(lesson_of(review.id)) if "lesson" in work.answers else None
    return Record(
        review=review,
        title=title_of(review, register),
        said=tuple(
            Said(label=ask.label, answer=work.answers[ask.key]) for ask in asks if ask.key in work.answers
        ),
        decided=work.answers.get("decided"),
        recorded_by=working.name_of(register, review.recorded_by) if review.recorded_by else None,
        revisions=work.revisions,
        names={person: working.name_of(register, person) for person in people},
        lesson=lesson.id if lesson else None,
        share_lesson="share" in work.answers and lesson is not None and not lesson.shared,
        next_step=NEXT[review.outcome].format(name=entry.name if entry else "") if review.outcome else "",
        may_work=service.may_work(register, actor, review, day=local_day(now, register.timezone)),
        shown_in=committee.name if committee else None,
        is_shown=reminders.is_shown(uow, review),
        partnership_name=entry.title if entry else None,
    )


def _again(
    uow: UnitOfWork, actor: Actor, register: Register, review: Review, given: Given, *, now: datetime
) -> Record:
    """What the first recording answered, where the second says the same; else who has recorded it already, and what."""
    work = _work(uow, review)
    sent = {key: words.strip() for key, words in given.answers.items()}
    keys = ("outcome", "reviewed_on", "decided", "shown", "lesson", "share")
    differs = next((key for key in keys if sent.get(key, "") != work.answers.get(key, "")), None)
    if review.recorded_by == actor.person and differs is None:
        return record_of(uow, actor, register, review, now=now)
    who = f"{working.name_of(register, review.recorded_by)} has"
    if review.recorded_by == actor.person:
        who = "You have"
    when = f", on {write_date(review.reviewed_on)}" if review.reviewed_on else ""
    decided = work.answers.get("decided")
    raise AlreadyDone(
        f"{who} recorded this review already{when}: {review.outcome}.{f' {quoted(decided)}' if decided else ''}",
        "What you typed is still here; copy what you need, then close the form.",
        field=differs if differs in ("outcome", "reviewed_on", "decided", "lesson") else "outcome",
    )


def _must_fit(review: Review, outcome: str) -> None:
    if outcome not in pages.outcomes_of(review):
        raise BadInput("That is not one of the outcomes.", "Choose one of those offered.", field="outcome")


def _day(answers: dict[str, str]) -> date:
    try:
        return date.fromisoformat(answers.get("reviewed_on", ""))
    except ValueError as error:
        raise BadInput("The date is missing.", "Give the day of the review.", field="reviewed_on") from error


def _work(uow: UnitOfWork, review: Review) -> Work:
    """The form of a recorded review; one that was recorded without it is told from the review itself."""
    work = uow.review_work.get(review.id)
    if work:
        return work
    said = {
        "outcome": review.outcome or "",
        "reviewed_on": review.reviewed_on.isoformat() if review.reviewed_on else "",
        "decided": review.decided or "",
        "shown": pages.SHOW if review.decided else "",
    }
    by, at = review.recorded_by, review.recorded_at
    if by is None or at is None:
        raise NotFound("This review has no record.", "Type /review to see what is due.")
    return Work(
        review=review.id,
        partnership=review.partnership,
        form=None,
        answers={key: words for key, words in said.items() if words},
        started_by=by,
        started_at=at,
        recorded_at=at,
    )


def _reread(uow: UnitOfWork, review_id: str) -> Review:
    review = uow.reviews.get(review_id)
    if review is None:
        raise NotFound("I cannot find that review.", "Type /review to see those that are due.")
    return review
