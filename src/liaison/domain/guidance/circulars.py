"""Use-cases of what everybody is to know: circulate it, say that one has read it, see who has not (B-15, B-16).

That somebody has read something is an entry of the register, a signature with its day; so it can be seen, exported and
corrected like all others. How many have is shown to everybody, who has not to staff alone.
"""

from datetime import date, datetime

from liaison.domain import audit
from liaison.domain.access.rules import LINK_OFFICER, MEMBER, Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.guidance.models import Acknowledged, Circulated, Reader, Readers
from liaison.domain.guidance.sources import document_of, named
from liaison.domain.names import fold, words
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.packs import GUIDE_TOPICS, Circular, Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Link, Signature
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, PersonId, SlackUserId, new_id

LONGEST_PLACE = 300  # characters that say where a document can be found
REPRESENTING = frozenset({"representative", "substitute", "link officer"})


def all_of(pack: Pack) -> tuple[Circular, ...]:
    """What can be circulated: what the pack says everybody is to know, then its documents, then its topics."""
    known = {circular.document or circular.topic for circular in pack.circulars}
    taken = {fold(circular.title) for circular in pack.circulars}
    documents = []
    for document in pack.documents:
        if document.supplied and document.id not in known:
            # Two documents may have one title: then the short name tells them apart.
            title = (
                f"{document.title} ({document.short})" if fold(document.title) in taken else document.title
            )
            taken.add(fold(document.title))
            documents.append(
                Circular(
                    id=f"document-{document.id}", title=title, document=document.id, source=document.short
                )
            )
    said = {entry.topic: entry.source for entry in reversed(pack.knowledge)}
    topics = [
        Circular(id=f"topic-{key}", title=title, topic=key, source=said[key])
        for key, title in GUIDE_TOPICS.items()
        if key in said and key not in known
    ]
    return (*pack.circulars, *documents, *topics)


def one_of(pack: Pack, wanted: str) -> Circular:
    """What an id or a title means. Raises NotFound, and BadInput where it could be several."""
    circulars = all_of(pack)
    said = set(words(wanted))
    own = [circular for circular in pack.circulars if said and said <= set(words(circular.title))]
    found = (
        [circular for circular in circulars if circular.id == wanted]
        or [circular for circular in circulars if fold(circular.title) == fold(wanted)]
        or own
        or [circular for circular in circulars if said and said <= set(words(circular.title))]
    )
    if not found:
        raise NotFound(
            f'Nothing that can be circulated is called "{wanted[:60]}".',
            "Type /guide read to see what has been circulated.",
        )
    if len(found) > 1:
        titles = "; ".join(circular.title for circular in found[:5])
        raise BadInput(f'"{wanted[:60]}" could mean several things.', f"Type one of these: {titles}.")
    return found[0]


def may_circulate(actor: Actor, pack: Pack) -> tuple[Circular, ...]:
    """What the actor can circulate, for the form. Raises NotAllowed."""
    require(actor, Action.CIRCULATE)
    return all_of(pack)


def circulate(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    circular_id: str,
    *,
    channel: ChannelId | None,
    place: str | None = None,
    now: datetime,
) -> Circulated:
    """Posts something to a channel, or sends it to each of whom it is expected and who has not read it yet.

    The same thing goes to the same place once a day. Raises BadInput where there is nobody to send it to.
    """
    require(actor, Action.CIRCULATE)
    circular = one_of(pack, circular_id)
    place = (place or "").strip() or None
    if place and len(place) > LONGEST_PLACE:
        raise BadInput(
            f"That is {len(place):,} characters.", f"Keep it under {LONGEST_PLACE}.", field="place"
        )
    today = local_day(now, register.timezone)
    facts = _facts(pack, circular, actor, place)
    if channel:
        notice = _notice(circular, f"{channel}:{today}", facts, now).model_copy(
            update={"sent_channel": channel}
        )
        again = not uow.notices.add(notice)
        people = 0
    else:
        missing = readers(actor, register, pack, circular.id, now=now).missing
        if not missing:
            raise BadInput(
                "There is nobody left who has not read it.", "Choose a channel instead.", field="where"
            )
        again = not _send(uow, circular, missing, facts, today, now)
        people = len(missing)
    if not again:
        audit.record(
            uow.audit,
            at=now,
            actor=actor.name,
            action="document circulated",
            subject=circular.id,
            to=channel or f"{people} people",
        )
    return Circulated(circular=circular, people=people, again=again)


