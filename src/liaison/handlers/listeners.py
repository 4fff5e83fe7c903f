"""Which features listen, in which order: commands stand first, since the first match wins."""

from slack_bolt.async_app import AsyncApp

from liaison.handlers import (
    access,
    committees,
    errors,
    guidance,
    lookup,
    meetings,
    notices,
    report_back,
    reviews,
    risk,
    welcome,
)
from liaison.handlers import register as register_feature
from liaison.handlers.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Registers every feature with the app."""
    errors.register(app, desk)
    access.register(app, desk)
    lookup.register(app, desk)
    register_feature.register(app, desk)
    report_back.register(app, desk)
    risk.register(app, desk)
    reviews.register(app, desk)
    meetings.register(app, desk)
    committees.register(app, desk)
    guidance.register(app, desk)
    notices.register(app, desk)
    welcome.register(app)
