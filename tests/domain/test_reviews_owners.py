"""Whose review it is: somebody else who would work it is told, and whom to ask."""

from datetime import date

import pytest
from tests.domain.registers import CUMBRIA

from liaison.domain.access.rules import Actor
from liaison.domain.errors import NotAllowed
from liaison.domain.reviews import service
from liaison.domain.reviews.models import Owner, Review
from liaison.domain.values import PartnershipId, PersonId, SlackUserId, WorkspaceId

DAY = date(2026, 11, 23)
BARROW, EDEN = PartnershipId("cu-cdrp-barrow"), PartnershipId("cu-lsp-eden")
STAFF = "Support Officer, Committee Services Officer, Administration Manager, Chief Executive, Treasurer, Strategic "


def review(owner: Owner | None, partnership: PartnershipId | None = BARROW) -> Review:
    return Review(
        id="r",
        cycle="c",
        subject="membership of partnerships",
        partnership=partnership,
        due=date(2027, 6, 30),
        committee=None,
        owner=owner,
        source="a test",
        basis="each year",
    )


@pytest.mark.parametrize(
    ("owner", "partnership", "says"),
    [
        (Owner(kind="role", id="chief-executive"), BARROW, "for the Chief Executive to do. Ask them, or"),
        (Owner(kind="seat", id="representative"), BARROW, "for Mrs L L Shaw to do. Ask them, or"),
        (Owner(kind="seat", id="representative"), EDEN, "not yours to do. Ask"),
        (None, None, "not yours to do. Ask"),
    ],
    ids=["a role's", "a seat's", "a vacant seat's", "nobody's"],
)
def test_whoever_may_not_work_a_review_is_told_whose_it_is(
    owner: Owner | None, partnership: PartnershipId | None, says: str
) -> None:
    somebody = Actor(
        workspace=WorkspaceId("T1"),
        slack_user=SlackUserId("U1"),
        person=PersonId("somebody"),
        name="Mr R Watson",
        roles=frozenset({"member"}),
    )
    with pytest.raises(NotAllowed) as told:
        service.allow(somebody, CUMBRIA, review(owner, partnership), day=DAY)
    said = f"{told.value.sentence} {told.value.mend}"
    assert said.startswith(f"This review is {says} one of these: {STAFF}")
