"""An invented register for the query set: terms and appointments that come and go, an owner, a merger, a place called March."""

from datetime import date

from liaison.domain.register.models import (
    Appointment,
    Committee,
    FormerName,
    Link,
    Office,
    Partnership,
    Person,
    Term,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.values import (
    AppointmentId,
    CommitteeId,
    OfficeId,
    PartnershipId,
    PersonId,
    SlackUserId,
)

CEC, AUDIT = CommitteeId("cec"), CommitteeId("audit")
HANDOVER = date(2026, 7, 1)
MERGER = date(2026, 4, 1)
CSP = {
    "kind": "community safety partnership",
    "kind_short": "CSP",
    "kind_formerly": "Crime and Disorder Reduction Partnership",
    "kind_formerly_short": "CDRP",
}


def _person(id_: str, name: str) -> Person:
    return Person(id=PersonId(id_), name=name)


def _office(id_: str, name: str, *also: str, committee: CommitteeId | None = None) -> Office:
    return Office(id=OfficeId(id_), name=name, also_called=also, committee=committee)


def _term(id_: str, office: str, person: str, since: date | None, until: date | None = None) -> Term:
    return Term(id=id_, office=OfficeId(office), person=PersonId(person), since=since, until=until)


def _seat(id_: str, partnership: str, **more: object) -> Appointment:
    return Appointment.model_validate(
        {
            "id": AppointmentId(id_),
            "partnership": PartnershipId(partnership),
            "role": "representative",
            **more,
        }
    )


DATED = Register(
    version=1,
    since=date(2024, 1, 1),
    authority="the Authority",
    pack="model",
    people=(
        _person("watson", "Mr R Watson"),
        _person("egan", "Mrs C Egan"),
        _person("smith", "Mr W Smith"),
        _person("shaw", "Mrs L L Shaw"),
        _person("cole", "Mr R Cole"),
        _person("johnson", "Mrs M Johnson"),
        _person("nicholson", "Mr J Nicholson"),
        _person("barry", "Mr A L Barry"),
        _person("halfpenny", "Mrs P M Halfpenny"),
    ),
    offices=(
        _office("chair", "Chair of the Authority", "Chairman", "Chairman of the Authority"),
        _office("vice", "Vice-Chair of the Authority", "Vice Chairman", "Vice Chair"),
        _office("cec-chair", "Chair of Community Engagement Committee", committee=CEC),
    ),
    terms=(
        _term("t1", "chair", "egan", None, HANDOVER),
        _term("t2", "chair", "smith", HANDOVER, date(2027, 1, 31)),
        _term("t3", "vice", "shaw", date(2025, 5, 1)),
        _term("t4", "cec-chair", "cole", date(2025, 5, 1), date(2027, 5, 1)),
    ),
    committees=(
        Committee(
            id=CEC,
            name="Community Engagement Committee",
            short="CEC",
            formerly=(FormerName(name="Public Engagement Panel"),),
        ),
        Committee(id=AUDIT, name="Scrutiny and Audit Committee", short="SAC"),
    ),
    partnerships=(
        Partnership(
            id=PartnershipId("nm-csp"),
            name="Northmoor Community Safety Partnership",
            short="NCSP",
            formerly=(FormerName(name="Northmoor CDRP"),),
            area="Northmoor",
            statutory=True,
            level="district",
            owner="Operations Division",
            priorities=("knife crime", "domestic abuse"),
            reports_to=(CEC,),
            **CSP,
        ),
        Partnership(
            id=PartnershipId("ma-csp"),
            name="March Community Safety Partnership",
            area="March",
            owner="Territorial Policing",
            reports_to=(CEC,),
            **CSP,
        ),
        Partnership(
            id=PartnershipId("lrf"),
            name="County Local Resilience Forum",
            short="LRF",
            level="county",
            formal=True,
            owner="Operations Division",
            members=("Ambulance Trust", "Environment Agency", "Fire and Rescue Service"),
            sub_groups=("Risk sub-group",),
            reports_to=(AUDIT, CEC),
        ),
        Partnership(
            id=PartnershipId("roads"),
            name="Safer Roads Board",
            also_called=("Road Safety Partnership",),
            until=MERGER,
            merged_into=PartnershipId("highways"),
        ),
        Partnership(id=PartnershipId("highways"), name="Highways Safety Partnership", since=MERGER),
        Partnership(
            id=PartnershipId("nm-2030"), name="Northmoor 2030", also_called=("Vision 2030",), area="Northmoor"
        ),
        Partnership(
            id=PartnershipId("ct"),
            name="Children's Trust Board",
            also_called=("Children's Board",),
            statutory=False,
        ),
        Partnership(id=PartnershipId("housing"), name="Affordable Homes Forum", formal=False),
        Partnership(id=PartnershipId("joint"), name="Joint Negotiating Group", parent=PartnershipId("lrf")),
    ),
    appointments=(
        _seat("1", "nm-csp", person="egan", until=HANDOVER),
        _seat("2", "nm-csp", person="shaw", since=HANDOVER),
        _seat("3", "nm-csp", role="substitute", since=HANDOVER),
        _seat("4", "ma-csp", person="cole", since=date(2025, 5, 1), until=date(2027, 1, 10)),
        _seat("5", "ma-csp", role="substitute", person="smith"),
        _seat("6", "lrf", office="chair"),
        _seat("7", "lrf", role="support officer", person="barry"),
        _seat("8", "roads", person="johnson", until=MERGER),
        _seat("9", "highways", person="johnson", since=MERGER),
        _seat("10", "nm-2030", person="nicholson", since=date(2026, 9, 1)),
        _seat("11", "ct"),
        _seat("12", "housing", person="watson", until=date(2028, 1, 1)),
        _seat("13", "joint", office="vice", confirmed_on=date(2025, 5, 6)),
    ),
    links=(
        Link(id=SlackUserId("U1"), person=PersonId("shaw")),
        Link(id=SlackUserId("U2"), person=PersonId("egan")),
    ),
)
