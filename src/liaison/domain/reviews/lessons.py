"""Use-cases of lessons: kept, searched, posted where the Authority and the Force see them, and withdrawn (G-10)."""

from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, by_name, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, NotFound
from liaison.domain.names import fold
from liaison.domain.notices.models import Kind, Notice, settle
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.drafts import FormDraft
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.lesson_models import Lesson, LessonLine, LessonList, Posting, Shared, Withdrawn
from liaison.domain.reviews.working import name_of
from liaison.domain.typed import written
from liaison.domain.values import ChannelId, PartnershipId

ON_A_PAGE = 6
BUSINESS_OF_ALL = "authority"  # the committee that is the whole authority, where there is one


def add(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    id_: str,
    *,
    text: str,
    partnership: PartnershipId | None,
    now: datetime,
) -> LessonLine:
    """Keeps a lesson, once however often its form is sent. Raises BadInput and AlreadyDone."""
    require(actor, Action.SHARE_LESSON)
    words = written(text, "text")
    existing = uow.lessons.get(id_)
    if existing:
        if existing.text == words:
            return line(existing, actor, register)
        raise AlreadyDone(
            "This form has been kept already, with other words.",
            "Close it, and type /review lessons.",
            field="text",
        )
    lesson = Lesson(id=id_, text=words, partnership=partnership, added_by=actor.person, added_at=now)
    uow.lessons.save(lesson)
    audit.record(uow.audit, at=now, actor=actor.name, action="lesson added", subject=id_)
    return line(lesson, actor, register)


def listed(uow: UnitOfWork, actor: Actor, register: Register, words: str, *, page: int = 0) -> LessonList:
    """Lessons in which every word stands, the latest first: shared ones for everybody, the others for those entitled."""
    wanted = fold(words).split()
    lines = [
        line(lesson, actor, register)
        for lesson in uow.lessons.all()
        if not lesson.withdrawn and (lesson.shared or actor.may(Action.SEE_RESTRICTED))
    ]
    found = [each for each in lines if _has(each, wanted)]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(page, 0), pages - 1)
    return LessonList(
        asked=words[:100],
        lines=tuple(found[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]),
        total=len(found),
        page=page,
        pages=pages,
        may_add=actor.may(Action.SHARE_LESSON),
    )


def to_share(uow: UnitOfWork, actor: Actor, register: Register, id_: str) -> Posting:
    """A lesson for the form that shares it: with the words that were proposed last, or else its own."""
    require(actor, Action.SHARE_LESSON)
    lesson = _get(uow, actor, register, id_)
    draft = uow.form_drafts.get(actor.slack_user, _form(id_))
    whole = next((each for each in register.committees if each.id == BUSINESS_OF_ALL), None)
    return Posting(
        lesson=lesson,
        text=(draft.typed.get("text") if draft else None) or lesson.text,
        partnership=_title(register, lesson.partnership),
        channel=None,
        suggested=whole.channel if whole else None,
    )


def propose(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    id_: str,
    *,
    text: str,
    channel: ChannelId,
    now: datetime,
) -> Posting:
    """What would be posted, and where, as it is shown before anything is posted (UX-06). Raises BadInput, AlreadyDone."""
    posting = to_share(uow, actor, register, id_)
    words = written(text, "text")
    if any(shared.channel == channel and shared.text != words for shared in posting.lesson.shared):
        raise AlreadyDone(
            "This lesson has been posted in that channel already.", "Choose another channel.", field="channel"
        )
    typed: dict[str, str | None] = {"text": words, "channel": channel}
    uow.form_drafts.save(FormDraft(user=actor.slack_user, form=_form(id_), at=0, begun_at=now, typed=typed))
    return posting.model_copy(update={"text": words, "channel": channel})


