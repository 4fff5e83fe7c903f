"""What is circulated, as messages, lists and a form: names of those who have not read it are for staff alone."""

from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.guidance.circulars import LONGEST_PLACE
from liaison.domain.guidance.models import Acknowledged, Circulated, Readers
from liaison.domain.packs import Circular
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    channel_select,
    context,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)

READ = "guidance.read"
READERS = "guidance.readers"
REMIND = "guidance.remind"
CIRCULATE_VIEW = "guidance.circulate"
CIRCULATED_VIEW = "guidance.circulated"
INPUT = "guidance.input"
BUTTON = "I have read it"
NAMES = "guidance.names"
NOT_YET = "Not yet"
NOT_IN_SLACK = "Not linked in Slack, so to be asked by other means"
PER_SECTION, NAMES_PER_PAGE = 40, 200
MOST_LISTED = 40  # of Slack's 50 blocks
CHANNEL, EACH = option("In a channel", "channel"), option("In a direct message to each", "each")


def notice(facts: dict[str, str], readers: Readers, *, to_one: bool, read_on: date | None) -> Message:
    """The message that asks people to read something; a channel's counts, a person's own goes by what they said."""
    title = facts["title"]
    if to_one and read_on:
        text = f"You said on {write_date(read_on)} that you know: {title}."
        return Message(text, [section(escape(text))])
    document = f" {facts['document']}." if "document" in facts else ""
    lines = [f"*Please read: {escape(title)}*"]
    lines += [f"• {escape(point)}" for point in facts.get("points", "").splitlines()]
    if "place" in facts:
        lines.append(f"Where to find it: {escape(facts['place'])}")
    blocks: list[Block] = [
        section("\n".join(lines)),
        context(escape(f"Circulated by {facts['by']}. Source: {facts['source']}.{document}")),
    ]
    label = facts.get("button", BUTTON)
    buttons = [button(label, READ, facts["circular"], style="primary", label=f"{label}: {title}")]
    if not to_one:
        blocks.append(context(_count(readers)))
        buttons.append(button("Who has not?", READERS, facts["circular"], label=f"Who has not read: {title}"))
    blocks.append(actions("guidance.circular", buttons))
    return Message(f'Please read: {title}. Then press "{label}".', blocks)


def acknowledged(done: Acknowledged) -> str:
    """That it is recorded, for the presser alone."""
    when = write_date(done.on)
    if done.again:
        return escape(f"You said so already, on {when}: {done.title}.")
    return escape(f"Recorded on {when}, with your name: {done.title}.")


def readers(found: Readers, page: int = 0) -> Message:
    """Who has not said that they know something, for staff, a page at a time."""
    title = found.circular.title
    pages = max(1, -(-(len(found.missing) + len(found.not_in_slack)) // NAMES_PER_PAGE))
    page = min(max(page, 0), pages - 1)
    names = [(NOT_YET, reader.name) for reader in found.missing]
    names += [(NOT_IN_SLACK, name) for name in found.not_in_slack]
    on_this = names[page * NAMES_PER_PAGE : (page + 1) * NAMES_PER_PAGE]
    on_page = f", page {page + 1} of {pages}" if pages > 1 else ""
    blocks: list[Block] = [section(f"*{escape(title)}*{on_page}\n{_count(found)}")]
    for heading, all_of_them in ((NOT_YET, found.missing), (NOT_IN_SLACK, found.not_in_slack)):
        shown = [name for under, name in on_this if under == heading]
        for start in range(0, len(shown), PER_SECTION):
            begins = f"*{heading}: {len(all_of_them)}*\n" if not start else ""
            blocks.append(section(begins + escape("; ".join(shown[start : start + PER_SECTION]))))
    buttons = []
    if found.missing and found.can_remind:
        spoken = f"Remind those who have not read: {title}"
        buttons.append(button("Remind them", REMIND, found.circular.id, label=spoken))
    if page:
        buttons.append(button("Previous page", f"{NAMES}.previous", f"{page - 1}:{found.circular.id}"))
    if page + 1 < pages:
        buttons.append(button("Next page", f"{NAMES}.next", f"{page + 1}:{found.circular.id}"))
    if buttons:
        blocks.append(actions("guidance.readers", buttons))
    return Message(f"{title}. {_count(found)}", blocks)


def reminded(done: Circulated) -> str:
    """How many were reminded."""
    if done.again:
        return "Everybody who has not read it was sent a message today already. Try again tomorrow."
    return f"A direct message goes to {_people(done.people)}."


def overview(found: tuple[Readers, ...], *, circulates: bool) -> Message:
    """What has been circulated, with counts."""
    if not found:
        how = " Type `/guide circulate` to begin." if circulates else ""
        return Message(
            "Nothing has been circulated yet.", [section(f"Nothing has been circulated yet.{how}")]
        )
    blocks: list[Block] = [section("*What people are asked to read*")]
    for each in found[:MOST_LISTED]:
        title = each.circular.title
        see = button(
            "Who has not?",
            f"{READERS}.{each.circular.id}"[:255],
            each.circular.id,
            label=f"Who has not read: {title}",
        )
        blocks.append(section(f"*{escape(title)}*\n{_count(each)}", accessory=see))
    if len(found) > MOST_LISTED:
        blocks.append(context(f"{len(found) - MOST_LISTED} more: type `/guide read` and a title."))
    return Message(f"What people are asked to read: {len(found)}.", blocks)


def circulate_form(circulars: tuple[Circular, ...]) -> View:
    """The form that circulates something; it says what will happen (UX-06)."""
    options = [option(circular.title, circular.id) for circular in circulars[:100]]
    blocks = [
        section(
            "People are asked to read it and to press a button. Who has pressed it is kept in the register; "
            "a channel shows how many have, without names."
        ),
        field("guidance.document", "What", select(INPUT, "Choose a document or a topic", options)),
        field("guidance.where", "Where", radio(INPUT, [CHANNEL, EACH], initial=CHANNEL)),
        field(
            "guidance.channel",
            "Channel",
            channel_select(INPUT, "Choose a channel"),
            hint="Needed for a channel. Liaison must be a member of it.",
            optional=True,
        ),
        field(
            "guidance.place",
            "Where people find it",
            text_input(INPUT, most=LONGEST_PLACE),
            hint="A link or a place, such as the members' library.",
            optional=True,
        ),
    ]
    return modal(CIRCULATE_VIEW, "Circulate", blocks, submit="Circulate")


def circulated(done: Circulated, channel: str | None) -> View:
    """Where it has gone."""
    where = f"<#{channel}>" if channel else _people(done.people)
    text = f"{escape(done.circular.title)} goes to {where}."
    if done.again:
        text = (
            f"{escape(done.circular.title)} went to {where} today already. It is not sent twice on one day."
        )
    mend = "Type `/guide read` to see who has read it."
    return modal(CIRCULATED_VIEW, "Circulated", [section(f"{text} {mend}")], close="Done")


def _count(found: Readers) -> str:
    return f"{len(found.done)} of {len(found.expected)} have said that they have read it."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
