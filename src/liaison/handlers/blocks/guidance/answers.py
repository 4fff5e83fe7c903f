"""What the guide answers, as blocks: each passage with its source, a page at a time."""

from collections.abc import Sequence

from liaison.domain.guidance.models import Answer, Cited, Passage, Reading, Topic
from liaison.domain.guidance.sources import in_words
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    actions,
    button,
    capital,
    context,
    counted,
    cut,
    escape,
    option,
    section,
    select,
)

TOPIC = "guidance.topic"
TURN = "guidance.turn"
ASK = "guidance.ask"
PER_PAGE = 8
TEXT_PER_PAGE = 9_000  # characters, of about 13,000 that one message holds
LONGEST_QUOTED = 60
MOST_SOURCES = 5  # of one reading
EXAMPLES = ("code", "training")  # topics of the help, where the documents have them


def answer(found: Answer, page: int = 0) -> Message:
    """What was found, or what to try; every answer with whose it is, its source and its date (I-04, X-20)."""
    if not found.found:
        return nothing(found)
    pages = _pages(found)
    page = min(max(page, 0), len(pages) - 1)
    heading = _heading(found)
    on_page = f", page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    blocks: list[Block] = [section(f"*{escape(heading)}*{on_page}"), *pages[page]]
    query = f"define {found.title}" if found.defining else found.query
    if more := [*_turns(query, page, len(pages)), *_topic_menu(found.topics)]:
        blocks.append(actions("guidance.more", more))
    return Message(f"{heading}: {counted(len(found.readings) + len(found.passages), 'answer')}.", blocks)


def nothing(found: Answer) -> Message:
    """That nothing was found, or that the documents are silent; then what to try."""
    shown = cut(found.query, LONGEST_QUOTED)
    if found.silent and found.title:
        text = f'The documents of {found.owner} say nothing on "{found.title}".'
    elif found.defining:
        text = f'The documents of {found.owner} do not define "{shown}".'
    elif found.query:
        text = f'Nothing in the guidance of {found.owner} says "{shown}".'
    else:
        return start(found)
    near = (
        f" The nearest: {', '.join(found.near)}. Type `/guide define` and one of them." if found.near else ""
    )
    blocks = [section(f"{escape(text + near)} Choose a topic, or type another word.")]
    if found.topics:
        blocks.append(actions("guidance.more", _topic_menu(found.topics)))
    return Message(f"{text} Choose a topic, or type another word.", blocks)


def start(found: Answer) -> Message:
    """The topics, and how to ask."""
    lines = [f"• {escape(topic.title)}: `/guide {topic.key}`" for topic in found.topics]
    blocks: list[Block] = [
        section(f"*The guide of {escape(found.owner)}*\nChoose a topic, or type what you look for.")
    ]
    blocks += [section("\n".join(lines[at : at + 20])) for at in range(0, len(lines), 20)]
    if found.topics:
        blocks.append(actions("guidance.more", _topic_menu(found.topics)))
    return Message(f"The guide of {found.owner}: choose a topic, or type what you look for.", blocks)


def usage(found: Answer, *, circulates: bool, sees_readers: bool) -> Message:
    """How to ask, with what the reader's role can do besides (UX-03)."""
    term = next((reading.term for reading in found.readings), "CDRP")
    telling = [topic for topic in found.topics if topic.key in EXAMPLES] or list(found.topics[:2])
    lines = [
        "*The guide*",
        "`/guide`: all topics",
        *(f"`/guide {topic.key}`: {escape(topic.title)}" for topic in telling),
        f"`/guide define {escape(term)}`: what an abbreviation means in this authority",
        "`/guide` and any words: every passage that has them",
    ]
    if sees_readers:
        lines.append("`/guide read`: what has been circulated, and who has read it")
    if circulates:
        lines.append("`/guide circulate`: ask people to read a document")
    text = f"Type /guide and a topic or a word, for example /guide define {term}."
    return Message(text, [section("\n".join(lines))])


