"""How it reads: rules for every message and view that a few days at work produce, and for our texts at rest."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.handlers.shown import RESTRICTED, TYPED, Shown

import liaison
from liaison.storage.packs import load_pack, pack_names

SOURCE = Path(liaison.__file__).parent
MOST_WORDS = 25
LONGEST_TITLE = 24
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
CLOCK_OF_24_HOURS = re.compile(r"\b(?:[01]?\d|2[0-3]):[0-5]\d(?!\s?[ap]m)\b")
ARROW = re.compile(
    r"[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b0f\u00ab\u00bb\u2039\u203a]|(?<![<\w])-+>|=>"
)
ELSEWHERE = re.compile(r"\b(?:see|as|shown|listed) (?:above|below)\b", re.IGNORECASE)
SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])")
EVERYBODY = re.compile(r"<!(?:channel|here|everyone)|@(?:channel|here|everyone)\b")
LATIN = re.compile(r"\b(?:e\.g|i\.e|etc|viz|NB|cf|per annum|inter alia)\b")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+|• ")
NUMBERS = re.compile(r"\d+[a-z]?(?:, \d+[a-z]?)+")  # "2b, 2c, 11" is read as one thing
BARE = re.compile(r"[*_`~\"“”()<>\[\]]")


def has_emoji(text: str) -> bool:
    """Whether a text has a pictograph, by character or by Slack's name."""
    return bool(SHORTCODE.search(text)) or any(
        unicodedata.category(character) == "So" or 0x1F000 <= ord(character) <= 0x1FAFF for character in text
    )


def labels(shown: Shown) -> Iterator[str]:
    """The names of all controls and fields, and the titles of forms."""
    for view in shown.views:
        yield from (view[part]["text"] for part in ("title", "submit", "close") if part in view)
    for block, element in shown.elements():
        for part in (
            block.get("label"),
            element.get("text"),
            element.get("placeholder"),
            *(option["text"] for option in element.get("options", [])),
        ):
            if part:
                yield part["text"]
        if "accessibility_label" in element:
            yield element["accessibility_label"]


@cache
def paragraphs(shown: Shown) -> set[str]:
    """All that is read anywhere, each text once."""
    found = {part["text"] for part in shown.texts()} | {m.get("text", "") for m in shown.messages}
    return found | set(labels(shown)) | set(shown.errors)


# UX-20: the text of a notification


def test_ux_20_every_message_with_blocks_has_text_that_stands_alone(shown: Shown) -> None:
    dumb = [m["blocks"] for m in shown.messages if m.get("blocks") and not (m.get("text") or "").strip()]
    assert not dumb


def test_ux_20_no_notification_has_restricted_words(shown: Shown) -> None:
    told = [m.get("text", "") for m in shown.messages]
    assert not [text for text in told for word in RESTRICTED if word in text]
    inside = [part["text"] for part in shown.texts()]
    assert any(word in text for text in inside for word in RESTRICTED), "they are shown to those entitled"


def test_ux_20_a_notification_has_no_markup(shown: Shown) -> None:
    marked = {
        m["text"] for m in shown.messages if m.get("blocks") and re.search(r"\*\w[^*]*\*", m.get("text", ""))
    }
    assert not marked


def test_ux_20_no_name_in_a_notification_is_a_link_or_calls_anybody(shown: Shown) -> None:
    raw = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")
    assert not {m["text"] for m in shown.messages if m.get("blocks") and raw.search(m.get("text", ""))}


# UX-09, UX-17, UX-18, UX-21


def test_ux_09_nobody_is_called_together(shown: Shown) -> None:
    loud = {m["text"] for m in shown.messages if EVERYBODY.search(m.get("text", ""))}
    loud |= {
        part["text"] for part in shown.texts() if part["type"] == "mrkdwn" and EVERYBODY.search(part["text"])
    }
    assert not loud