def acknowledge(
    uow: UnitOfWork, actor: Actor, pack: Pack, circular_id: str, *, now: datetime
) -> Acknowledged:
    """Keeps that somebody has read something, with the day; a second time changes nothing.

    Raises NotFound where it is circulated no more.
    """
    require(actor, Action.ACKNOWLEDGE)
    circular = next((known for known in all_of(pack) if known.id == circular_id), None)
    if circular is None:  # the reader may be a member, who sees no list of what is circulated
        raise NotFound(
            "What this message asks you to read is not circulated any more.",
            "Ask whoever circulated it what to read instead.",
        )
    register = editing.loaded(uow)
    known = signature_of(register, circular, actor.person)
    if known:
        return Acknowledged(title=circular.title, on=known.signed_on, again=True)
    today = local_day(now, register.timezone)
    signature = Signature(
        id=new_id()[:12],  # of its own: staff may have corrected an earlier one, which keeps its id
        person=actor.person,
        code=circular.title,
        signed_on=today,
    )
    editing.apply(uow, actor, [Edit("signatures", signature.id, signature)], how="button", now=now)
    for notice in uow.notices.about(subject_of(circular.id)):
        _show_anew(uow, notice, actor.slack_user)
    return Acknowledged(title=circular.title, on=today, again=False)


def readers(actor: Actor, register: Register, pack: Pack, circular_id: str, *, now: datetime) -> Readers:
    """Who has read something and who has not. Raises NotAllowed: it is for staff."""
    require(actor, Action.SEE_READERS)
    found = expected(register, one_of(pack, circular_id), local_day(now, register.timezone))
    return found.model_copy(update={"can_remind": actor.may(Action.CIRCULATE)})


def circulated(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, *, now: datetime
) -> tuple[Readers, ...]:
    """What has been circulated, or is to be known, with how many have read it."""
    require(actor, Action.SEE_READERS)
    today = local_day(now, register.timezone)
    own = {circular.id for circular in pack.circulars}
    return tuple(
        expected(register, circular, today)
        for circular in all_of(pack)
        if circular.id in own
        or uow.notices.about(subject_of(circular.id))
        or any(signed.code == circular.title for signed in register.signatures)
    )


def remind(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, circular_id: str, *, now: datetime
) -> Circulated:
    """Sends something once more to each who has not read it: to nobody twice on one day.

    Raises AlreadyDone where everybody has read it by now.
    """
    require(actor, Action.CIRCULATE)
    found = readers(actor, register, pack, circular_id, now=now)
    if not found.missing:
        raise AlreadyDone("Everybody in Slack has read it by now.", "Type /guide read to see the others.")
    today = local_day(now, register.timezone)
    facts = _facts(pack, found.circular, actor, _place_before(uow, found.circular))
    sent = _send(uow, found.circular, found.missing, facts, today, now)
    if sent:
        audit.record(
            uow.audit,
            at=now,
            actor=actor.name,
            action="readers reminded",
            subject=found.circular.id,
            people=str(sent),
        )
    return Circulated(circular=found.circular, people=sent, again=not sent)


