"""Use-cases of the register: load a pack's register, choose a committee's channel."""

from datetime import date, datetime

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.packs import Partnership as PackPartnership
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import (
    Appointment,
    Committee,
    Office,
    Partnership,
    Person,
    Register,
    Term,
)
from liaison.domain.values import (
    AppointmentId,
    ChannelId,
    CommitteeId,
    OfficeId,
    PartnershipId,
    PersonId,
)

UNNAMED = "the Authority"


def seed(uow: UnitOfWork, pack: Pack, *, now: datetime) -> bool:
    """Loads a pack's register into an empty workspace; False, and nothing changed, where it was loaded before.

    Raises BadInput where the workspace belongs to another authority.
    """
    uow.register.lock()
    existing = uow.register.load()
    if existing is not None:
        if existing.pack != pack.key:
            raise BadInput(
                f"This workspace holds the register of {existing.authority}.",
                f"Use another workspace for {pack.authority.name or pack.key}.",
            )
        return False
    register = from_pack(pack, since=local_day(now, pack.authority.timezone))
    uow.register.replace(register)
    audit.record(
        uow.audit, at=now, actor="system", action="register loaded", subject=pack.key, version=pack.version
    )
    return True


def from_pack(pack: Pack, *, since: date) -> Register:
    """The register that a pack holds, as it stands when it is loaded."""
    source = pack.register_
    return Register(
        version=1,
        since=since,
        authority=pack.authority.name or UNNAMED,
        force=pack.authority.force,
        timezone=pack.authority.timezone,
        pack=pack.key,
        edition=source.edition,
        policy_edition=source.policy_edition,
        whose=pack.authority.whose_register,
        people=tuple(Person(id=PersonId(person.id), name=person.name) for person in source.people),
        offices=tuple(
            Office(
                id=OfficeId(office.id),
                name=office.name,
                also_called=office.also_called,
                committee=CommitteeId(office.committee) if office.committee else None,
            )
            for office in source.offices
        ),
        terms=tuple(
            Term(office=OfficeId(person.office), person=PersonId(person.id))
            for person in source.people
            if person.office
        ),
        committees=tuple(
            Committee(
                id=CommitteeId(committee.id),
                name=committee.name,
                short=committee.short,
                also_called=committee.also_called,
                kind=committee.kind,
            )
            for committee in source.committees
        ),
        partnerships=tuple(_partnership(entry) for entry in source.partnerships),
        appointments=tuple(
            Appointment(
                id=AppointmentId(f"{entry.id}:{number}"),
                partnership=PartnershipId(entry.id),
                role=seat.role,
                person=PersonId(seat.person) if seat.person else None,
                office=OfficeId(seat.office) if seat.office else None,
                listed_as=seat.listed_as,
            )
            for entry in source.partnerships
            for number, seat in enumerate(entry.seats, start=1)
        ),
    )


def _partnership(entry: PackPartnership) -> Partnership:
    return Partnership(
        id=PartnershipId(entry.id),
        name=entry.name,
        short=entry.short,
        kind=entry.kind,
        kind_short=entry.kind_short,
        level=entry.level,
        area=entry.area,
        statutory=entry.statutory,
        formal=entry.formal,
        also_called=tuple(
            dict.fromkeys([*entry.also_called, *([entry.listed_as] if entry.listed_as else [])])
        ),
        formerly=entry.formerly,
        purpose=entry.purpose,
        own_role=entry.own_role,
        priorities=entry.priorities,
        chaired_by=entry.chaired_by,
        members=entry.members,
        parent=PartnershipId(entry.parent) if entry.parent else None,
        member_of=tuple(PartnershipId(other) for other in entry.member_of),
        reports_to=tuple(CommitteeId(committee) for committee in entry.reports_to),
        notes=entry.notes,
        source=entry.source,
    )


def committees(uow: UnitOfWork, actor: Actor) -> tuple[Register, bool]:
    """The register, for its committees and their channels, and whether the actor may choose a channel."""
    register = uow.register.load()
    if register is None:
        raise NotFound("No register has been loaded.", "Ask your administrator to load one.")
    return register, actor.may(Action.SET_CHANNEL)


def set_channel(
    uow: UnitOfWork, actor: Actor | None, committee: CommitteeId, channel: ChannelId, *, now: datetime
) -> Committee:
    """Chooses where Liaison posts for a committee; what was held for it goes out. `actor` is None on the command line."""
    if actor:
        require(actor, Action.SET_CHANNEL)
    register = uow.register.load()
    if register is None or committee not in register.committee:
        raise NotFound("There is no such committee.", "Type /committee to see them all.")
    uow.register.set_channel(committee, channel)
    notices.release(uow.notices, committee, now=now)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name if actor else "command line",
        action="channel chosen",
        subject=committee,
        channel=channel,
    )
    return register.committee[committee].model_copy(update={"channel": channel})


def channel_joined(uow: UnitOfWork, channel: ChannelId, event: str, *, now: datetime) -> None:
    """Liaison has been let into a channel: it owes a word of what it will post there, and sends what was held.

    `event` names the joining, so that one which Slack delivers twice is answered once (UX-02).
    """
    uow.notices.add(
        Notice(
            key=f"channel joined:{channel}:{event}",
            kind=Kind.CHANNEL_JOINED,
            subject=f"channel {channel}",
            reason="Somebody invited Liaison here.",
            sent_channel=channel,
            due=now,
        )
    )
    register = uow.register.load()
    for committee in committees_of(register, channel) if register else ():
        notices.release(uow.notices, committee.id, now=now)


def committees_of(register: Register, channel: ChannelId) -> tuple[Committee, ...]:
    """The committees whose reminders go to a channel."""
    return tuple(committee for committee in register.committees if committee.channel == channel)