def _pages(found: Answer) -> list[list[Block]]:
    """The answers as blocks, so many to a page as Slack takes: it counts blocks, and the text of all of them."""
    pages: list[list[Block]] = [[]]
    room, left = TEXT_PER_PAGE, PER_PAGE
    items: list[Reading | Passage] = [*found.readings, *found.passages]
    for item in items:
        blocks = _reading(item) if isinstance(item, Reading) else _passage(item)
        size = sum(len(str(block)) for block in blocks)
        if pages[-1] and (size > room or not left):
            pages.append([])
            room, left = TEXT_PER_PAGE, PER_PAGE
        pages[-1] += blocks
        room, left = room - size, left - 1
    return pages


def _heading(found: Answer) -> str:
    if found.defining:
        several = f" {len(found.readings)} readings" if len(found.readings) > 1 else ""
        return f"{found.title} in this authority ({found.owner}){':' if several else ''}{several}"
    if found.title:
        return found.title
    shown = cut(found.query, LONGEST_QUOTED)
    if not found.exact:
        return f'Nothing says "{shown}" exactly. The nearest'
    return f'What the guidance says on "{shown}"'


def _reading(reading: Reading) -> list[Block]:
    means = "" if reading.meaning == reading.term else f": {escape(reading.meaning)}"
    lines = [f"*{escape(reading.term)}*{means}", *(f"• {escape(point)}" for point in reading.points)]
    if reading.attributed_to:
        lines.append(f"Attributed to: {escape(reading.attributed_to)}")
    return [section("\n".join(lines)), context(escape(_sources(reading.cited[:MOST_SOURCES])))]


def _passage(passage: Passage) -> list[Block]:
    entry = passage.entry
    number = f"{entry.number}. " if entry.number else ""
    title = f"*{escape(number + entry.label[:1].upper() + entry.label[1:])}*"
    facts = [
        ("Sections", ", ".join(entry.sections)),
        ("Amended by", "; ".join(entry.amended_by)),
        ("Status", entry.status),
        ("Date", in_words(entry.dated) if entry.dated else None),
        ("Attributed to", entry.attributed_to),
        ("Note, not in the document", entry.remark),
    ]
    lines = [
        title + (f": {escape(entry.gist)}" if entry.gist else ""),
        *(f"• {escape(point)}" for point in entry.points),
        *(f"{label}: {escape(fact)}" for label, fact in facts if fact),
    ]
    asking = (
        button(f"Ask the {passage.advice_from}", ASK, entry.topic, style="primary")
        if passage.advice_from
        else None
    )
    return [section("\n".join(lines), accessory=asking), context(escape(_source(passage.cited)))]


def _source(cited: Cited) -> str:
    document = f" {capital(cited.document)}." if cited.document else ""
    return f"{cited.owner}. Source: {cited.source}.{document}"


def _sources(cited: Sequence[Cited]) -> str:
    """Several places that say the same, in one line: each authority once, with where it was read and when (I-04, X-20)."""
    if len(cited) == 1:
        return _source(cited[0])
    by_owner: dict[str, list[str]] = {}
    for each in cited:
        document = f" ({each.document})" if each.document else ""
        by_owner.setdefault(each.owner, []).append(f"{each.source}{document}")
    return " ".join(f"{owner}. Sources: {'; '.join(places)}." for owner, places in by_owner.items())


def _turns(query: str, page: int, pages: int) -> list[Element]:
    turns = [button("Previous page", f"{TURN}.previous", f"{page - 1}:{query}")] if page else []
    if page + 1 < pages:
        turns.append(button("Next page", f"{TURN}.next", f"{page + 1}:{query}"))
    return turns


def _topic_menu(topics: tuple[Topic, ...]) -> list[Element]:
    if not topics:
        return []
    return [select(TOPIC, "Another topic", [option(topic.title, topic.key) for topic in topics])]