def expected(register: Register, circular: Circular, day: date) -> Readers:
    """From whom it is expected that they read it, and when each did; those who are not in Slack stand apart."""
    seated = {
        held.person.id: held.person.name
        for seat in register.appointments
        if seat.role in REPRESENTING and seat.runs_on(day) and (held := register.holder(seat, day)).person
    }
    linked: dict[PersonId, Link] = {}
    for link in register.links:
        if circular.who == "everybody" or link.person in seated or {MEMBER, LINK_OFFICER} & set(link.roles):
            linked.setdefault(link.person, link)
    signed = {
        signature.person: signature.signed_on
        for signature in register.signatures
        if signature.code == circular.title
    }
    people = [
        Reader(name=register.person[person].name, user=link.id, on=signed.get(person))
        for person, link in linked.items()
        if person in register.person
    ]
    return Readers(
        circular=circular,
        expected=tuple(sorted(people, key=lambda reader: fold(reader.name))),
        not_in_slack=tuple(
            sorted(name for person, name in seated.items() if person not in linked and person not in signed)
        ),
    )


def signature_of(register: Register, circular: Circular, person: PersonId) -> Signature | None:
    """That somebody has read it, where they have said so."""
    found = (s for s in register.signatures if s.person == person and s.code == circular.title)
    return next(found, None)


def of_notice(notice: Notice) -> Circular:
    """What a notice asks people to read, as it stood when it was circulated."""
    facts = notice.facts
    return Circular.model_validate(
        {"id": facts["circular"]} | {k: facts[k] for k in ("title", "who", "source")}
    )


def subject_of(circular: str) -> str:
    """What the notices of a circular are about."""
    return f"circular {circular}"


def _facts(pack: Pack, circular: Circular, actor: Actor, place: str | None) -> dict[str, str]:
    """What a message says of it: all of it is the documents' own, or typed for everybody to read."""
    document = next((d for d in pack.documents if d.id == circular.document), None)
    document = document or document_of(pack, circular.source)
    points = [
        f"{entry.number}. {entry.label}" if entry.number else entry.label
        for entry in pack.knowledge
        if circular.topic and entry.topic == circular.topic
    ]
    facts = {
        "circular": circular.id,
        "title": circular.title,
        "who": circular.who,
        "by": actor.name,
        "by_user": actor.slack_user,
        "source": circular.source,
        "document": named(document) if document else "",
        "points": "\n".join(points),
        "button": circular.button or "",
        "place": place or "",
    }
    return {name: value for name, value in facts.items() if value}


def _notice(circular: Circular, where: str, facts: dict[str, str], now: datetime) -> Notice:
    return Notice(
        key=f"circular:{circular.id}:{where}",
        kind=Kind.CIRCULAR,
        subject=subject_of(circular.id),
        reason="You are asked to read this.",
        facts=facts,
        due=now,
    )


def _send(
    uow: UnitOfWork,
    circular: Circular,
    people: tuple[Reader, ...],
    facts: dict[str, str],
    today: date,
    now: datetime,
) -> int:
    """Owes each of them a message, once a day; tells how many are new."""
    owed = [
        _notice(circular, f"{reader.user}:{today}", facts, now).model_copy(update={"to_user": reader.user})
        for reader in people
    ]
    return sum(uow.notices.add(notice) for notice in owed)


def _place_before(uow: UnitOfWork, circular: Circular) -> str | None:
    """Where the document can be found, as it was said when it was last circulated."""
    said = [
        notice.facts["place"]
        for notice in uow.notices.about(subject_of(circular.id))
        if "place" in notice.facts
    ]
    return said[-1] if said else None


def _show_anew(uow: UnitOfWork, notice: Notice, reader: SlackUserId) -> None:
    """A channel's message counts one more; the reader's own no longer asks, and is not sent where it waits."""
    if notice.to_user not in {None, reader}:
        return
    if notice.state is State.CLAIMED and (notice.sent_ts or notice.to_user):
        uow.notices.save(notice.model_copy(update={"stale": True}))
    elif notice.state is State.SENT:
        uow.notices.save(notice.model_copy(update={"state": State.OUTDATED}))
    elif notice.to_user and notice.state in (State.PENDING, State.HELD) and not notice.unsure:
        uow.notices.save(notice.model_copy(update={"state": State.CANCELLED}))
