"""Registers of any size that look like real ones: places and kinds, committees, people, seats with periods."""

import random
from datetime import date
from itertools import product

from liaison.domain.register.models import Appointment, Committee, Office, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, CommitteeId, OfficeId, PartnershipId, PersonId

BEGINNINGS = [
    "Ash",
    "Barn",
    "Beck",
    "Birch",
    "Brack",
    "Bram",
    "Bux",
    "Cald",
    "Carl",
    "Chad",
    "Clay",
    "Cold",
    "Crag",
    "Dal",
    "Dews",
    "Elm",
    "Ever",
    "Fair",
    "Fen",
    "Ged",
    "Glen",
    "Gos",
    "Grange",
    "Hal",
    "Hart",
    "Hather",
    "Hazel",
    "Hex",
    "Holm",
    "Horn",
    "Ivel",
    "Kel",
    "Kirk",
    "Lang",
    "Lind",
    "Long",
    "Marl",
    "Mel",
    "Mill",
    "Mor",
    "Nether",
    "New",
    "Nor",
    "Oak",
    "Over",
    "Penn",
    "Quarn",
    "Rad",
    "Rook",
    "Rush",
    "Sal",
    "Sand",
    "Sel",
    "Sher",
    "Stan",
    "Stock",
    "Thorn",
    "Up",
    "Wal",
    "Whit",
    "Win",
    "Wood",
    "Wyn",
    "Yar",
]
ENDINGS = [
    "acre",
    "bank",
    "beck",
    "borough",
    "bourne",
    "bridge",
    "brook",
    "bury",
    "by",
    "cester",
    "cliffe",
    "combe",
    "cote",
    "dale",
    "den",
    "field",
    "ford",
    "gate",
    "grove",
    "ham",
    "hampton",
    "head",
    "hill",
    "holme",
    "hurst",
    "land",
    "leigh",
    "ley",
    "low",
    "marsh",
    "mere",
    "minster",
    "mouth",
    "ness",
    "over",
    "pool",
    "port",
    "ridge",
    "shaw",
    "side",
    "stead",
    "stoke",
    "stone",
    "stow",
    "thorpe",
    "ton",
    "tree",
    "wall",
    "water",
    "well",
    "wick",
    "wood",
    "worth",
]
KINDS: tuple[tuple[str, str], ...] = (
    ("community safety partnership", "CSP"),
    ("local strategic partnership", "LSP"),
    ("children's trust", ""),
    ("safeguarding board", "SB"),
    ("neighbourhood forum", ""),
    ("road safety partnership", "RSP"),
    ("drug and alcohol action team", "DAAT"),
    ("health and well-being board", "HWB"),
    ("local resilience forum", "LRF"),
    ("criminal justice board", "LCJB"),
    ("tenants' panel", ""),
    ("youth offending board", "YOB"),
    ("sustainable transport group", ""),
    ("heritage partnership", ""),
)
AIMS = [
    "violent crime",
    "anti-social behaviour",
    "domestic violence",
    "affordable housing",
    "road casualties",
    "rural transport",
    "burglary",
    "criminal damage",
    "alcohol harm",
    "youth services",
    "flood defence",
    "jobs and skills",
    "air quality",
    "hate crime",
    "fraud",
    "care leavers",
    "mental health",
    "community cohesion",
    "fear of crime",
    "wildlife crime",
]
BODIES = [
    "Probation Service",
    "Crown Prosecution Service",
    "County Council",
    "Fire and Rescue Service",
    "Primary Care Trust",
    "Youth Offending Service",
    "Environment Agency",
    "Ambulance Trust",
    "Housing Association",
    "Third Sector",
]
SURNAMES = [
    "Watson",
    "Egan",
    "Smith",
    "Shaw",
    "Halfpenny",
    "Everingham",
    "Cole",
    "Woolley",
    "Johnson",
    "Nicholson",
    "Furneaux",
    "Barry",
]
TITLES = ("Mr", "Mrs")
LETTERS = "ABCDEFGHJKLMNPRSTW"
PEOPLE_PER_PARTNERSHIP = 0.25


def grow(register: Register, size: int) -> Register:
    """The register with as many partnerships as that, and people, seats and committees to match; always the same ones."""
    chance = random.Random(size)  # noqa: S311 - no secret hangs on it
    committees = tuple(
        Committee(id=CommitteeId(f"grown-{n}"), name=f"{name} Committee", short=name[:3].upper())
        for n, name in enumerate(
            ("Environment", "Resources", "Scrutiny", "Regeneration", "Housing", "Transport")
        )
    )
    people = tuple(
        Person(id=PersonId(f"grown-{n}"), name=f"{title} {first} {second} {surname}")
        for n, (first, second, surname, title) in zip(
            range(max(1, int(size * PEOPLE_PER_PARTNERSHIP))),
            product(LETTERS, LETTERS, SURNAMES, TITLES),
            strict=False,
        )
    )
    places = [f"{beginning}{ending}" for beginning, ending in product(BEGINNINGS, ENDINGS)]
    chance.shuffle(places)
    named = list(product(places, KINDS))
    chance.shuffle(named)
    partnerships = list(register.partnerships)
    appointments = list(register.appointments)
    for n, (place, (kind, short)) in enumerate(named[: size - len(partnerships)]):
        id_ = PartnershipId(f"grown-{n}")
        partnerships.append(
            Partnership(
                id=id_,
                name=f"{place} {kind.title()}",
                kind=kind,
                kind_short=short or None,
                area=place,
                statutory=chance.choice((True, False, None)),
                level=chance.choice(("district", "county", "region")),
                priorities=tuple(chance.sample(AIMS, 3)),
                members=tuple(chance.sample(BODIES, 3)),
                reports_to=(chance.choice(committees).id,),
            )
        )
        appointments += _seats(chance, n, id_, people)
    offices = tuple(Office(id=OfficeId(c.id), name=f"Chair of {c.name}", committee=c.id) for c in committees)
    terms = tuple(
        Term(id=office.id, office=office.id, person=people[n % len(people)].id)
        for n, office in enumerate(offices)
    )
    return register.model_copy(
        update={
            "people": register.people + people,
            "committees": register.committees + committees,
            "offices": register.offices + offices,
            "terms": register.terms + terms,
            "partnerships": tuple(partnerships),
            "appointments": tuple(appointments),
        }
    )


def _seats(
    chance: random.Random, number: int, partnership: PartnershipId, people: tuple[Person, ...]
) -> list[Appointment]:
    """A representative, often a substitute, and now and then a vacancy or an end to come."""
    since = date(2024, chance.randint(1, 12), chance.randint(1, 28))
    seats = [
        Appointment(
            id=AppointmentId(f"grown-{number}:1"),
            partnership=partnership,
            role="representative",
            person=None if chance.random() < 0.05 else chance.choice(people).id,  # noqa: PLR2004
            since=since,
            until=date(2027, chance.randint(1, 12), 1) if chance.random() < 0.3 else None,  # noqa: PLR2004
        )
    ]
    if chance.random() < 0.6:  # noqa: PLR2004
        seats.append(
            Appointment(
                id=AppointmentId(f"grown-{number}:2"),
                partnership=partnership,
                role="substitute",
                person=chance.choice(people).id,
                since=since,
            )
        )
    return seats