def test_ux_17_every_field_has_a_label(shown: Shown) -> None:
    inputs = [block for view in shown.views for block in view["blocks"] if block["type"] == "input"]
    assert inputs
    assert all(block["label"]["text"].strip() for block in inputs)


def test_ux_17_labels_have_no_emoji(shown: Shown) -> None:
    assert not {label for label in labels(shown) if has_emoji(label)}


def test_ux_18_emoji_are_neither_controls_nor_bullets(shown: Shown) -> None:
    assert not {text for text in paragraphs(shown) if has_emoji(text)}


def test_ux_18_no_arrows(shown: Shown) -> None:
    assert not {
        text for text in paragraphs(shown) if ARROW.search(text.replace("&gt;", ">").replace("&lt;", "<"))
    }


def test_ux_18_nothing_is_said_to_stand_above_or_below(shown: Shown) -> None:
    assert not {text for text in paragraphs(shown) if ELSEWHERE.search(text)}


def test_ux_19_images_have_words(shown: Shown) -> None:
    images = [
        part
        for surface in shown.surfaces()
        for block in surface.get("blocks") or []
        for part in (block, block.get("accessory") or {}, *block.get("elements", []))
        if part.get("type") == "image"
    ]
    assert all(image.get("alt_text", "").strip() for image in images)


def test_ux_21_titles_are_short_and_whole(shown: Shown) -> None:
    titles = {view["title"]["text"] for view in shown.views if "title" in view}
    assert titles
    assert not {title for title in titles if len(title) > LONGEST_TITLE or title.endswith("…")}


def test_buttons_are_whole(shown: Shown) -> None:
    """A button that was cut off does not say what it does."""
    cut = {
        element["text"]["text"]
        for _, element in shown.elements()
        if element["type"] == "button" and element["text"]["text"].endswith("…")
    }
    assert not cut


def test_two_buttons_of_one_message_are_told_apart(shown: Shown) -> None:
    """A screen reader reads labels without what stands around them."""
    for surface in shown.surfaces():
        names = [
            element.get("accessibility_label") or element["text"]["text"]
            for block in surface.get("blocks") or []
            for element in (*block.get("elements", []), block.get("accessory") or {})
            if element.get("type") == "button"
        ]
        assert len(names) == len(set(names)), names


# UK-01, UK-02: what is shown


def test_uk_01_dates_and_times_are_written_out(shown: Shown) -> None:
    odd = {t for t in paragraphs(shown) if ISO_DATE.search(t) or CLOCK_OF_24_HOURS.search(t)}
    assert not odd


@cache
def quoted() -> re.Pattern[str]:
    """What is not ours to shorten: the words of the documents, and what people typed here."""

    def strings(part: Any) -> Iterator[str]:
        if isinstance(part, str):
            yield from re.split(r"\n+", part)
        elif isinstance(part, dict):
            yield from (text for value in part.values() for text in strings(value))
        elif isinstance(part, list | tuple):
            yield from (text for value in part for text in strings(value))

    found = {
        text.strip().rstrip(".?!")
        for name in pack_names()
        for text in strings(load_pack(name).model_dump(mode="json"))
    }
    found |= {text.rstrip(".") for text in TYPED}
    several = sorted((text for text in found if " " in text), key=len, reverse=True)
    # The officers of the days at work are called so as other people are called by their names.
    return re.compile(
        "|".join([*(re.escape(text) for text in several), r"(?-i:\b[A-Z]\w+ Officer\b)"]), re.IGNORECASE
    )


@cache
def own(text: str) -> str:
    """A text with one word for each name and each quotation in it."""
    plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return quoted().sub("Quoted", plain)


def long_sentences(text: str) -> list[str]:
    """The sentences of our own with too many words; a name or a quotation counts as one word."""
    sentences = [BARE.sub("", sentence) for sentence in SENTENCE_END.split(own(text))]
    return [sentence for sentence in sentences if len(NUMBERS.sub("1", sentence).split()) > MOST_WORDS]


def test_uk_02_sentences_that_are_shown_are_short(shown: Shown) -> None:
    long = {sentence for text in paragraphs(shown) for sentence in long_sentences(text)}
    assert not long


