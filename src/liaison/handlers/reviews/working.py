"""How an occurrence of a review is worked: its form, its record and its correction; putting it off, handing it over."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules as report_rules
from liaison.domain.report_back.models import MEMBER, PARTNERSHIP
from liaison.domain.reviews import lessons as lesson_rules
from liaison.domain.reviews import recording, service, working
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.rules import title_of
from liaison.domain.reviews.work import OUTCOME, Page, Record
from liaison.domain.values import PersonId
from liaison.handlers.blocks.kit import Message, View, acted_at, option, unescape
from liaison.handlers.blocks.reviews import drafts as draft_blocks
from liaison.handlers.blocks.reviews import form as blocks
from liaison.handlers.blocks.reviews import lessons as lesson_blocks
from liaison.handlers.blocks.reviews import records, reminders
from liaison.handlers.desk import Desk
from liaison.handlers.replies import in_time, replacing, respond_later
from liaison.handlers.reviews import actions, cycles, drafts, lessons, progress
from liaison.handlers.reviews.shown import Answer, Asked, Press, Submission, show

MOST_OPTIONS = 100
Command = Callable[[Asked], Awaitable[Message | None]]
Feature = tuple[Callable[[str], bool], Callable[[Press], Awaitable[Answer]]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons that begin forms, to the forms and their menus."""

    @app.action(re.compile(r"^reviews\.(start|postpone|work\..*)$"))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        work = _pressed(Press(desk, client, context["actor"], body, action))
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)

    @app.options(re.compile(r"^reviews\.work\."))
    async def searched(ack: AsyncAck, payload: dict[str, Any], context: AsyncBoltContext) -> None:
        register = await desk.register(context["actor"].workspace)
        item = MEMBER if payload["action_id"].startswith(records.PERSON) else PARTNERSHIP
        day = local_day(desk.now(), register.timezone)
        found = report_rules.suggest(item, unescape(payload.get("value", "")), register, today=day)
        await ack(options=[option(choice.label, choice.value) for choice in found[:MOST_OPTIONS]])

    @app.view(re.compile(r"^reviews\.work\."))
    async def submitted(
        ack: AsyncAck, body: dict[str, Any], view: View, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        sent = Submission(desk, client, context["actor"], body, view)
        after = await drafts.taken(sent, _submitted)
        if after is None:
            await ack()
        else:
            push = after["callback_id"] == lesson_blocks.POST_VIEW
            await ack(response_action="push" if push else "update", view=after)


async def recorded(asked: Asked) -> Message:
    """`/review recorded`: what has been recorded, to be read and corrected."""
    return await _recorded(asked.desk, asked.actor, asked.rest, 0)


COMMANDS: dict[str, Command] = {
    "recorded": recorded,
    "actions": actions.command,
    "action": actions.add_command,
    "lessons": lessons.command,
    "lesson": lessons.add_command,
    "progress": progress.command,
}
HELP: tuple[str, ...] = (
    "`/review recorded`: what has been recorded; read it, or correct it",
    "`/review actions`: open actions; add `overdue`, `mine`, `done`, `authority`, `force` or a partnership",
    "`/review progress`: this quarter's work of the Authority and the Force, with the action plan",
    "`/review lessons alcohol`: lessons with a word in them; `/review lesson` adds one",
)
HELP_FOR_STAFF = "`/review action`: add an action with its owner and date"


async def _pressed(press: Press) -> Answer:
    action_id = press.action["action_id"]
    for opener, build in FORMS.items():
        if action_id == opener or action_id.startswith(f"{opener}."):
            await drafts.show_form(press, opener, build)
            return None
    for prefix, act in BUTTONS.items():
        if action_id == prefix or action_id.startswith(f"{prefix}."):
            return await act(press)
    for knows, act in FEATURES:
        if knows(action_id):
            return await act(press)
    raise NotFound("That button is out of date.", "Type /review to see what is due.")


async def _start(press: Press) -> Answer:
    desk, actor = press.desk, press.actor
    register = await desk.register(actor.workspace)
    shown = await desk.run(
        actor.workspace, working.begin, actor, register, desk.pack(register), press.value, now=desk.now()
    )
    await show(press, blocks.page(shown, register.timezone))
    return None


async def _postpone_form(desk: Desk, actor: Actor, review_id: str) -> View:
    return await _about_review(desk, actor, review_id, records.postpone_form)


async def _hand_over_form(desk: Desk, actor: Actor, review_id: str) -> View:
    return await _about_review(desk, actor, review_id, records.hand_over_form)


async def _about_review(
    desk: Desk, actor: Actor, review_id: str, form: Callable[[Review, str], View]
) -> View:
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    review = await desk.run(
        actor.workspace, service.to_postpone, actor, register, pack, review_id, now=desk.now()
    )
    return form(review, title_of(review, register))


async def _keep(press: Press) -> Answer:
    """Keeps what has been typed so far, pause by pause (P-06); what is written into a review is shared."""
    desk, actor, view = press.desk, press.actor, press.body["view"]
    if view["callback_id"] != blocks.FORM_VIEW:
        await drafts.keep(press)
        return None
    register = await desk.register(actor.workspace)
    given = blocks.given(blocks.only(view, press.action["block_id"]))

    async def keep() -> None:
        await desk.run(
            actor.workspace,
            working.keep,
            actor,
            register,
            desk.pack(register),
            blocks.about(view)["review"],
            given,
            typed_at=acted_at(press.action),
            now=desk.now(),
        )

    async def nothing(_: None) -> None:
        """The form stays as it is."""

    await desk.in_turn(actor, keep, nothing)
    return None


async def _go(press: Press) -> Answer:
    desk, actor, view = press.desk, press.actor, press.body["view"]
    page = await _turned(desk, actor, view, go_to=press.value)
    register = await desk.register(actor.workspace)
    await press.client.views_update(
        view_id=view["id"], hash=view["hash"], view=blocks.page(page, register.timezone)
    )
    return None


async def _open(press: Press) -> Answer:
    desk, actor = press.desk, press.actor
    register = await desk.register(actor.workspace)
    found = await desk.run(
        actor.workspace, recording.read, actor, register, desk.pack(register), press.value, now=desk.now()
    )
    await show(press, records.record(found, register.timezone))
    return None


async def _turn_record(press: Press) -> Answer:
    """Turns a page of a recorded review."""
    desk, actor, view = press.desk, press.actor, press.body["view"]
    page, review = json.loads(press.value)
    register = await desk.register(actor.workspace)
    found = await desk.run(
        actor.workspace, recording.read, actor, register, desk.pack(register), review, now=desk.now()
    )
    turned = records.record(found, register.timezone, page)
    await press.client.views_update(view_id=view["id"], hash=view["hash"], view=turned)
    return None


async def _correction(desk: Desk, actor: Actor, review_id: str) -> View:
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    found = await desk.run(
        actor.workspace, recording.correcting, actor, register, pack, review_id, now=desk.now()
    )
    return blocks.correction(found)


async def _start_afresh(press: Press) -> Answer:
    await drafts.start_afresh(press, FORMS[press.value.partition(" ")[0]])
    return None


async def _turn_recorded(press: Press) -> Answer:
    page, words = json.loads(press.value)
    return replacing(await _recorded(press.desk, press.actor, words, page))


async def _recorded(desk: Desk, actor: Actor, words: str, page: int) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, recording.recorded, actor, register, words, page=page)
    return records.listed(found)


