"""`/review actions`, and what can be done about each action (G-08)."""

import json
from datetime import date

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.reviews import actions as rules
from liaison.domain.reviews.action_models import ActionLine, Status, Whose
from liaison.domain.values import PartnershipId, PersonId
from liaison.handlers.blocks.kit import Message, View
from liaison.handlers.blocks.reviews import actions as blocks
from liaison.handlers.blocks.reviews import form, records
from liaison.handlers.desk import Desk
from liaison.handlers.replies import replacing
from liaison.handlers.reviews.shown import Answer, Asked, Press, Submission, open_form, show

FORMS = {blocks.MOVE: blocks.move_form, blocks.HAND: blocks.hand_form, blocks.DROP: blocks.drop_form}


async def command(asked: Asked) -> Message:
    """`/review actions`: open, overdue, mine, done, the Authority's, the Force's, or a partnership's."""
    return await _listed(asked.desk, asked.actor, asked.rest, 0)


async def add_command(asked: Asked) -> None:
    """`/review action`: the form that adds one."""
    require(asked.actor, Action.KEEP_ACTIONS)
    await open_form(asked.client, asked.trigger, blocks.add_form(None))


def knows(action_id: str) -> bool:
    """Whether a button is one of these."""
    return action_id in {records.ADD_ACTION, blocks.ADD, blocks.DONE, blocks.REOPEN, *FORMS} or (
        action_id.startswith(f"{blocks.PAGE}.")
    )


async def pressed(press: Press) -> Answer:
    """Does what a button of an action says."""
    desk, actor, action_id = press.desk, press.actor, press.action["action_id"]
    register = await desk.register(actor.workspace)
    if action_id.startswith(f"{blocks.PAGE}."):
        page, which = json.loads(press.value)
        return replacing(await _listed(desk, actor, which, page))
    if action_id == blocks.ADD:
        require(actor, Action.KEEP_ACTIONS)
        await show(press, blocks.add_form(None))
        return None
    if action_id == records.ADD_ACTION:
        await show(press, await _add_to_review(press))
        return None
    if action_id in FORMS:
        found = await desk.run(actor.workspace, rules.show, actor, register, press.value, now=desk.now())
        await show(press, FORMS[action_id](found))
        return None
    use_case = rules.close if action_id == blocks.DONE else rules.reopen
    changed = await desk.run(
        actor.workspace, use_case, actor, register, desk.pack(register), press.value, now=desk.now()
    )
    return await _after(press, changed)


async def submitted(sent: Submission) -> View | None:
    """Takes a form about an action; None where it is another's."""
    desk, actor, view = sent.desk, sent.actor, sent.view
    register = await desk.register(actor.workspace)
    given, about, now = form.given(view).answers, form.about(view), desk.now()
    match view["callback_id"]:
        case blocks.ADD_VIEW:
            line = await desk.run(
                actor.workspace,
                rules.add,
                actor,
                register,
                desk.pack(register),
                view["id"],
                text=given["text"],
                owner=PersonId(given["owner"]),
                due=date.fromisoformat(given["due"]),
                whose=Whose(given["whose"]),
                partnership=PartnershipId(given["partnership"]) if given["partnership"] else None,
                review=about["review"],
                now=now,
            )
        case blocks.MOVE_VIEW:
            line = await desk.run(
                actor.workspace,
                rules.move,
                actor,
                register,
                desk.pack(register),
                about["id"],
                until=date.fromisoformat(given["until"]),
                reason=given["reason"],
                now=now,
            )
        case blocks.HAND_VIEW:
            line = await desk.run(
                actor.workspace,
                rules.hand_over,
                actor,
                register,
                desk.pack(register),
                about["id"],
                owner=PersonId(given["owner"]),
                now=now,
            )
        case blocks.DROP_VIEW:
            line = await desk.run(
                actor.workspace,
                rules.close,
                actor,
                register,
                desk.pack(register),
                about["id"],
                status=Status.DROPPED,
                note=given["note"],
                now=now,
            )
        case _:
            return None
    return blocks.kept(line)


async def _add_to_review(press: Press) -> View:
    """The form that adds an action to a review, with its partnership filled in."""
    desk, actor = press.desk, press.actor
    register = await desk.register(actor.workspace)
    review = await desk.run(actor.workspace, rules.may_add, actor, register, press.value, now=desk.now())
    entry = register.partnership.get(review.partnership) if review and review.partnership else None
    return blocks.add_form(press.value, (entry.id, entry.title) if entry else None)


async def _after(press: Press, changed: ActionLine) -> Answer:
    """The list as it now is, where the button stood in one; a message that was sent is updated by itself (UX-23)."""
    place = press.action.get("block_id", "")
    if place.startswith(blocks.IN_LIST):
        page, _, rest = place.removeprefix(blocks.IN_LIST).partition(".")
        which = rest.partition(".")[2]
        closed = changed if not changed.action.is_open else None
        return replacing(await _listed(press.desk, press.actor, which, int(page), closed))
    if press.is_ephemeral:
        return replacing(await _listed(press.desk, press.actor, "", 0))
    return None


async def _listed(
    desk: Desk, actor: Actor, asked: str, page: int, closed: ActionLine | None = None
) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, rules.listed, actor, register, asked, page=page, now=desk.now())
    return blocks.listed(found, closed)
