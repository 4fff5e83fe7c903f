"""`/diary`, the buttons before and after meetings, and the forms of officers."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.meetings import afterwards, attending, diary, support
from liaison.domain.meetings.models import Area, Coming
from liaison.domain.names import fold
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules as report_rules
from liaison.domain.report_back.models import MEMBER
from liaison.domain.report_back.models import PARTNERSHIP as PARTNERSHIP_ITEM
from liaison.domain.values import PartnershipId, PersonId, new_id
from liaison.handlers.blocks.kit import Message, View, line, unescape
from liaison.handlers.blocks.meetings import afterwards as afterwards_blocks
from liaison.handlers.blocks.meetings import forms, ids, lists
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside_message, ephemeral, in_time, replacing, respond_later

Answer = dict[str, Any] | None


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/diary`, to the buttons of meetings, and to their forms and menus."""

    @app.command("/diary")
    async def diary_(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        text, trigger = unescape(command.get("text", "")), command["trigger_id"]
        work = _command(desk, client, context["actor"], text, trigger)
        await ack(await in_time(desk, context, respond, work) or "")

    @app.action(re.compile(r"^meetings\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        work = _pressed(desk, client, context["actor"], body, action)
        found = await in_time(desk, context, respond, work)
        await ack()
        if found:
            respond_later(desk, respond, found)

    @app.options(re.compile(r"^meetings\."))
    async def searched(ack: AsyncAck, payload: dict[str, Any], context: AsyncBoltContext) -> None:
        register = await desk.register(context["actor"].workspace)
        item = MEMBER if payload["action_id"] == ids.PERSON else PARTNERSHIP_ITEM
        day = local_day(desk.now(), register.timezone)
        found = report_rules.suggest(item, unescape(payload.get("value", "")), register, today=day)
        await ack(options=forms.suggestions(found))

    @app.view(re.compile(r"^meetings\."))
    async def submitted(ack: AsyncAck, view: View, context: AsyncBoltContext) -> None:
        after = await _submitted(desk, context["actor"], view)
        if after:
            await ack(response_action="update", view=after)
        else:
            await ack()


async def _command(desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str) -> Answer:
    word, _, about = text.strip().partition(" ")
    match fold(word):
        case "help":
            return ephemeral(lists.usage(actor))
        case "" | "me":
            return ephemeral(await _diary(desk, actor))
        case "reports":
            return ephemeral(await _reports(desk, actor))
        case "contact":
            require(actor, Action.RECORD_CONTACT)
            await client.views_open(
                trigger_id=trigger, view=forms.contact_form(today=await _today(desk, actor))
            )
            return None
        case "contacts":
            return ephemeral(await _contacts(desk, actor))
        case "ask":
            return await _ask(desk, client, actor, about, trigger)
        case "substitute":
            return ephemeral(await _substitute(desk, actor, about))
        case "prepare":
            return ephemeral(await _prepare(desk, actor, about))
    return ephemeral(await _prepare(desk, actor, text))


async def _diary(desk: Desk, actor: Actor, page: int = 0) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, diary.diary, actor, register, now=desk.now())
    return lists.diary(found, page)


async def _reports(desk: Desk, actor: Actor, page: int = 0) -> Message:
    register = await desk.register(actor.workspace)
    return lists.reports(
        await desk.run(actor.workspace, diary.reports, actor, register, now=desk.now()), page
    )


async def _ask(desk: Desk, client: AsyncWebClient, actor: Actor, question: str, trigger: str) -> Answer:
    """Sends a question to the support officer, or opens the form that asks it where none was typed."""
    register = await desk.register(actor.workspace)
    if question.strip():
        officers = await desk.run(
            actor.workspace, support.ask, actor, register, new_id(), question, now=desk.now()
        )
        return ephemeral(line(forms.sent_words(officers)))
    found = await desk.run(actor.workspace, support.asked_by, actor, register, now=desk.now())
    form = forms.question_form([officer.name for officer in found])
    await client.views_open(trigger_id=trigger, view=form)
    return None


async def _contacts(desk: Desk, actor: Actor, page: int = 0) -> Message:
    register = await desk.register(actor.workspace)
    return lists.contacts(await desk.run(actor.workspace, support.contacts, actor, register), page)


async def _prepare(desk: Desk, actor: Actor, name: str) -> Message:
    register = await desk.register(actor.workspace)
    partnership = diary.named(actor, register, name, after="prepare", now=desk.now())
    return lists.card(
        await desk.run(actor.workspace, diary.prepare, actor, register, partnership, now=desk.now())
    )


async def _substitute(desk: Desk, actor: Actor, name: str) -> Message:
    register = await desk.register(actor.workspace)
    partnership = diary.named(actor, register, name, after="substitute", now=desk.now())
    return lists.substitute_asked(
        await desk.run(actor.workspace, attending.ask_for, actor, register, partnership, now=desk.now())
    )


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> Answer:
    """Does what a button says. A message that was sent to the person is updated when it is done (UX-23)."""
    action_id, value, place = action["action_id"], action.get("value", ""), action.get("block_id", "")
    register = await desk.register(actor.workspace)
    for prefix, show in PAGES.items():
        if action_id.startswith(f"{prefix}."):
            return replacing(await show(desk, actor, int(value)))
    if action_id == ids.DIARY:
        return replacing(await _diary(desk, actor, int(value)))
    if action_id == ids.PREPARE:
        return await _opened(desk, actor, register, PartnershipId(value), place)
    if action_id in (ids.AGAIN_SAID, ids.AGAIN_CAME):
        coming = await desk.run(actor.workspace, afterwards.again, actor, register, value, now=desk.now())
        return beside_message(afterwards_blocks.asked_again(coming, action_id))
    if action_id == ids.NAME:
        coming = await desk.run(actor.workspace, attending.naming, actor, register, value, now=desk.now())
        await client.views_open(trigger_id=body["trigger_id"], view=forms.name_form(coming))
        return None
    if action_id == ids.ANSWER:
        asked = await desk.run(actor.workspace, support.request_for, actor, register, value, now=desk.now())
        await client.views_open(trigger_id=body["trigger_id"], view=forms.answer_form(asked))
        return None
    if action_id not in BUTTONS:
        raise NotFound("That button is out of date.", "Type /diary to see your meetings.")
    use_case, given = BUTTONS[action_id]
    coming = await desk.run(actor.workspace, use_case, actor, register, value, now=desk.now(), **given)
    # What only the presser sees is no message that could be updated: it is answered.
    if body.get("container", {}).get("is_ephemeral"):
        return replacing(await _after_press(desk, actor, register, coming, action_id, place))
    return None


async def _after_press(
    desk: Desk, actor: Actor, register: Register, coming: Coming, action_id: str, place: str
) -> Message:
    """What stands where a button was pressed: the list or the card as it now is, or what came of the press alone."""
    if place == ids.UNDER_AGAIN:
        return afterwards_blocks.changed(coming, action_id)
    if place.startswith(ids.IN_LIST):
        return await _diary(desk, actor, _page(place, ids.IN_LIST))
    # Whoever says that they cannot go in somebody's place may have no card of the meeting any more.
    if place.startswith(ids.ON_CARD) and coming.part:
        return await _card(desk, actor, register, coming.attendance.partnership, place)
    return lists.substitute_asked(coming)


async def _opened(
    desk: Desk, actor: Actor, register: Register, partnership: PartnershipId, place: str
) -> Answer:
    """The card: in the place of the list that it was opened from, else beside the message."""
    if place.startswith(ids.IN_LIST):
        card = f"{ids.ON_CARD}.{_page(place, ids.IN_LIST)}"
        return replacing(await _card(desk, actor, register, partnership, card))
    return beside_message(await _card(desk, actor, register, partnership, ids.ON_CARD))


async def _card(desk: Desk, actor: Actor, register: Register, id_: PartnershipId, place: str) -> Message:
    partnership = register.partnership.get(id_)
    if partnership is None:
        raise NotFound("That partnership is no longer in the register.", "Type /diary to see yours.")
    found = await desk.run(actor.workspace, diary.prepare, actor, register, partnership, now=desk.now())
    return lists.card(found, None if place == ids.ON_CARD else _page(place, f"{ids.ON_CARD}."))


def _page(place: str, begins: str) -> int:
    """The page of the diary that a place names; the first one where it names none."""
    page = place.removeprefix(begins).partition(".")[0]
    return int(page) if page.isdecimal() else 0


async def _submitted(desk: Desk, actor: Actor, view: View) -> View | None:
    register = await desk.register(actor.workspace)
    given = forms.given(view)
    if view["callback_id"] == ids.NAME_VIEW:
        person = PersonId(given["person"] or "")
        await desk.run(
            actor.workspace, attending.name, actor, register, forms.about(view), person, now=desk.now()
        )
        return None
    if view["callback_id"] == ids.QUESTION_VIEW:
        officers = await desk.run(
            actor.workspace,
            support.ask,
            actor,
            register,
            view["id"],
            given["question"] or "",
            now=desk.now(),
        )
        return forms.question_sent(officers)
    if view["callback_id"] == ids.ANSWER_VIEW:
        words = given["answer"] or ""
        await desk.run(
            actor.workspace, support.answer, actor, register, forms.about(view), words, now=desk.now()
        )
        return None
    recorded = await desk.run(
        actor.workspace,
        support.record_contact,
        actor,
        register,
        contact_id=view["id"],
        area=Area(given["area"] or ""),
        partnership=PartnershipId(given["partnership"]) if given["partnership"] else None,
        body=given["body"],
        held_on=date.fromisoformat(given["held_on"] or ""),
        note=given["note"],
        now=desk.now(),
    )
    return forms.contact_recorded(recorded)


async def _today(desk: Desk, actor: Actor) -> date:
    return local_day(desk.now(), (await desk.register(actor.workspace)).timezone)


PAGES: dict[str, Callable[[Desk, Actor, int], Awaitable[Message]]] = {
    ids.PAGE: _diary,
    ids.REPORTS_PAGE: _reports,
    ids.CONTACTS_PAGE: _contacts,
}
BUTTONS: dict[str, tuple[Callable[..., Coming], Mapping[str, object]]] = {
    ids.ASK: (attending.ask, {}),
    ids.GO: (attending.go, {}),
    ids.WILL_GO: (attending.answer, {"will_go": True}),
    ids.CANNOT: (attending.answer, {"will_go": False}),
    **{name: (attending.decide, {"plan": plan}) for plan, name in ids.PLANS.items()},
    **{name: (afterwards.say, {"said": said}) for said, name in ids.SAID.items()},
    **{name: (afterwards.say, {"said": said}) for said, name in ids.MINUTES.items()},
    **{name: (afterwards.officer_came, {"came": came}) for came, name in ids.CAME.items()},
}
