"""`/review progress`: the quarter's report, as a message and as a workbook (G-07)."""

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.errors import BadInput, quoted
from liaison.domain.reviews import progress as rules
from liaison.domain.reviews.progress import Progress
from liaison.handlers.blocks.kit import Message, line
from liaison.handlers.blocks.reviews import progress as blocks
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside, beside_message, sentence
from liaison.handlers.reviews.shown import Answer, Asked, Press
from liaison.handlers.sent import send_file, tell


async def command(asked: Asked) -> Message:
    """`/review progress`: the quarter that it now is. Raises BadInput for words after it, which mean nothing."""
    if asked.rest:
        raise BadInput(
            f"I do not know {quoted(asked.rest)} after /review progress.",
            "Type /review progress alone to see this quarter.",
        )
    return blocks.report(await _report(asked.desk, asked.actor, None), None)


def knows(action_id: str) -> bool:
    """Whether a button is one of these."""
    return action_id in {blocks.SEND, blocks.SHOW}


async def pressed(press: Press) -> Answer:
    """Shows the report, or sends its workbook in the direct message: it is restricted."""
    review = None if press.value == blocks.NOW else press.value
    if press.action["action_id"] == blocks.SHOW:
        return beside_message(blocks.report(await _report(press.desk, press.actor, review), review))
    require(press.actor, Action.SEE_RESTRICTED)
    press.desk.later(_send(press, review))
    return beside(blocks.coming())


async def _report(desk: Desk, actor: Actor, review: str | None) -> Progress:
    register = await desk.register(actor.workspace)
    return await desk.run(
        actor.workspace, rules.report, actor, register, desk.pack(register), review=review, now=desk.now()
    )


async def _send(press: Press, review: str | None) -> None:
    """Makes the workbook and sends it; what goes wrong is told in the same place."""
    opened = await press.client.conversations_open(users=press.actor.slack_user)
    channel = str(opened["channel"]["id"])
    try:
        found = await _report(press.desk, press.actor, review)
        name = f"progress-{found.until.isoformat()}.xlsx"
        sheets = await press.desk.work(rules.sheets, found)
        await send_file(press.desk, press.client, channel, name, blocks.sent(found), sheets)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        problem = line(f"The workbook could not be sent. {sentence(error, press.desk)}")
        await tell(press.desk, press.client, channel, problem)
