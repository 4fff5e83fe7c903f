"""A year of Cumbria's reviews, the clock moved by hand; all that anybody received stands in `year_of_cumbria.txt` (G-01 to G-14).

What is scripted is what people do. To renew the file once a change of it is meant, and to read what has become of it:
`LIAISON_RENEW=1 pytest tests/flows/year` and `git diff`.
"""

import calendar
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.flows.office import WORKSPACE
from tests.flows.test_reviews_cycles import change_form, meetings
from tests.flows.year.office import YearOffice, at, open_year

from liaison.domain.ports import UnitOfWork
from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.reviews import pages, service
from liaison.domain.values import AppointmentId, SlackUserId
from liaison.sandbox.language.people import Form, Person

BOOK = Path(__file__).with_name("year_of_cumbria.txt")
# Both changes of clocks lie between, Christmas, and Easter twice.
FIRST, LAST = date(2026, 4, 1), date(2027, 4, 1)
A_DAY = timedelta(days=1)
JUNE_MEETING = date(2026, 6, 22)  # a Monday
SUMMER_BANK_HOLIDAY, CHRISTMAS_BANK_HOLIDAY = date(2026, 8, 31), date(2026, 12, 28)
ROAD_SAFETY = "Cumbria Road Safety Partnership Board"


class Year:
    """What the people of the office do."""

    def __init__(self, office: YearOffice) -> None:
        self.office = office
        self.clerk = office.officers["committee-services-officer"]
        self.chief = office.officers["chief-executive"]

    @property
    def script(self) -> tuple[tuple[datetime, Callable[[], None]], ...]:
        """When somebody does what, in order."""
        return (
            (at(date(2026, 4, 1), 10), self.dates_become_known),
            (at(date(2026, 6, 8), 11), self.a_vacant_seat_s_review_is_handed_over),
            (at(date(2026, 6, 10), 16), self.one_is_postponed),
            (at(date(2026, 6, 18), 20), self.members_review_their_own),
            (at(JUNE_MEETING, 14), self.the_authority_reviews_its_memberships),
            (at(date(2026, 6, 24), 10), self.measures_are_monitored),
            (at(date(2026, 6, 25), 10), self.a_lesson_is_shared),
            (at(date(2026, 7, 1), 19), self.the_last_membership_is_reviewed),
            (at(date(2026, 7, 6), 10), self.a_seat_gets_an_end),
            (at(date(2026, 8, 18), 17), self.somebody_goes_away),
            (at(date(2026, 9, 1), 10), self.the_public_report_is_out),
            (at(date(2026, 9, 16), 15), self.the_late_action_is_closed),
            (at(date(2026, 9, 17), 10), self.somebody_follows),
            (at(date(2026, 9, 28), 10), self.the_postponed_one_is_reviewed),
            (at(date(2026, 11, 4), 10), self.measures_are_monitored),
            (at(date(2026, 11, 27), 10), self.public_meetings_are_recorded),
            (at(date(2026, 11, 30), 15), self.the_approach_is_reviewed),
            (at(date(2026, 12, 17), 10), self.measures_are_monitored),
            (at(date(2026, 12, 29), 12), self.the_second_action_is_closed),
            (at(date(2027, 4, 1), 10), self.measures_are_monitored),
        )

    def dates_become_known(self) -> None:
        """The Committee Services Officer records when the Authority meets, and three dates that the guide leaves open."""
        meetings(self.clerk, "Cumbria Police Authority", "22 June 2026", "14 December 2026")
        for cycle, day, committee, page in (
            ("approach to partnership working", date(2026, 11, 30), "Cumbria Police Authority", 1),
            ("CDRP public meeting", date(2026, 11, 26), "Communities, Equality and Diversity", 1),
            (
                "progress report to the public",
                SUMMER_BANK_HOLIDAY,
                "Communities, Equality and Diversity",
                2,
            ),
        ):
            form = change_form(self.clerk, cycle, page=page)
            form.field("First date").pick(day)
            form.field("Put to").choose(committee)
            form.submit()
            self.clerk.form("Saved").close()

    def a_vacant_seat_s_review_is_handed_over(self) -> None:
        """The Committee Services Officer hands the review of the Eden LSP, where a seat is vacant, over to Mrs P M Halfpenny."""
        self.clerk.types("/review eden lsp").button("Hand over the review due 22 June 2026").click()
        form = self.clerk.form("Hand over the review")
        form.field("Who is to do it?").choose("Mrs P M Halfpenny", search="halfpenny")
        form.submit()
        self.clerk.form("Review handed over").close()

    def one_is_postponed(self) -> None:
        """The Committee Services Officer postpones the review of Cumbria Vision to 30 September."""
        self.clerk.types("/review cumbria vision").button("Postpone the review due 22 June 2026").click()
        form = self.clerk.form("Postpone the review")
        form.field("New date").pick(date(2026, 9, 30))
        form.field("Reason").fill("Its own board decides in July whether it goes on.")
        form.submit()
        self.clerk.form("Review postponed").close()

    def members_review_their_own(self) -> None:
        """Mrs P M Halfpenny reviews the Eden LSP; Mrs C Egan reviews road safety, and takes an action by 31 August."""
        self._reviews_its_own("halfpenny", "eden lsp", "Continue").close()
        self._reviews_its_own("egan", "road safety", "Change").button("Add an action").click()
        egan = self.office.members["egan"]
        self._action(
            egan, "Mrs C Egan", "egan", "Ask the board for figures by district.", SUMMER_BANK_HOLIDAY
        )

    def the_authority_reviews_its_memberships(self) -> None:
        """The Authority meets: its memberships are recorded, but for the Pensions Forum, and the guide with an action."""
        self.office.store.run(WORKSPACE, self._continue, "cu-membership", JUNE_MEETING, but="cu-pensions")
        form = self._start(self.chief, "", "22 June 2026: Partnership Guide")
        form.field("Outcome").choose("Changes agreed")
        form.field("What was decided").fill("Part Two is brought up to date by December.")
        form.field("Who sees what was decided").choose("Show it in the committee's channel")
        form.submit()
        self.chief.form("Review recorded").button("Add an action").click()
        self._action(
            self.chief, "Support Officer", "support", "Bring Part Two up to date.", CHRISTMAS_BANK_HOLIDAY
        )

    def the_last_membership_is_reviewed(self) -> None:
        """Mrs P M Halfpenny reviews the Pensions Forum."""
        self._reviews_its_own("halfpenny", "pensions forum", "Continue").close()

    def measures_are_monitored(self) -> None:
        """The Committee Services Officer records what the Committee found about the measures."""
        place = self.clerk.in_(self.office.channels["ppp"])
        place.button("Start the review").click()
        form = self.clerk.form("Record the review")
        form.field("Outcome").choose("No change")
        form.submit()
        self.clerk.form("Review recorded").close()

    def a_lesson_is_shared(self) -> None:
        """The Committee Services Officer shares a lesson."""
        self.clerk.types("/review lesson")
        form = self.clerk.form("Add a lesson")
        form.field("What was learnt").fill("Ask for figures a month before the meeting.")
        form.submit()
        self.clerk.form("Lesson kept").button("Share in a channel").click()
        form = self.clerk.form("Share a lesson")
        form.field("Where").choose("ced-committee")
        form.submit()
        self.clerk.form("Post this lesson?").submit()
        self.clerk.form("Lesson posted").close_all()

    def a_seat_gets_an_end(self) -> None:
        """The register learns that Mr P Everingham leaves the Crime Stoppers Board on 30 September."""
        seat = self.office.register.appointment[AppointmentId("cu-crimestoppers:1")]
        edit = Edit("appointments", seat.id, seat.model_copy(update={"until": date(2026, 9, 30)}))
        self.office.store.run(
            WORKSPACE, editing.apply, None, [edit], how="import", now=self.office.slack.clock.now()
        )

    def somebody_goes_away(self) -> None:
        """Mrs C Egan says that she is away from 20 August to 2 September."""
        egan = self.office.members["egan"]
        egan.types("/notices").button("Choose").click()
        form = egan.form("When I tell you things")
        form.field("Away from").pick(date(2026, 8, 20))
        form.field("Back on").pick(date(2026, 9, 3))
        form.submit()
        form.close()

    def the_public_report_is_out(self) -> None:
        """The Committee Services Officer records that the public report came out on 31 August."""
        place = self.clerk.in_(self.office.channels["ced"])
        place.button("Record it").click()
        form = self.clerk.form("Record the review")
        form.field("Outcome").choose("Done")
        form.field("Date of the review").pick(SUMMER_BANK_HOLIDAY)
        form.submit()
        self.clerk.form("Review recorded").close()

    def the_late_action_is_closed(self) -> None:
        """Mrs C Egan closes her action, late."""
        egan = self.office.members["egan"]
        egan.dm.button("Done, 31 August 2026").click()
        egan.dm.saw("Action closed on 16 September 2026")

    def somebody_follows(self) -> None:
        """Mr A L Barry is appointed to the Crime Stoppers Board in Mr P Everingham's place."""
        self.clerk.dm.button("Appoint somebody else: representative on Crime Stoppers").click()
        form = self.clerk.form("Who comes next")
        form.field("Person").choose("Mr A L Barry")
        form.submit()
        form.closes()

    def the_postponed_one_is_reviewed(self) -> None:
        """The Committee Services Officer records the review of Cumbria Vision."""
        self.office.store.run(WORKSPACE, self._continue, "cu-membership", date(2026, 9, 30))

    def public_meetings_are_recorded(self) -> None:
        """The Committee Services Officer records the public meetings of the four CDRPs."""
        self.office.store.run(WORKSPACE, self._continue, "cu-cdrp-public-meeting", date(2026, 11, 26))

    def the_approach_is_reviewed(self) -> None:
        """The Committee Services Officer records the review of the approach."""
        self.clerk.in_(self.office.channels["authority"]).button("Start the review").click()
        form = self.clerk.form("Record the review")
        standing = [each for each in self.office.register.partnerships if each.exists_on(date(2026, 11, 30))]
        for number, entry in enumerate(standing, 1):
            form.field(f"{number}. {entry.title}: how effective is it?").choose("Effective")
            if number % pages.ON_A_PAGE == 0 or entry is standing[-1]:
                form.submit()
                form.sees(f"Page {-(-number // pages.ON_A_PAGE) + 1} of")
        form.field("How well does our approach").fill("It serves the county.")
        form.submit()
        form.sees("it turns into the outcome with your name").field("Outcome").choose("No change")
        form.submit()
        self.clerk.form("Review recorded").close()

    def the_second_action_is_closed(self) -> None:
        """The Support Officer closes the action of June."""
        support = self.office.officers["support-officer"]
        support.dm.button("Done, 28 December 2026").click()
        support.dm.saw("Action closed on 29 December 2026: done.")

    # How

    def _start(self, person: Person, name: str, due: str) -> Form:
        person.types(f"/review {name}".strip()).button(f"Start the review due {due}").click()
        return person.form("Record the review")

    def _action(self, person: Person, owner: str, search: str, what: str, due: date) -> None:
        form = person.form("Add an action")
        form.field("What is to be done").fill(what)
        form.field("Who does it").choose(owner, search=search)
        form.field("By when").pick(due)
        form.submit()
        person.form("Action kept").close_all()

    def _reviews_its_own(self, member: str, name: str, outcome: str) -> Form:
        """A member goes through the form of a partnership without objectives, and is told that it is recorded."""
        person = self.office.members[member]
        form = self._start(person, name, "22 June 2026")
        for following in ("What was achieved", "Actions not achieved", "How effective"):
            form.submit()
            form.sees(following)
        form.field("How effective is the partnership?").choose("Effective")
        form.submit()
        form.sees("Outcome").field("Outcome").choose(outcome)
        form.submit()
        return person.form("Review recorded")

    def _continue(self, uow: UnitOfWork, cycle: str, due: date, *, but: str | None = None) -> None:
        """Every open review of a cycle on a day is recorded by the Committee Services Officer, as the minutes have it."""
        actor, now = uow.links.actor(SlackUserId(self.clerk.id)), self.office.slack.clock.now()
        assert actor
        for review in uow.reviews.of_group(cycle, due):
            if review.open and (but is None or review.partnership != but):
                service.complete(
                    uow,
                    actor,
                    self.office.register,
                    review.id,
                    outcome=pages.outcomes_of(review)[0],
                    reviewed_on=now.date(),
                    decided=None,
                    now=now,
                )


