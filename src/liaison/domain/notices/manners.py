"""When a person may be told what they are owed: their own hours, no nights, weekends or bank holidays, away respected.

Pure functions. All moments are UTC; hours are those of the person's own time zone (UX-08, P-09, P-10).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, model_validator

from liaison.domain.dates import local_day
from liaison.domain.values import SlackUserId, Value
from liaison.domain.workdays import is_working_day

ONE = timedelta(days=1)
LONGEST_AWAY = timedelta(days=366)  # what a Slack status says beyond it is not reckoned with


class Manners(Value):
    """When people are told things, unless they choose otherwise; a pack may say its own.

    Hours are whole hours of the day, from the first and before the second. `most_a_day` counts messages to one person
    that nothing they did has caused; what is over it waits for the next day, and then comes as one.
    """

    from_hour: int = Field(default=8, ge=0, le=23)
    to_hour: int = Field(default=18, ge=1, le=24)
    days_off: bool = False
    most_a_day: int = Field(default=5, ge=1, le=50)

    @model_validator(mode="after")
    def _are_hours(self) -> "Manners":
        if self.from_hour >= self.to_hour:
            raise ValueError("from_hour must be before to_hour")
        return self


class Choices(Value):
    """What one person has chosen, and what Slack says of them; None stands for what the pack says.

    `timezone` is Slack's; `away_from` and `away_until` are days of that zone, the second being the first day back.
    `slack_away_until` is until when their Slack status says that they are away.
    """

    user: SlackUserId
    timezone: str | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    days_off: bool | None = None
    most_a_day: int | None = None
    away_from: date | None = None
    away_until: date | None = None
    slack_away_until: datetime | None = None

    def manners(self, usual: Manners) -> Manners:
        """What holds for this person; what is usual where what they chose makes no sense."""
        own = {name: getattr(self, name) for name in Manners.model_fields}
        chosen = {name: value for name, value in own.items() if value is not None}
        try:
            return Manners.model_validate({**dict(usual), **chosen})
        except (
            ValidationError
        ):  # they were kept before they were checked, or the pack's hours have changed since
            return usual

    def zone(self, usual: str) -> str:
        """The person's time zone, or the authority's where Slack names none that is known."""
        try:
            ZoneInfo(self.timezone or usual)
        except (
            ZoneInfoNotFoundError,
            ValueError,
            OSError,
        ):  # "Europe" is a folder, and a name may be too long
            return usual
        return self.timezone or usual

    def on(self, day: date) -> "Choices":
        """The choices without an absence that is over by that day."""
        if self.away_until is None or day < self.away_until:
            return self
        return self.model_copy(update={"away_from": None, "away_until": None})

    def is_away(self, day: date) -> bool:
        """Whether they have said that they are away on that day."""
        if self.away_until is None:
            return False
        return (self.away_from is None or self.away_from <= day) and day < self.away_until


def may_be_told(choices: Choices, usual: Manners, zone: str, now: datetime) -> datetime:
    """The first moment, now or later, at which the person may be told; `zone` is the authority's."""
    manners, own_zone = choices.manners(usual), choices.zone(zone)
    moment = max(now, min(choices.slack_away_until or now, now + LONGEST_AWAY))
    day = local_day(moment, own_zone)
    while True:
        if choices.away_until and choices.is_away(day):
            day = choices.away_until
        elif not manners.days_off and not is_working_day(day):
            day += ONE
        else:
            begins, ends = _hours(manners, day, own_zone)
            if moment < ends:
                return max(moment, begins)
            day += ONE


def next_morning(choices: Choices, usual: Manners, zone: str, now: datetime) -> datetime:
    """The first moment on a later day at which the person may be told: for what is over the day's limit."""
    own_zone = choices.zone(zone)
    return on_day(choices, usual, zone, local_day(now, own_zone) + ONE)


def on_day(choices: Choices, usual: Manners, zone: str, day: date) -> datetime:
    """The first moment from a day on at which the person may be told."""
    begins, _ = _hours(choices.manners(usual), day, choices.zone(zone))
    return may_be_told(choices, usual, zone, begins)


def day_begins(choices: Choices, zone: str, now: datetime) -> datetime:
    """The midnight, UTC, with which the person's day began."""
    own_zone = choices.zone(zone)
    return _moment(local_day(now, own_zone), 0, own_zone)


def _hours(manners: Manners, day: date, zone: str) -> tuple[datetime, datetime]:
    """When the hours of a day begin and end."""
    whole_day = 24
    if manners.to_hour == whole_day:
        return _moment(day, manners.from_hour, zone), _moment(day + ONE, 0, zone)
    return _moment(day, manners.from_hour, zone), _moment(day, manners.to_hour, zone)


def _moment(day: date, hour: int, zone: str) -> datetime:
    """An hour of a day in a zone. One that a change of clocks leaves out is the moment at which the next begins."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
