"""The register that a pack holds, as entries: what a document prints, and no more than it prints."""

from datetime import date

from liaison.domain.packs import Pack
from liaison.domain.packs import Partnership as PackPartnership
from liaison.domain.register.models import (
    Appointment,
    Committee,
    FormerName,
    Group,
    Office,
    Partnership,
    Person,
    Term,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.values import (
    AppointmentId,
    CommitteeId,
    GroupId,
    OfficeId,
    PartnershipId,
    PersonId,
)

UNNAMED = "the Authority"
# What an entry of a pack and of the register say in the same words.
SAME = tuple(
    sorted(
        (Partnership.model_fields.keys() & PackPartnership.model_fields.keys()) - {"also_called", "formerly"}
    )
)


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
            Term(
                id=f"{person.office}:{person.id}", office=OfficeId(person.office), person=PersonId(person.id)
            )
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
        groups=tuple(
            Group(
                id=GroupId(group.id),
                **{
                    name: getattr(group, name)
                    for name in Group.model_fields.keys() & type(group).model_fields.keys() - {"id"}
                },
            )
            for group in source.groups
        ),
        partnerships=tuple(entry for listed in source.partnerships for entry in _partnerships(listed)),
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


def _partnerships(listed: PackPartnership) -> list[Partnership]:
    """An entry, and before it those that it was merged from, each with its end and its successor (A-24)."""
    also_called = dict.fromkeys([*listed.also_called, *([listed.listed_as] if listed.listed_as else [])])
    entry = Partnership(
        **{name: getattr(listed, name) for name in SAME},
        also_called=tuple(also_called),
        formerly=tuple(FormerName(name=name) for name in listed.formerly),
        since=listed.formed_on,
    )
    earlier = [
        Partnership(
            id=PartnershipId(f"{listed.id}-merged-{number}"),
            name=name,
            kind=listed.kind,
            kind_short=listed.kind_short,
            until=listed.formed_on,
            merged_into=entry.id if listed.formed_on else None,
            source=listed.source,
        )
        for number, name in enumerate(listed.merged_from, start=1)
    ]
    return [*earlier, entry]