def test_a_year_of_cumbria_s_reviews(tmp_path: Path) -> None:
    with open_year(f"sqlite:///{tmp_path}/liaison.db", at(FIRST, 7), "cumbria") as office:
        pass_by(office, Year(office).script)
        book, at_bad_times = office.post.text, office.post.at_bad_times()
    assert not at_bad_times
    if os.environ.get("LIAISON_RENEW"):
        BOOK.write_text(book, encoding="utf-8")
    assert book == BOOK.read_text(encoding="utf-8"), (
        "Read what changed; if it is meant: LIAISON_RENEW=1, and again."
    )


def pass_by(office: YearOffice, script: tuple[tuple[datetime, Callable[[], None]], ...]) -> None:
    """The year, but for Sundays: mornings, Monday nights, the moments for which something waits, and what people do."""
    acts = dict(script)
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + number * A_DAY
        moments = {moment for moment in acts if moment.date() == day}
        if day.weekday() != calendar.SUNDAY:
            moments.add(at(day, 9))
        if day.weekday() == calendar.MONDAY:
            moments.add(at(day, 0, 30))
        while moments:
            moment = min(moments)
            moments.remove(moment)
            office.comes(moment)
            if act := acts.pop(moment, None):
                office.post.note(moment, act.__doc__ or "")
                act()
                office.is_delivered()
            moments |= {due for due in office.waiting() if moment < due < at(day + A_DAY, 0)}
    assert not acts
