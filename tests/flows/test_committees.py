"""`/committee`: which committees there are, who holds their offices, what reports to them (A-05)."""

from datetime import UTC, datetime

from tests.flows.office import Office

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee, Partnership
from liaison.domain.values import CommitteeId, PartnershipId


def reports(office: Office, partnership: str, *committees: str) -> None:
    """Says to which committees a partnership reports, the first one first."""
    entry = office.register.partnership[PartnershipId(partnership)]
    named = tuple(CommitteeId(committee) for committee in committees)
    office.keep(Edit("partnerships", entry.id, entry.model_copy(update={"reports_to": named})))


def test_a05_a_committee_and_its_partnerships_are_found_from_either_side(everywhere: Office) -> None:
    shaw = everywhere.member("Mrs L L Shaw")
    group = Committee(id=CommitteeId("youth"), name="Youth Working Group", kind="working group")
    everywhere.keep(Edit("committees", group.id, group))
    reports(everywhere, "cu-cdrp-barrow", "ppp", "ced", "youth")
    reports(everywhere, "cu-cdrp-west", "ced", "ppp")

    reply = shaw.types("/committee ppp")
    reply.sees("Policing Plan and Performance Committee (PPP)")
    reply.sees("List of 2008/09; the policy is of 2009-10, so check before you rely on it.")
    reply.sees("Chair of Policing Plan and Performance Committee: Mrs C Egan")
    reply.sees("Partnerships that report to it\nBarrow CDRP")
    reply.sees("Partnerships that report to it after another committee\nWest Cumbria CDRP")
    reply.sees("The same partnerships also report to: ")
    reply.sees("Youth Working Group")
    shaw.types("/committee youth working group").sees("Youth Working Group (working group)").sees(
        "Barrow CDRP"
    )
    shaw.types("/committee personnel").sees("Partnerships that report to it: not recorded")

    card = shaw.types("/rep barrow cdrp")
    card.button("Details: Barrow CDRP").click()
    card.sees("Policing Plan and Performance Committee")
    card.sees("Youth Working Group")


def test_a05_the_committees_are_listed_and_one_press_shows_each(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    reply = shaw.types("/committee")
    reply.sees("Committees of Cumbria Police Authority").sees("Personnel Committee: no channel chosen")
    reply.button("Details of the Personnel Committee").click()
    reply.sees("Partnerships that report to it: not recorded")
    assert "Choose channel" not in reply.text
    officer = office.staff("committee-services-officer")
    officer.types("/committee ced").button("Choose the channel of the Communities").click()
    officer.form("Channel").sees("Communities, Equality and Diversity Committee")


def test_a05_a_committee_as_of_a_day(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    reports(office, "cu-cdrp-barrow", "ppp")
    barrow = office.register.partnership[PartnershipId("cu-cdrp-barrow")]
    begun = Partnership.model_validate({**dict(barrow), "since": "2010-01-01"})
    office.keep(Edit("partnerships", barrow.id, begun))
    shaw.types("/committee ppp").sees("Barrow CDRP")
    reply = shaw.types("/committee ppp on 1 march 2009")
    reply.sees("Policing Plan and Performance Committee (PPP), on 1 March 2009")
    reply.sees("Partnerships that report to it: not recorded")


def test_many_committees_and_partnerships_are_paged_and_nothing_is_cut(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    groups = [
        Committee(id=CommitteeId(f"group {number}"), name=f"Panel {number:02}", kind="working group")
        for number in range(1, 41)
    ]
    bodies = [
        Partnership(id=PartnershipId(f"b{number}"), name=f"Body {number:02}", reports_to=(groups[0].id,))
        for number in range(1, 33)
    ]
    office.keep(*(Edit("committees", group.id, group) for group in groups))
    office.keep(*(Edit("partnerships", body.id, body) for body in bodies))
    listed = shaw.types("/committee")
    for page in (2, 3):
        listed.button("Next page").click()
        listed.sees(f"Page {page} of 3")
    listed.sees("Panel 40")
    card = shaw.types("/committee panel 01")
    card.sees("Body 15")
    assert "Body 16" not in card.text
    card.button("Next page").click()
    card.sees("Body 16")
    card.button("Next page").click()
    card.sees("Body 32")
    card.button("Previous page").click()
    card.sees("Body 30")


def test_a_name_that_fits_several_or_none_is_said(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/committee committee").sees('3 committees match "committee"')
    shaw.types("/committee zzz").sees('No committee matches "zzz".').sees("Type /committee to see them all.")
    shaw.types("/committee personel comittee").sees('No committee is called "personel comittee" exactly.')
    shaw.types("/committee help").sees("its offices with their holders")


def test_p08_a_channel_that_was_chosen_and_cannot_be_posted_in_is_told_of_before_anything_is_due(
    everywhere: Office,
) -> None:
    """Whoever chooses a channel hears at once that Liaison is not in it, and that it was mended."""
    officer = everywhere.staff("committee-services-officer")
    ced = everywhere.slack.channel("ced-committee", [officer], bot=False)
    everywhere.slack.clock.set(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    officer.types("/committee ced").button("Choose the channel of the Communities").click()
    officer.form("Channel").field("Channel").choose("ced-committee")
    officer.form("Channel").submit()
    officer.dm.saw(
        "I cannot post for the Communities, Equality and Diversity Committee, because I am not a member of"
    ).saw("Type /invite @Liaison there. Nothing waits for it yet.")
    officer.invites_app(ced)
    officer.dm.saw("That was mended on 23 November 2026.")


def test_p08_the_channels_are_looked_at_each_day_and_what_is_wrong_is_told_once(
    everywhere: Office,
) -> None:
    officer = everywhere.staff("committee-services-officer")
    ced, ppp = (everywhere.channel(committee, officer) for committee in ("ced", "ppp"))
    everywhere.slack.archive(ced)
    everywhere.slack.clock.set(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    wrong = "I cannot post for the Communities, Equality and Diversity Committee, because #ced-committee is archived."
    officer.dm.saw(wrong).saw("Take it out of the archive, or choose another with /committee.")
    for day in (25, 26):
        everywhere.slack.clock.set(datetime(2026, 11, day, 10, 0, tzinfo=UTC))
        officer.types("/committee ced").sees("ced-committee")
    assert len([text for text in officer.dm.messages if "I cannot post" in text]) == 1
    everywhere.slack.unarchive(ced)
    everywhere.slack.clock.set(datetime(2026, 11, 27, 10, 0, tzinfo=UTC))
    officer.dm.saw("is archived. That was mended on 27 November 2026.")
    assert not ppp.messages
