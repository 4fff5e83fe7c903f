"""Registers for the tests of rules: Cumbria's, as its pack has it, and a small one whose appointments come and go."""

from datetime import date

from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Appointment, Committee, Office, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, CommitteeId, OfficeId, PartnershipId, PersonId
from liaison.storage.packs import load_pack

CUMBRIA = from_pack(load_pack("cumbria"), since=date(2026, 1, 5))

# Mrs C Egan hands the chair over to Mr W Smith on this day, and the seat on Barrow to Mrs L L Shaw.
HANDOVER = date(2026, 7, 1)
BARROW, FORUM, EDEN = PartnershipId("barrow"), PartnershipId("forum"), PartnershipId("eden")
EGAN, SMITH, SHAW = PersonId("egan"), PersonId("smith"), PersonId("shaw")
CHAIR, CLERK = OfficeId("chair"), OfficeId("clerk")
PPP = CommitteeId("ppp")

CHANGING = Register(
    version=1,
    since=date(2026, 1, 5),
    authority="the Authority",
    pack="none",
    people=(
        Person(id=EGAN, name="Mrs C Egan"),
        Person(id=SMITH, name="Mr W Smith"),
        Person(id=SHAW, name="Mrs L L Shaw"),
    ),
    offices=(
        Office(id=CHAIR, name="Chair of Policing Plan and Performance Committee", committee=PPP),
        Office(id=CLERK, name="Clerk"),
    ),
    terms=(
        Term(id="1", office=CHAIR, person=EGAN, until=HANDOVER),
        Term(id="2", office=CHAIR, person=SMITH, since=HANDOVER),
    ),
    committees=(Committee(id=PPP, name="Policing Plan and Performance Committee", short="PPP"),),
    partnerships=(
        Partnership(id=BARROW, name="Barrow CDRP", reports_to=(PPP,)),
        Partnership(id=FORUM, name="Pensions Forum"),
        Partnership(id=EDEN, name="Eden Partnership"),
    ),
    appointments=(
        Appointment(
            id=AppointmentId("1"), partnership=BARROW, role="representative", person=EGAN, until=HANDOVER
        ),
        Appointment(
            id=AppointmentId("2"), partnership=BARROW, role="representative", person=SHAW, since=HANDOVER
        ),
        Appointment(id=AppointmentId("3"), partnership=BARROW, role="substitute", since=HANDOVER),
        Appointment(id=AppointmentId("4"), partnership=FORUM, role="representative", office=CHAIR),
        Appointment(id=AppointmentId("5"), partnership=FORUM, role="substitute", office=CLERK),
    ),
)