def test_uk_02_no_bracketed_plurals_and_no_latin(shown: Shown) -> None:
    ours = {own(text) for text in paragraphs(shown)}
    assert not {text for text in ours if "(s)" in text or LATIN.search(text)}


def test_what_is_shown_has_no_leftovers_of_the_program(shown: Shown) -> None:
    odd = re.compile(
        r"\bNone\b(?! is)|\bTrue\b|\bFalse\b|\{\w*\}|\bnull\b|<class|object at 0x|datetime\.|[a-z]+_[a-z]+_[a-z]+"
    )
    assert not {text for text in paragraphs(shown) if odd.search(text)}


def test_counts_agree_with_their_nouns(shown: Shown) -> None:
    wrong = re.compile(
        r"\b1 (?:reviews|reports|assessments|partnerships|committees|seats|members|people|items)\b"
    )
    assert not {text for text in paragraphs(shown) if wrong.search(text)}


# UK-02 at rest: the texts that no day here happened to produce


@cache
def own_texts() -> tuple[tuple[str, str], ...]:
    """Every text of several words in the rooms that speak to people, with its place; docstrings are for programmers."""
    return tuple(_own_texts())


def _own_texts() -> Iterator[tuple[str, str]]:
    for room in ("domain", "handlers", "bot"):
        for path in sorted((SOURCE / room).rglob("*.py")):
            module = ast.parse(path.read_text("utf-8"))
            skipped = {id(part) for node in ast.walk(module) for part in _not_shown(node)}
            for node in ast.walk(module):
                text = None if id(node) in skipped else _text(node)
                if text and len(text.split()) > 4:
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", text  # type: ignore[attr-defined] # has a text, so has a line


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    elif isinstance(node, ast.JoinedStr):
        yield from node.values
    elif (
        isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("re.", "AssertionError", "log."))
    ) or (isinstance(node, ast.Raise) and node.exc and ast.unparse(node.exc).startswith("AssertionError")):
        yield from ast.walk(node)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "Quoted" for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        (long_sentences, "sentences of at most 25 words"),
        (lambda text: "(s)" in text or LATIN.search(text), "no bracketed plurals, no Latin"),
        (lambda text: ELSEWHERE.search(text) or ARROW.search(text) or has_emoji(text), "UX-18"),
        (EVERYBODY.search, "UX-09"),
    ],
    ids=["uk_02_short", "uk_02_plain", "ux_18", "ux_09"],
)
def test_our_texts_at_rest(rule: Any, what: str) -> None:
    assert len(own_texts()) > 100
    assert not [f"{place}: {text}" for place, text in own_texts() if rule(text)], what


# The rules themselves


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        (" ".join(["word"] * 25) + ".", False),
        (" ".join(["word"] * 26) + ".", True),
        (" ".join(["word"] * 20) + ". " + " ".join(["word"] * 20) + ".", False),
        (
            "It goes to the Communities, Equality and Diversity Committee " + " ".join(["word"] * 20) + ".",
            False,
        ),
    ],
)
def test_the_rule_of_25_words(text: str, is_long: bool) -> None:
    assert bool(long_sentences(text)) is is_long


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Due 2026-12-31", ISO_DATE),
        ("at 14:30 today", CLOCK_OF_24_HOURS),
        ("Next →", ARROW),
        ("as above", ELSEWHERE),
        ("<!here> look", EVERYBODY),
        ("cars, e.g. red ones", LATIN),
    ],
)
def test_the_rules_find_what_they_are_about(text: str, rule: re.Pattern[str]) -> None:
    assert rule.search(text)
    assert not rule.search("Due by 31 December 2026 at 9am and 11:59pm.")


def test_the_rule_of_emoji() -> None:
    assert has_emoji("Done :white_check_mark:")
    assert has_emoji("Done ✅")
    assert not has_emoji("Item 2: Date of Meeting: 12 November 2026")
