"""How any form about reviews is opened, kept as it is typed, begun afresh, and saved, so that nothing is lost (P-06)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Concatenate, ParamSpec, TypeVar

from liaison.domain.access.rules import Actor
from liaison.domain.ports import UnitOfWork
from liaison.domain.reviews import drafts
from liaison.domain.reviews.drafts import Opened
from liaison.handlers.blocks.kit import View
from liaison.handlers.blocks.reviews import drafts as blocks
from liaison.handlers.blocks.reviews import form
from liaison.handlers.desk import Desk
from liaison.handlers.reviews.shown import Asked, Press, Submission, open_form, show

P = ParamSpec("P")
R = TypeVar("R")
NEW = "new"  # what the buttons that add something stand for
Build = Callable[[Desk, Actor, str], Awaitable[View]]


async def open_new(asked: Asked, opener: str, build: Build) -> None:
    """Opens, for a command, the form of something new, as the button for it does."""
    desk, actor = asked.desk, asked.actor
    view = await kept(desk, actor, await build(desk, actor, NEW), opener, NEW)
    await open_form(asked.client, asked.trigger, view)


async def show_form(press: Press, opener: str, build: Build) -> None:
    """Opens what a button stands for, with what the presser typed into it before and did not save."""
    view = await build(press.desk, press.actor, press.value)
    await show(press, await kept(press.desk, press.actor, view, opener, press.value))


async def kept(desk: Desk, actor: Actor, view: View, opener: str, value: str) -> View:
    """The form that a button opens and that is about its value, with what was typed into it before and not saved."""
    name = f"{opener} {value}"
    register = await desk.register(actor.workspace)
    typed = await desk.run(actor.workspace, drafts.typed, actor, name)
    return blocks.keeping(view, name, typed, register)


async def keep(press: Press) -> None:
    """Keeps the field that was changed, pause by pause."""
    view = press.body["view"]
    given = form.given(form.only(view, press.action["block_id"])).answers
    await _keep(press.desk, press.actor, view, given)


async def start_afresh(press: Press, build: Build) -> None:
    """Shows the form as it is for whoever has typed nothing into it."""
    desk, actor, within = press.desk, press.actor, press.body["view"]
    register = await desk.register(actor.workspace)
    view = await build(desk, actor, press.value.partition(" ")[2])
    await desk.run(actor.workspace, drafts.start_afresh, actor, press.value)
    anew = blocks.keeping(view, press.value, {}, register, afresh=blocks.times_afresh(within) + 1)
    await press.client.views_update(view_id=within["id"], view=anew)


async def taken(sent: Submission, take: Callable[[Submission], Awaitable[R]]) -> R:
    """What a form that was sent comes to. Where it cannot be taken, whatever the reason, what stands in it is kept."""
    try:
        return await take(sent)
    except Exception:
        # What was typed last may not have been told of before. It is kept afterwards: the sender waits for an answer.
        sent.desk.later(_keep(sent.desk, sent.actor, sent.view, blocks.changed(sent.view)))
        raise


async def save(
    sent: Submission,
    use_case: Callable[Concatenate[UnitOfWork, Actor, P], R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Does what a form was sent for; in its sender's turn, so that what they typed before is not kept after it."""
    desk, actor = sent.desk, sent.actor
    opened = Opened(blocks.name_of(sent.view), sent.view["id"])

    def change(uow: UnitOfWork) -> R:
        return use_case(uow, actor, *args, **kwargs)

    async def move() -> R:
        return await desk.run(actor.workspace, drafts.save, actor, opened, change, now=desk.now())

    return await desk.in_turn(actor, move, _nothing)


async def _keep(desk: Desk, actor: Actor, view: View, given: Mapping[str, str]) -> None:
    opened = Opened(blocks.name_of(view), view["id"])
    if not opened.form or not given:
        return

    async def move() -> None:
        await desk.run(actor.workspace, drafts.keep, actor, opened, given, now=desk.now())

    await desk.in_turn(actor, move, _nothing)


async def _nothing(_: object) -> None:
    """The form stays as it is."""
