"""What Slack says of a person that matters for when they are told something: their time zone, and whether they are away."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from liaison.domain.notices.gathering import Profile

AWAY = re.compile(
    r"\b(vacation(ing)?|holidays?|away|off sick|out sick|out of (the )?office|ooo"
    r"|(on|annual|sick|study|maternity|paternity|parental|adoption|compassionate|bereavement) leave)\b",
    re.IGNORECASE,
)
BACK = re.compile(
    r"^\W*((just|now) )?(back from|not|no longer)\b\D*$", re.IGNORECASE
)  # with a day, they are still away
AWAY_EMOJI = frozenset({":palm_tree:", ":face_with_thermometer:"})  # of the statuses that Slack itself offers
LOOKED_AT_AGAIN = timedelta(days=1)  # a status without an end


def profile_of(user: Mapping[str, Any], *, now: datetime) -> Profile:
    """A user of Slack's as a profile. A status without an end counts for a day, and is then looked at again."""
    said = user.get("profile") or {}
    status = str(said.get("status_text") or "")
    away = not BACK.search(status) and (said.get("status_emoji") in AWAY_EMOJI or AWAY.search(status))
    until = None
    if away:
        ends = int(said.get("status_expiration") or 0)
        until = datetime.fromtimestamp(ends, UTC) if ends else now + LOOKED_AT_AGAIN
    return Profile(timezone=user.get("tz") or None, away_until=until if until and until > now else None)
