"""Who reads a member's report because they support the member: the one place that decides it (K-06, X-16, D-16, B-08)."""

from datetime import date

from liaison.domain.access.rules import SUPPORT_OFFICER
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId, SlackUserId


def supporters(
    register: Register, partnership: PartnershipId, member: PersonId, day: date
) -> tuple[SlackUserId, ...]:
    """The partnership's own support officers on that day, else the member's own, else whoever holds the role.

    Of those who are named only the ones who are linked to Slack count.
    """
    seats = register.seats_of(partnership, day, "support officer")
    named = [held.person.id for held in seats if held.person]
    own = register.support_officer_of(partnership, member, day)
    if not named and own:
        named = [own.id]
    linked = tuple(link.id for person in named if (link := register.link_of(person)))
    return linked or tuple(
        link.id for link in register.links if SUPPORT_OFFICER in link.roles and link.person in register.person
    )
