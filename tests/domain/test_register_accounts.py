"""What Slack brings to the register: accounts that are deactivated, renamed or new (UX-13, P-04)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.domain.registers import CHAIR, CHANGING, EDEN, EGAN, SHAW, SMITH
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.notices.models import Notice, State
from liaison.domain.notices.outcomes import sent
from liaison.domain.register import accounts, people
from liaison.domain.register.accounts import Account, Match
from liaison.domain.register.editing import undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, FormerName, Person
from liaison.domain.values import AppointmentId, ChannelId, PersonId, SlackUserId
from liaison.storage.unit_of_work import Store

TODAY = date(2026, 11, 22)
U = SlackUserId("USHAW")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CHANGING)


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


@pytest.fixture
def shaw(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


def account(name: str = "Mrs L L Shaw", *, user: SlackUserId = U, **what: object) -> Account:
    return Account.model_validate({"user": user, "name": name, **what})


def happens(store: Store, account_: Account, *, times: int = 1) -> None:
    for _ in range(times):
        store.run(HERE, accounts.changed, standing(store), account_, now=NOW)


def told(store: Store, user: SlackUserId = U) -> list[Notice]:
    return store.run(HERE, lambda uow: list(uow.notices.about(accounts.subject_of(user))))


def outcomes(store: Store) -> list[str | None]:
    return [accounts.outcome(standing(store), notice) for notice in told(store)]


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("Mrs L L Shaw", True),
        ("Lesley Shaw", True),
        ("L Shaw", True),
        ("lesley louise shaw", True),
        ("Lesley Shaw (she/her)", True),
        ("Lesley Shaw, Member", True),
        ("Mrs L L Shaw OBE", True),
        ("Shaw", True),
        ("", True),
        ("Mrs L L Brown", False),
        ("Lesley Brown", False),
        ("Dr L L Shaw", False),
        ("Peter Shaw", False),
        ("Miss L Jones", True),
        ("Lottie", True),
    ],
)
def test_a_name_in_slack_fits_or_not(name: str, *, fits: bool) -> None:
    person = Person(
        id=SHAW,
        name="Mrs L L Shaw",
        also_called=("Lottie",),
        formerly=(FormerName(name="Miss L L Jones"),),
    )
    assert accounts.fits(person, name) is fits


@pytest.mark.usefixtures("shaw")
def test_a_deactivated_account_is_told_once_however_often_slack_says_so(store: Store, clerk: Actor) -> None:
    happens(store, account(active=False), times=3)
    (notice,) = told(store)
    assert (notice.to_user, notice.facts["what"]) == (clerk.slack_user, accounts.DEACTIVATED)
    assert outcomes(store) == [None]


def test_the_deactivated_one_is_not_told_of_herself_and_somebody_else_is(store: Store, clerk: Actor) -> None:
    officer = linked(store, "Officer", "administration-manager")
    store.run(
        HERE,
        accounts.changed,
        standing(store),
        account("Clerk", user=clerk.slack_user, active=False),
        now=NOW,
    )
    assert [notice.to_user for notice in told(store, clerk.slack_user)] == [officer.slack_user]


@pytest.mark.usefixtures("clerk", "shaw")
def test_active_again_is_said_and_the_next_time_is_told_anew(store: Store) -> None:
    happens(store, account(active=False))
    happens(store, account(), times=2)
    assert outcomes(store) == ["The Slack account of Mrs L L Shaw is active again."]
    happens(store, account(active=False), times=2)
    assert outcomes(store) == ["The Slack account of Mrs L L Shaw is active again.", None]


@pytest.mark.usefixtures("clerk")
def test_an_account_of_nobody_in_the_register_is_nobodys_business(store: Store) -> None:
    happens(store, account("Somebody", user=SlackUserId("UX"), active=False))
    assert told(store, SlackUserId("UX")) == []


def test_all_that_she_holds_is_ended_at_once_and_can_be_undone(store: Store, clerk: Actor) -> None:
    linked(store, "Mr W Smith", "member")
    extra = Appointment(id=AppointmentId("8"), partnership=EDEN, role="substitute", person=SMITH)
    store.run(HERE, lambda uow: uow.register.save([Edit("appointments", "8", extra)]))
    user = SlackUserId("USMITH")
    held, terms = people.held_by(standing(store), SMITH, TODAY)
    assert ([seat.id for seat in held], [term.office for term in terms]) == (["8"], [CHAIR])
    store.run(HERE, people.end_all, clerk, user, now=NOW)
    after = standing(store)
    assert people.held_by(after, SMITH, TODAY) == ((), ())
    assert people.held_by(after, SMITH, TODAY - timedelta(days=1)) != ((), ())
    assert EDEN in {held.appointment.partnership for held in after.vacancies(TODAY)}
    assert [held.appointment.id for held in after.to_confirm(TODAY)] == ["4"]
    with pytest.raises(AlreadyDone):
        store.run(HERE, people.end_all, clerk, user, now=NOW)


def test_unlinking_is_a_change_and_ends_the_matter(store: Store, clerk: Actor, shaw: Actor) -> None:
    happens(store, account(active=False))
    (notice,) = told(store)
    done = sent(notice, now=NOW, channel=ChannelId("D1"), ts="1.1")
    store.run(HERE, lambda uow: uow.notices.save(done))
    change = store.run(HERE, people.unlink, clerk, shaw.slack_user, now=NOW)
    assert change
    assert standing(store).link_of(SHAW) is None
    assert outcomes(store) == [
        "Mrs L L Shaw is no longer linked to this Slack account. Done by Clerk on 22 November 2026."
    ]
    assert told(store)[0].state is State.OUTDATED
    with pytest.raises(NotFound):
        store.run(HERE, people.unlink, clerk, shaw.slack_user, now=NOW)
    store.run(HERE, undo, clerk, change.version, now=NOW)
    assert outcomes(store) == [None]


def test_keeping_is_remembered_and_nobody_is_asked_again(store: Store, clerk: Actor, shaw: Actor) -> None:
    happens(store, account(active=False))
    store.run(HERE, people.keep, clerk, shaw.slack_user, accounts.DEACTIVATED, now=NOW)
    happens(store, account(active=False))
    assert outcomes(store) == [
        "Mrs L L Shaw stays in the register as before, as Clerk chose on 22 November 2026."
    ]
    assert told(store)[0].state is State.CANCELLED  # nobody had been told yet


@pytest.mark.usefixtures("shaw")
def test_a_new_name_is_taken_over_and_the_old_one_is_kept_with_its_day(store: Store, clerk: Actor) -> None:
    happens(store, account("Mrs L L Brown"), times=2)
    assert len(told(store)) == 1
    store.run(HERE, people.use_name, clerk, account("Mrs L L Brown"), "Mrs L L Brown", now=NOW)
    person = standing(store).person[SHAW]
    assert (person.name, person.formerly) == (
        "Mrs L L Brown",
        (FormerName(name="Mrs L L Shaw", until=TODAY),),
    )
    assert outcomes(store) == ["The register now says Mrs L L Brown. Done by Clerk on 22 November 2026."]
    with pytest.raises(AlreadyDone):
        store.run(HERE, people.use_name, clerk, account("Mrs L L Brown"), "Mrs L L Brown", now=NOW)
    happens(store, account("Mrs L L Brown"))
    assert len(told(store)) == 1


@pytest.mark.usefixtures("shaw")
def test_a_06_a_blank_name_in_slack_says_nothing_and_a_vacancy_is_never_taken_over(
    store: Store, clerk: Actor
) -> None:
    for blank in (" ", "?"):
        happens(store, account(blank))
        assert told(store) == []
    happens(store, account("Vacant since May"))
    with pytest.raises(BadInput, match='"Vacant since May" is nobody\'s name'):
        store.run(HERE, people.use_name, clerk, account("Vacant since May"), "Vacant since May", now=NOW)
    happens(store, account(" "))
    assert outcomes(store) == ["Slack no longer says Vacant since May."]


def test_the_old_name_can_be_kept_and_a_third_one_is_asked_about(
    store: Store, clerk: Actor, shaw: Actor
) -> None:
    happens(store, account("Mrs L L Brown"))
    store.run(HERE, people.keep, clerk, shaw.slack_user, accounts.RENAMED, now=NOW)
    happens(store, account("Mrs L L Brown"))
    assert outcomes(store) == [
        "The register goes on saying Mrs L L Shaw, as Clerk chose on 22 November 2026."
    ]
    happens(store, account("Mrs L L Green"))
    assert outcomes(store)[-1] is None


@pytest.mark.usefixtures("clerk", "shaw")
def test_ux15_a_name_that_slack_no_longer_says_is_offered_no_more(store: Store) -> None:
    """To Brown, to Green, and back to Shaw: one name at most is offered at a time, and in the end none."""
    for name in ("Mrs L L Brown", "Mrs L L Green"):
        happens(store, account(name), times=2)
    assert outcomes(store) == ["Slack no longer says Mrs L L Brown. It now says Mrs L L Green.", None]
    happens(store, account("Mrs L L Brown"), times=2)
    assert outcomes(store)[-1] == "Slack no longer says Mrs L L Green. It now says Mrs L L Brown."
    assert outcomes(store).count(None) == 1, "Brown is asked about anew"
    happens(store, account(), times=2)
    assert len(told(store)) == 3
    assert None not in outcomes(store)


def test_a_press_on_an_outdated_name_changes_nothing_and_says_what_slack_says_now(
    store: Store, clerk: Actor, shaw: Actor
) -> None:
    """Slack may not have told of the last change: what it says when the button is pressed counts."""
    happens(store, account("Mrs L L Brown"))
    pressed = store.run(HERE, people.use_name, clerk, account("Mrs L L Green"), "Mrs L L Brown", now=NOW)
    assert pressed is None
    assert standing(store).person[SHAW].name == "Mrs L L Shaw"
    assert outcomes(store) == ["Slack no longer says Mrs L L Brown. It now says Mrs L L Green.", None]
    store.run(HERE, people.keep, clerk, shaw.slack_user, accounts.RENAMED, now=NOW)
    assert outcomes(store) == [
        "Slack no longer says Mrs L L Brown. It now says Mrs L L Green.",
        "The register goes on saying Mrs L L Shaw, as Clerk chose on 22 November 2026.",
    ]


def with_email(store: Store, person: PersonId, email: str) -> None:
    entry = standing(store).person[person].model_copy(update={"email": email})
    store.run(HERE, lambda uow: uow.register.save([Edit("people", person, entry)]))


def test_a_newcomer_whose_address_is_known_can_be_linked_with_one_press(store: Store, clerk: Actor) -> None:
    with_email(store, SHAW, "Shaw@Example.org")
    new = account("Lesley", user=SlackUserId("UNEW"), email="shaw@example.org")
    for _ in range(2):
        store.run(HERE, accounts.joined, standing(store), new, now=NOW)
    (notice,) = told(store, new.user)
    assert standing(store).link_of(SHAW) is None  # nobody is linked unasked
    found = [Match(user=new.user, person=standing(store).person[SHAW])]
    store.run(HERE, people.link, clerk, found, now=NOW)
    link = standing(store).link[new.user]
    assert (link.person, link.roles) == (SHAW, ("member",))
    assert accounts.outcome(standing(store), notice) == "Mrs L L Shaw is linked to a Slack account."
    with pytest.raises(AlreadyDone):
        store.run(HERE, people.link, clerk, found, now=NOW)


@pytest.mark.parametrize(
    "what",
    [
        {"full": False},
        {"active": False},
        {"email": None},
        {"email": "other@example.org"},
        {"email": ""},
    ],
)
def test_guests_and_strangers_are_not_offered(store: Store, what: dict[str, object]) -> None:
    with_email(store, SHAW, "shaw@example.org")
    new = account("Lesley", **{"user": SlackUserId("UNEW"), "email": "shaw@example.org"} | what)  # type: ignore[arg-type] # of mixed kinds
    assert accounts.matches(standing(store), [new]) == ()


def test_an_address_that_two_people_share_is_nobodys(store: Store) -> None:
    with_email(store, SHAW, "office@example.org")
    with_email(store, EGAN, "office@example.org")
    new = account("Office", user=SlackUserId("UNEW"), email="office@example.org")
    assert accounts.matches(standing(store), [new]) == ()


def test_a_link_by_address_gives_no_more_than_a_members_role(store: Store, clerk: Actor) -> None:
    found = [
        Match(user=SlackUserId("U1"), person=standing(store).person[SHAW]),
        Match(user=SlackUserId("U2"), person=standing(store).person[EGAN]),
    ]
    store.run(HERE, people.link, clerk, found, now=NOW)
    assert standing(store).link[SlackUserId("U1")].roles == ("member",)
    assert standing(store).link[SlackUserId("U2")].roles == ()  # she holds nothing today


@pytest.mark.usefixtures("clerk")
def test_only_those_who_may_link_can_press(store: Store, shaw: Actor) -> None:
    treasurer = linked(store, "Treasurer", "treasurer")
    with pytest.raises(NotAllowed):
        store.run(HERE, people.unlink, treasurer, shaw.slack_user, now=NOW)
    with pytest.raises(NotAllowed):
        store.run(HERE, people.keep, treasurer, shaw.slack_user, accounts.DEACTIVATED, now=NOW)
    with pytest.raises(NotAllowed):
        store.run(HERE, people.link, treasurer, [], now=NOW)
    with pytest.raises(NotAllowed):
        store.run(HERE, people.use_name, shaw, account("Mrs L L Brown"), "Mrs L L Brown", now=NOW)


def test_a_role_is_taken_away_on_the_command_line_and_never_the_last(
    store: Store, clerk: Actor, shaw: Actor
) -> None:
    both = linked(store, "Mrs L L Shaw", "member", "treasurer")
    store.run(HERE, people.take_roles, None, both.slack_user, ["treasurer"], now=NOW)
    assert standing(store).link[shaw.slack_user].roles == ("member",)
    with pytest.raises(BadInput, match="does not have the role treasurer"):
        store.run(HERE, people.take_roles, None, both.slack_user, ["treasurer"], now=NOW)
    for use_case in (
        lambda uow: people.unlink(uow, None, clerk.slack_user, now=NOW),
        lambda uow: people.take_roles(uow, None, clerk.slack_user, ["admin"], now=NOW),
    ):
        with pytest.raises(BadInput, match="Nobody would be left"):
            store.run(HERE, use_case)


@pytest.mark.usefixtures("shaw")
def test_who_is_not_linked_is_listed_in_the_registers_order(store: Store) -> None:
    assert [person.id for person in people.unlinked(standing(store), TODAY)] == [SMITH]
    assert [person.id for person in people.unlinked(CHANGING, date(2026, 6, 1))] == [EGAN]
