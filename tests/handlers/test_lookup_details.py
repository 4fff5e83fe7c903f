"""The words of answers: what was asked for comes first, and a gap is said to be one (A-02 to A-05, UX-20)."""

from datetime import date

import pytest
from tests.domain.test_lookup_queries import REGISTERS

from liaison.domain.access.rules import Actor
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.lookup.showing import answer
from liaison.sandbox.rules.surfaces import check_message_blocks

TODAY = date(2026, 11, 23)
ACTOR = Actor(
    workspace=WorkspaceId("T"),
    slack_user=SlackUserId("U0001"),
    person=PersonId("shaw"),
    name="Somebody",
    roles=frozenset({"member"}),
)
MEMBER, STAFF = Reader(), Reader(may_edit=True, sees_restricted=True)


def asked(text: str, reader: Reader = MEMBER, register: str = "cumbria") -> tuple[str, str]:
    """The notification, and the first line of the answer."""
    message = answer(REGISTERS[register], ACTOR, Ask(text=text), reader, today=TODAY)
    assert not check_message_blocks(message.blocks)
    return message.text, message.blocks[0]["text"]["text"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("who is the link officer for barrow cdrp", "Link officer: not recorded."),
        ("who is the substitute for barrow cdrp", "Substitute: Mr W Smith."),
        ("when does barrow cdrp meet next", "Next meeting: not recorded."),
        ("what committee does barrow cdrp report to", "Reports to: not recorded."),
        ("who chairs safer and stronger", "Chaired by: Cumbria Constabulary"),
        ("who chairs barrow cdrp", "Chaired by: not recorded."),
        ("who is chairman of carlisle partnership", "Chaired by: not recorded."),
        ("who does smith stand in for", "Stands in on Barrow CDRP for Mrs L L Shaw."),
        ("who do I stand in for", "Stands in for nobody."),
        ("my substitute", "Substitute on Furness Partnership (LSP): not filled."),
        ("shaw's deputy", "Substitute on Barrow CDRP: Mr W Smith."),
        ("support officer for mrs shaw", "Support officer: not recorded."),
        ("who sits with mrs shaw", "On Barrow CDRP with: Mr W Smith (substitute)."),
        ("who does mr watson sit with", "On Cumbria Strategic Partnership with: nobody else of ours."),
        (
            "how long has mrs shaw been on barrow cdrp",
            "The register does not say when Mrs L L Shaw began.",
        ),
        ("since when am I on barrow cdrp", "The register does not say when Mrs L L Shaw began."),
        ("what are the priorities of barrow cdrp", "Priorities: "),
        ("barrow cdrp was merged into", "Merged into: not recorded."),
        ("who stands in for mr nicholson", "Substitute on South Lakeland CDRP: Mrs P M Halfpenny."),
    ],
)
def test_what_was_asked_for_comes_first(typed: str, said: str) -> None:
    text, lines = asked(typed)
    if typed != "who chairs safer and stronger":  # its chair is a fact by which it is found
        assert said in text
        assert lines.index(said) < lines.find("epresentative") % 10_000
    else:
        assert said in lines


@pytest.mark.parametrize("typed", ["next meeting barrow cdrp", "when did barrow cdrp last meet"])
def test_a_day_that_was_asked_for_is_the_whole_answer(typed: str) -> None:
    _, lines = asked(typed)
    assert lines in {"*Barrow CDRP*. Next meeting: not recorded.", "*Barrow CDRP*. Last met: not recorded."}


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("cdrps without a link officer", "CDRP: 4 partnerships have no link officer recorded"),
        ("cdrps without a substitute", "CDRP: every partnership with a seat of ours has a substitute"),
        ("who are the substitutes", "4 partnerships have a substitute"),
        ("who are the link officers", "No link officer is recorded"),
        ("since 2009", "No beginning or ending is recorded since 1 January 2009"),
        ("vacant barrow", "Barrow: no seat is vacant"),
        ("vacant smiths", "Smith: no seat is vacant"),
        (
            "chairman of ppp mr watson",
            "Mr R Watson is not recorded as Chair of Policing Plan and Performance Committee. Did you mean one of these?",
        ),
        ("statutory lsps", "No LSP is recorded as statutory. Did you mean one of these?"),
    ],
)
def test_a_list_says_what_is_recorded_and_what_is_not(typed: str, heading: str) -> None:
    text, lines = asked(typed)
    assert text.startswith(heading)
    assert lines.startswith(f"*{heading}*")


def test_an_empty_register_says_that_it_holds_no_seats() -> None:
    for typed in ("vacant", "without a substitute", "expiring", "reps"):
        assert asked(typed, register="humberside")[1] == "*The register holds no seats yet*"


def test_a_committee_to_which_nothing_reports_says_what_to_do_next() -> None:
    assert "press Report a mistake" in asked("ced")[1]
    assert "`/partnership edit`" in asked("ced", STAFF)[1]


def test_x_26_the_keepers_remark_on_a_group_stays_out_of_lists_of_its_partnerships() -> None:
    group = next(entry for entry in REGISTERS["dorset"].groups if entry.remark)
    inside = REGISTERS["dorset"].in_group(group.id)
    message = answer(REGISTERS["dorset"], ACTOR, Ask(text=group.name), MEMBER, today=TODAY)
    assert inside
    assert group.remark
    assert group.remark not in str(message.blocks)


@pytest.mark.parametrize(
    ("register", "typed", "said"),
    [
        ("cumbria", "priorities of eden lsp", "Priorities: "),
        ("dorset", "dcjb sub groups", "Sub-groups: Confidence and Community Engagement Group (attended by "),
        ("dorset", "sub-groups of bournemouth cdrp", "Sub-groups: not recorded."),
        ("dorset", "what was the eastern csp merged into", "merged into Dorset Community Safety Partnership"),
        ("dated", "how long has mrs shaw been on northmoor csp", "Mrs L L Shaw began on 1 July 2026."),
        ("dated", "since when has mrs egan been chair", "The register does not say when Mrs C Egan began."),
    ],
)
def test_what_was_asked_of_it_is_said_and_not_who_sits_there(register: str, typed: str, said: str) -> None:
    text, lines = asked(typed, register=register)
    assert said in text
    assert said in lines


def test_a_24_a_partnership_names_what_merged_into_it() -> None:
    _, lines = asked("dorset csp", register="dorset")
    assert "Merged into it: Eastern CSP, on 1 May 2010; Western CSP, on 1 May 2010." in lines
    assert "Merged into it" not in asked("dorset csp on 1 march 2010", register="dorset")[1]