FEATURES: tuple[Feature, ...] = (
    (actions.knows, actions.pressed),
    (lessons.knows, lessons.pressed),
    (progress.knows, progress.pressed),
)
FORMS: dict[str, drafts.Build] = {
    reminders.POSTPONE: _postpone_form,
    records.HAND_OVER: _hand_over_form,
    records.CORRECT: _correction,
    **actions.FORMS,
    **lessons.FORMS,
    **cycles.FORMS,
}
BUTTONS: dict[str, Callable[[Press], Awaitable[Answer]]] = {
    reminders.START: _start,
    blocks.INPUT: _keep,
    records.PERSON: _keep,
    records.PARTNERSHIP: _keep,
    draft_blocks.AFRESH: _start_afresh,
    blocks.GO: _go,
    records.OPEN: _open,
    records.PAGE: _turn_recorded,
    records.RECORD_PAGE: _turn_record,
}


async def _submitted(sent: Submission) -> View | None:
    desk, actor, view = sent.desk, sent.actor, sent.view
    match view["callback_id"]:
        case blocks.FORM_VIEW:
            return await _form(sent)
        case blocks.CORRECT_VIEW:
            register = await desk.register(actor.workspace)
            found = await drafts.save(
                sent,
                recording.correct,
                register,
                desk.pack(register),
                blocks.about(view)["review"],
                blocks.given(view),
                now=desk.now(),
            )
            return records.corrected(found)
        case records.POSTPONE_VIEW | records.HAND_OVER_VIEW:
            return await _moved(sent)
    return await actions.submitted(sent) or await lessons.submitted(sent)


