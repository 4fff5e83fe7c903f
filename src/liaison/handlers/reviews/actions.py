"""`/review actions`, and what can be done about each action (G-08)."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.reviews import actions as rules
from liaison.domain.reviews.action_models import ActionLine, Status, Whose
from liaison.domain.values import PartnershipId, PersonId
from liaison.handlers.blocks.kit import Message, View
from liaison.handlers.blocks.reviews import actions as blocks
from liaison.handlers.blocks.reviews import form, records
from liaison.handlers.desk import Desk
from liaison.handlers.replies import replacing
from liaison.handlers.reviews import drafts
from liaison.handlers.reviews.shown import Answer, Asked, Press, Submission


async def command(asked: Asked) -> Message:
    """`/review actions`: open, overdue, mine, done, the Authority's, the Force's, or a partnership's."""
    return await _listed(asked.desk, asked.actor, asked.rest, 0)


async def add_command(asked: Asked) -> None:
    """`/review action`: the form that adds one."""
    await drafts.open_new(asked, blocks.ADD, _add)


def knows(action_id: str) -> bool:
    """Whether a button is one of these."""
    return action_id in {blocks.DONE, blocks.REOPEN} or (action_id.startswith(f"{blocks.PAGE}."))


async def pressed(press: Press) -> Answer:
    """Does what a button of an action says."""
    desk, actor, action_id = press.desk, press.actor, press.action["action_id"]
    register = await desk.register(actor.workspace)
    if action_id.startswith(f"{blocks.PAGE}."):
        page, which = json.loads(press.value)
        return replacing(await _listed(desk, actor, which, page))
    use_case = rules.close if action_id == blocks.DONE else rules.reopen
    changed = await desk.run(
        actor.workspace, use_case, actor, register, desk.pack(register), press.value, now=desk.now()
    )
    return await _after(press, changed)


async def submitted(sent: Submission) -> View | None:
    """Takes a form about an action; None where it is another's."""
    desk, actor, view = sent.desk, sent.actor, sent.view
    register = await desk.register(actor.workspace)
    pack, now = desk.pack(register), desk.now()
    given, about = form.given(view).answers, form.about(view)
    match view["callback_id"]:
        case blocks.ADD_VIEW:
            line = await drafts.save(
                sent,
                rules.add,
                register,
                pack,
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
            line = await drafts.save(
                sent,
                rules.move,
                register,
                pack,
                about["id"],
                until=date.fromisoformat(given["until"]),
                reason=given["reason"],
                now=now,
            )
        case blocks.HAND_VIEW:
            line = await drafts.save(
                sent,
                rules.hand_over,
                register,
                pack,
                about["id"],
                owner=PersonId(given["owner"]),
                now=now,
            )
        case blocks.DROP_VIEW:
            line = await drafts.save(
                sent,
                rules.close,
                register,
                pack,
                about["id"],
                status=Status.DROPPED,
                note=given["note"],
                now=now,
            )
        case _:
            return None
    return blocks.kept(line)


async def _add(_: Desk, actor: Actor, __: str) -> View:
    require(actor, Action.KEEP_ACTIONS)
    return blocks.add_form(None)


async def _add_to_review(desk: Desk, actor: Actor, review_id: str) -> View:
    """The form that adds an action to a review, with its partnership filled in."""
    register = await desk.register(actor.workspace)
    review = await desk.run(actor.workspace, rules.may_add, actor, register, review_id, now=desk.now())
    entry = register.partnership.get(review.partnership) if review and review.partnership else None
    return blocks.add_form(review_id, (entry.id, entry.title) if entry else None)


async def _changes(form_of: Callable[[ActionLine], View], desk: Desk, actor: Actor, action: str) -> View:
    """A form about an action that is there."""
    register = await desk.register(actor.workspace)
    return form_of(await desk.run(actor.workspace, rules.show, actor, register, action, now=desk.now()))


FORMS: dict[str, drafts.Build] = {
    blocks.ADD: _add,
    records.ADD_ACTION: _add_to_review,
    blocks.MOVE: partial(_changes, blocks.move_form),
    blocks.HAND: partial(_changes, blocks.hand_form),
    blocks.DROP: partial(_changes, blocks.drop_form),
}


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