def share(
    uow: UnitOfWork, actor: Actor, register: Register, id_: str, *, channel: ChannelId, now: datetime
) -> LessonLine:
    """Has a lesson posted in a channel, in the words that were shown first; once for each channel.

    The same a second time changes nothing. Raises NotFound where nothing was proposed.
    """
    require(actor, Action.SHARE_LESSON)
    lesson = _get(uow, actor, register, id_)
    if any(shared.channel == channel for shared in lesson.shared):
        return line(lesson, actor, register)
    draft = uow.form_drafts.get(actor.slack_user, _form(id_))
    words = draft.typed.get("text") if draft and draft.typed.get("channel") == channel else None
    if not words:
        raise NotFound("What was to be posted is no longer here.", "Type /review lessons and share it anew.")
    posted = Shared(channel=channel, text=words, by=actor.person, at=now)
    shared = lesson.model_copy(update={"shared": (*lesson.shared, posted)})
    uow.lessons.save(shared)
    uow.form_drafts.drop(actor.slack_user, _form(id_))
    uow.notices.add(
        Notice(
            key=f"lesson:{id_}:{channel}",
            kind=Kind.LESSON,
            subject=lesson.subject(channel),
            reason=f"{actor.name} shared this lesson.",
            facts={"lesson": id_, "by_user": actor.slack_user},
            sent_channel=channel,
            due=now,
        )
    )
    audit.record(uow.audit, at=now, actor=actor.name, action="lesson shared", subject=id_, channel=channel)
    return line(shared, actor, register)


def withdraw(uow: UnitOfWork, actor: Actor, register: Register, id_: str, *, now: datetime) -> None:
    """Takes a lesson out of the list; where it was posted its message says so, and what is not posted yet never is.

    Whoever added it may, and staff. Raises NotFound, NotAllowed and AlreadyDone.
    """
    lesson = _get(uow, actor, register, id_)
    if not _may_withdraw(lesson, actor):
        require(actor, Action.WITHDRAW_LESSON)
    uow.lessons.save(lesson.model_copy(update={"withdrawn": Withdrawn(by=actor.person, at=now)}))
    for shared in lesson.shared:
        settle(uow.notices, lesson.subject(shared.channel))
    audit.record(uow.audit, at=now, actor=actor.name, action="lesson withdrawn", subject=id_)


def _may_withdraw(lesson: Lesson, actor: Actor) -> bool:
    return lesson.added_by == actor.person or actor.may(Action.WITHDRAW_LESSON)


def _form(id_: str) -> str:
    """What the words that somebody is about to post are kept under."""
    return f"lesson {id_}"


def line(lesson: Lesson, actor: Actor, register: Register) -> LessonLine:
    """A lesson as somebody may see it: whoever may not read what is restricted sees the words that were posted."""
    entitled = actor.may(Action.SEE_RESTRICTED) or lesson.added_by == actor.person
    text = lesson.text if entitled or not lesson.shared else lesson.shared[-1].text
    return LessonLine(
        lesson=lesson,
        text=text,
        partnership=_title(register, lesson.partnership),
        added_by=name_of(register, lesson.added_by),
        channels=tuple(shared.channel for shared in lesson.shared),
        may_share=actor.may(Action.SHARE_LESSON) and entitled,
        may_withdraw=_may_withdraw(lesson, actor),
    )


def _has(found: LessonLine, wanted: list[str]) -> bool:
    said = fold(f"{found.text} {found.partnership or ''} {found.added_by}")
    return all(word in said for word in wanted)


def _title(register: Register, partnership: PartnershipId | None) -> str | None:
    entry = register.partnership.get(partnership) if partnership else None
    return entry.title if entry else None


def _get(uow: UnitOfWork, actor: Actor, register: Register, id_: str) -> Lesson:
    lesson = uow.lessons.get(id_)
    if lesson is None:
        raise NotFound("I cannot find that lesson.", "Type /review lessons to see those that are kept.")
    if lesson.added_by != actor.person:
        require(actor, Action.SEE_RESTRICTED)
    if lesson.withdrawn:
        by, on = name_of(register, lesson.withdrawn.by), local_day(lesson.withdrawn.at, register.timezone)
        raise AlreadyDone(
            f"This lesson was withdrawn by {by_name(by)} on {write_date(on)}.",
            "Type /review lessons to see the others.",
        )
    return lesson