async def _form(sent: Submission) -> View:
    desk, actor, view = sent.desk, sent.actor, sent.view
    register = await desk.register(actor.workspace)
    about = blocks.about(view)
    if about["page"] != OUTCOME:
        return blocks.page(await _turned(desk, actor, view), register.timezone)
    done = await desk.run(
        actor.workspace,
        recording.record,
        actor,
        register,
        desk.pack(register),
        about["review"],
        blocks.given(view),
        now=desk.now(),
    )
    if isinstance(done, Page):
        return blocks.page(done, register.timezone)
    return await _after(desk, actor, register, done)


async def _after(desk: Desk, actor: Actor, register: Register, done: Record) -> View:
    """What follows once a review is recorded: its lesson's form where that was ticked."""
    if not done.share_lesson or done.lesson is None:
        return records.recorded(done)
    posting = await desk.run(actor.workspace, lesson_rules.to_share, actor, register, done.lesson)
    form = lesson_blocks.share_form(
        posting, after="The review is recorded. The lesson can also be shared later: type `/review lessons`."
    )
    return await drafts.kept(desk, actor, form, records.SHARE_LESSON, done.lesson)


async def _turned(desk: Desk, actor: Actor, view: View, *, go_to: str | None = None) -> Page:
    register = await desk.register(actor.workspace)
    about = blocks.about(view)
    return await desk.run(
        actor.workspace,
        working.turn,
        actor,
        register,
        desk.pack(register),
        about["review"],
        about["page"],
        blocks.given(view),
        go_to=go_to,
        now=desk.now(),
    )


async def _moved(sent: Submission) -> View:
    """Puts a review off, or hands it over, and says what was done (UX-06)."""
    desk, actor, view = sent.desk, sent.actor, sent.view
    register = await desk.register(actor.workspace)
    review, given = blocks.about(view)["review"], blocks.given(view).answers
    if view["callback_id"] == records.POSTPONE_VIEW:
        moved = await drafts.save(
            sent,
            service.postpone,
            register,
            review,
            pack=desk.pack(register),
            until=date.fromisoformat(given["until"]),
            reason=given["reason"],
            now=desk.now(),
        )
        return records.put_off(title_of(moved, register), moved)
    person = PersonId(given["person"])
    handed = await drafts.save(
        sent,
        service.hand_over,
        register,
        review,
        pack=desk.pack(register),
        person=person,
        now=desk.now(),
    )
    return records.handed_over(
        title_of(handed, register),
        register.person[person].name,
        told=register.link_of(person) is not None,
        mine=person == actor.person,
    )
