"""Why did I get this? Every kind of notice says it at the press of a button, or answers what its receiver just did (P-10)."""

import re
from collections import defaultdict
from typing import Any

from tests.handlers.shown import Shown, notice_of
from tests.handlers.test_words import MOST_WORDS

from liaison.domain.notices.models import Kind

WHY = "Why this?"
# Their buttons are pressed in the flows of Bedfordshire's progress report (G-07), and of somebody who cannot be reached.
ELSEWHERE = {Kind.PROGRESS, Kind.MEND_ACCOUNT}
# Its receiver filed, changed or asked something a moment ago, or let the app into the channel.
DIRECT_ANSWERS = {Kind.REPORT_FILED, Kind.REGISTER_CHANGED, Kind.CODE_RECEIPT, Kind.CHANNEL_JOINED}
REASON = re.compile(r"[A-Z][^.]*[^ .)]\.( [A-Z][^.]*[^ .)]\.)*")
OF_A_REQUIREMENT = re.compile(r"\b[A-Z]{1,2}-\d")


def by_kind(shown: Shown) -> dict[Kind, list[dict[str, Any]]]:
    """The messages with which each kind of notice came by itself."""
    found = defaultdict(list)
    for message in shown.messages:
        key = notice_of(message)
        if key in shown.notices:
            found[Kind(shown.notices[key][0])].append(message)
    return found


def has_button(message: dict[str, Any]) -> bool:
    """Whether a message has the button that says why it came."""
    return any(
        element.get("text", {}).get("text") == WHY
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    )


def test_every_kind_of_notice_came_in_these_days(shown: Shown) -> None:
    assert set(Kind) - set(by_kind(shown)) == ELSEWHERE


def test_p_10_every_notice_says_why_it_came_or_answers_what_its_receiver_did(shown: Shown) -> None:
    found = by_kind(shown)
    silent = {kind for kind, messages in found.items() if not all(map(has_button, messages))}
    assert silent == DIRECT_ANSWERS


def test_every_reason_reads_well(shown: Shown) -> None:
    reasons = {reason for _, reason in shown.notices.values()}
    assert reasons
    assert not [reason for reason in reasons if not REASON.fullmatch(reason)]
    assert not [reason for reason in reasons if OF_A_REQUIREMENT.search(reason)]
    sentences = [sentence for reason in reasons for sentence in re.split(r"(?<=\.) ", reason)]
    assert not [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS]
