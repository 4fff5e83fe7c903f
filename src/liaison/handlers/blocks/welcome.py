"""What the app says to somebody who writes to it while nothing is asked of them (UX-03)."""

from liaison.domain.access.rules import Action, Actor
from liaison.handlers.blocks.kit import Message, actions, button, escape, section, unescape
from liaison.handlers.blocks.report_back import NEW


def nothing_asked(actor: Actor, example: str) -> Message:
    """To somebody who writes to the app while no report is open: what their role can ask, with a name they know (UX-03)."""
    name = f" {escape(example)}" if example else ""
    offered = (
        (Action.LOOK_UP, f"`/rep{name}`: who sits where; you can also ask me here without a command"),
        (Action.LOOK_UP, f"`/partnership{name}`: what the register says"),
        (
            Action.FILE_REPORT,
            f"`/reportback{name}`: report on a meeting; `/reportback drafts`: carry on with one",
        ),
        (Action.SEE_DIARY, "`/diary`: your meetings"),
        (Action.SEE_REVIEWS, "`/review`: reviews that are due"),
        (Action.ASSESS_RISK, f"`/risk assess{name}`: the risk checklist"),
        (Action.LOOK_UP, "`/guide`: what the policy says"),
        (Action.LOOK_UP, "`/committee`: committees and their channels"),
        (Action.LOOK_UP, "`/notices`: when I tell you things"),
        (
            Action.EDIT_REGISTER,
            f"`/partnership edit{name}`: change the register; `/partnership import`: with a file",
        ),
    )
    lines = [line for action, line in offered if actor.may(action)]
    lead = "I am not asking you anything at the moment. What I can do for you:"
    text = "\n".join([lead, *lines, "Add `help` to any of them."])
    begin = [actions("welcome.begin", [button("Start a report", NEW, "new")])]
    return Message(unescape(text), [section(text), *(begin if actor.may(Action.FILE_REPORT) else [])])
