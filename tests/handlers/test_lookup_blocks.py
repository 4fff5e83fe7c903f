"""Answers of lookups fit Slack, whatever the register holds: long names, many seats, emoji, markup (P-13)."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.registers import CUMBRIA

from liaison.domain.access.rules import Actor
from liaison.domain.described import Attendance
from liaison.domain.errors import Problem
from liaison.domain.register.models import (
    Appointment,
    Committee,
    FormerName,
    Group,
    Office,
    Partnership,
    Person,
    Target,
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
    SlackUserId,
    WorkspaceId,
)
from liaison.handlers.blocks.kit import Message
from liaison.handlers.blocks.lookup import frame, mistakes, words
from liaison.handlers.blocks.lookup.asks import Ask, read
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.blocks.register import EDIT
from liaison.handlers.lookup.showing import answer
from liaison.sandbox.rules.surfaces import check_message_blocks, check_view

TODAY = date(2026, 11, 12)
STAFF = Reader(may_edit=True, sees_restricted=True, can_share=True)
CHANNEL = Reader(shared_by="U0001")
MOST_TEXT = 4_000
ACTOR = Actor(
    workspace=WorkspaceId("T"),
    slack_user=SlackUserId("U0001"),
    person=PersonId("p0"),
    name="Mrs L L Shaw",
    roles=frozenset({"member"}),
)
Json = dict[str, Any]


def fits(message: Message) -> None:
    """Slack would take the message."""
    assert message.text.strip()
    assert len(message.text) <= MOST_TEXT
    assert not check_message_blocks(message.blocks), message.blocks


def elements(message: Message) -> Iterator[Json]:
    """Everything that can be pressed."""
    for block in message.blocks:
        yield from block.get("elements", []) if block["type"] == "actions" else []
        if "accessory" in block:
            yield block["accessory"]


def asks(message: Message) -> Iterator[Ask]:
    """What the buttons of an answer ask for."""
    other = {frame.MISTAKE, frame.TELL_WHO, EDIT, frame.SHARE, frame.WORKBOOK}
    for element in elements(message):
        if element["type"] == "button" and element["action_id"] not in other:
            yield read(element["value"])


def walk(register: Register, *first: Ask, most: int) -> list[Message]:
    """Answers, and the answers behind their buttons, each once and so many in all."""
    waiting, seen, shown = [*first], set[str](), list[Message]()
    while waiting and len(seen) < most:
        ask = waiting.pop(0)
        if ask.value() in seen:
            continue
        seen.add(ask.value())
        for reader in (STAFF, CHANNEL):
            try:
                message = answer(register, ACTOR, ask, reader, today=TODAY)
            except Problem:
                continue
            fits(message)
            shown.append(message)
            if reader is STAFF:
                waiting += asks(message)
    return shown


def crowded(count: int, text: str) -> Register:
    """A register whose every field is as long as it may be, with many of everything."""
    long = (text * 3_000)[:250]
    whole = (text * 3_000)[:3_000]
    lines = tuple(f"{n} {long}"[:250] for n in range(12))
    people = tuple(
        Person(id=PersonId(f"p{n}"), name=f"{n} {long}"[:250], other_roles=lines) for n in range(40)
    )
    offices = tuple(
        Office(id=OfficeId(f"o{n}"), name=f"{n} o {long}"[:250], committee=CommitteeId("c0"))
        for n in range(8)
    )
    partnerships = tuple(
        Partnership(
            id=PartnershipId(f"x{n}"),
            name=f"Forum {n} {long}"[:250],
            short=long[:80],
            kind=long,
            kind_short=long,
            area=f"{n % 7} {long}"[:250],
            group=GroupId("g0"),
            also_called=lines,
            formerly=tuple(FormerName(name=line, until=TODAY) for line in lines),
            purpose=lines,
            own_role=whole,
            priorities=lines,
            priorities_called=long,
            principles=lines,
            themes=lines,
            vision=lines,
            vision_year=2027,
            members=lines,
            governance=whole,
            sub_groups=lines,
            attendance=(Attendance(sub_group=long, who=lines),),
            parent=PartnershipId(f"x{n - 1}") if n else None,
            reports_to=(CommitteeId("c0"), CommitteeId("c1")),
            notes=lines,
            remark=whole,
            source=long,
            next_meeting=TODAY,
        )
        for n in range(count)
    )
    appointments = tuple(
        Appointment(
            id=AppointmentId(f"{partnership.id}:{n}"),
            partnership=partnership.id,
            role=("representative", "substitute", "support officer", "link officer")[n % 4],
            person=PersonId(f"p{n % 40}") if n % 3 else None,
            office=OfficeId(f"o{n % 8}") if n % 5 == 1 else None,
            listed_as=long,
            since=TODAY,
            suitability=long,
            delegation=whole,
        )
        for partnership in partnerships
        for n in range(40 if count < 50 else 4)
    )
    return Register(
        version=1,
        since=date(2026, 1, 5),
        authority="the Authority",
        pack="none",
        edition=long,
        policy_edition=long[1:],
        people=people,
        offices=offices,
        terms=tuple(Term(id=f"t{n}", office=OfficeId("o0"), person=PersonId(f"p{n}")) for n in range(30)),
        committees=tuple(Committee(id=CommitteeId(f"c{n}"), name=f"{n} c {long}"[:250]) for n in range(3)),
        groups=(Group(id=GroupId("g0"), name=long, count=9, remark=whole, representation=long, facts=lines),),
        partnerships=partnerships,
        appointments=appointments,
        targets=tuple(
            Target(id=f"t{n}", partnership=PartnershipId("x0"), target=whole, measure=long) for n in range(20)
        ),
    )


FIRST = (
    Ask(text="forum"),
    Ask(text="me"),
    Ask(text="matrix"),
    Ask(text="vacant"),
    Ask(shows="list"),
    Ask(shows="tree"),
    Ask(shows="priorities", of="x0"),
    Ask(shows="card", of="x0", text="f" * 200),
    Ask(shows="person", of="p1"),
)


@pytest.mark.parametrize("text", ["word ", "&<>", "*_~`"], ids=["words", "markup", "marks"])
def test_everything_fits_however_long_it_is(text: str) -> None:
    assert len(walk(crowded(9, text), *FIRST, most=60)) > 40


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12))
def test_everything_fits_whatever_it_is_called(text: str) -> None:
    assert walk(crowded(3, text), *FIRST, most=14)


def test_lists_of_500_are_paged_and_none_is_lost() -> None:
    register = crowded(500, "word ")
    found = set[str]()
    ask: Ask | None = Ask(shows="list")
    while ask:
        message = answer(register, ACTOR, ask, STAFF, today=TODAY)
        fits(message)
        pressed = list(elements(message))
        found |= {str(read(e["value"]).of) for e in pressed if e["action_id"] == frame.CARD}
        turn = next((e for e in pressed if e["action_id"] == frame.NEXT), None)
        ask = read(turn["value"]) if turn else None
    assert found == {partnership.id for partnership in register.partnerships}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=4_000), max_size=6))
def test_lines_are_broken_into_pages_that_slack_takes_and_none_is_lost(lines: list[str]) -> None:
    escaped = [words.fit(line, 20_000) for line in lines]
    pages = words.paged(escaped, 0).pages
    shown = ""
    for page in range(pages):
        blocks = words.paged(escaped, page).blocks
        if blocks:
            assert not check_message_blocks(blocks)
        shown += "".join(block["text"]["text"] for block in blocks)
    assert "".join(shown.split()) == "".join("".join(escaped).split())


def test_nothing_restricted_is_shared_with_a_channel() -> None:
    """A-17: notes, remarks and delegations stay with those who may see them (B-17, H-06)."""
    secret = Appointment(
        id=AppointmentId("s"),
        partnership=PartnershipId("cu-pensions"),
        role="representative",
        person=PersonId("shaw"),
        delegation="zebrafinch",
        area_link="none",
        area_link_note="quokkatown",
    )
    pensions = next(entry for entry in CUMBRIA.partnerships if "Pensions" in entry.name)
    entries = {name: getattr(CUMBRIA, name) for name in Register.model_fields} | {
        "partnerships": (pensions.model_copy(update={"notes": ("axolotl",), "remark": "okapi"}),),
        "appointments": (secret.model_copy(update={"partnership": pensions.id}),),
        "terms": (),
        "people": tuple(
            person.model_copy(update={"other_roles": ("numbat",)}) if person.id == "shaw" else person
            for person in CUMBRIA.people
        ),
    }
    register = Register.model_validate(entries)
    ask = Ask(shows="card", of=pensions.id)
    for people in (
        Ask(shows="person", of="shaw"),
        Ask(text="shaw"),
        Ask(text="me"),
        Ask(text="shaw or egan"),
    ):  # B-04
        shaw = ACTOR.model_copy(update={"person": PersonId("shaw")})
        assert "numbat" in json.dumps(answer(register, shaw, people, STAFF, today=TODAY).blocks)
        assert "numbat" not in json.dumps(answer(register, shaw, people, CHANNEL, today=TODAY)._asdict())
    own = json.dumps(answer(register, ACTOR, ask, STAFF, today=TODAY).blocks)
    shared = answer(register, ACTOR, ask, CHANNEL, today=TODAY)
    told = answer(register, ACTOR, ask, STAFF, today=TODAY).text
    for word in ("zebrafinch", "quokkatown", "axolotl", "okapi"):
        assert word in own
        assert word not in json.dumps(shared.blocks)
        assert word not in shared.text
        assert word not in told


def test_a_17_who_is_linked_cannot_be_shared_by_an_old_button_either() -> None:
    with pytest.raises(Problem, match="not shown to a whole channel"):
        answer(CUMBRIA, ACTOR, Ask(text="unlinked"), CHANNEL, today=TODAY)


def test_p_13_the_menu_of_the_matrix_says_what_it_leaves_out() -> None:
    register = CUMBRIA.model_copy(
        update={
            "partnerships": tuple(
                Partnership(id=PartnershipId(f"x{n}"), name=f"Forum {n}", area=f"Village {n}", kind="Forum")
                for n in range(60)
            ),
            "appointments": (),
        }
    )
    told = json.dumps(answer(register, ACTOR, Ask(text="matrix"), STAFF, today=TODAY).blocks)
    assert "The menu has 45 of 60 areas. For another, type `/rep matrix` and the area." in told
    asked = answer(register, ACTOR, Ask(text="matrix village 59"), STAFF, today=TODAY)
    assert "Forum 59" in json.dumps(asked.blocks)
    assert "The menu has" not in json.dumps(
        answer(CUMBRIA, ACTOR, Ask(text="matrix"), STAFF, today=TODAY).blocks
    )


def test_the_form_for_a_mistake_and_its_receipt_fit() -> None:
    long = "& <x> " * 400
    view = mistakes.form("partnerships:x", long[:250], [long[:250]] * 3)
    assert not check_view(view, "modal")
    assert not check_view(mistakes.receipt([long[:250]] * 5), "modal")
    facts = {"about": "partnerships:x", "named": long, "said": long[:2_000], "by": long[:250], "user": "U1"}
    fits(mistakes.told(facts, "mistake V1"))
    fits(mistakes.told(facts, "mistake V1", changed=["&" * 330] * 10))
    fits(mistakes.told(facts | {"done": "Mr X"}, "mistake V1"))
    fits(mistakes.mended(facts | {"done": "Mr X"}))
    changed = "\n".join(["&" * 280] * 10)
    fits(mistakes.mended(facts | {"done": "Mr X", "done_on": "23 November 2026", "changed": changed}))
