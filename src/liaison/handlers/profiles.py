"""What Slack says of a person that matters for when they are told something: their time zone, and whether they are away."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
LONGEST = timedelta(days=366)  # a later end is none: the calendar itself may not reach so far


def profile_of(user: object, *, now: datetime) -> Profile:
    """A user of Slack's as a profile; what cannot be read is as not said.

    A status without an end, or with one that lies years ahead, counts for a day, and is then looked at again.
    """
    known, said = _mapping(user), _mapping(_mapping(user).get("profile"))
    status = str(said.get("status_text") or "")
    away = not BACK.search(status) and (str(said.get("status_emoji")) in AWAY_EMOJI or AWAY.search(status))
    until = _end(said.get("status_expiration"), now) if away else None
    return Profile(timezone=_zone(known.get("tz")), away_until=until if until and until > now else None)


def _end(said: object, now: datetime) -> datetime:
    ends = said if isinstance(said, int) else 0
    if not 0 < ends <= (now + LONGEST).timestamp():
        return now + LOOKED_AT_AGAIN
    return datetime.fromtimestamp(ends, UTC)


def _zone(said: object) -> str | None:
    if not isinstance(said, str) or not said:
        return None
    try:
        return ZoneInfo(said).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder, and a name may be too long
        return None


def _mapping(said: object) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}
