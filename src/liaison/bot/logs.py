"""Logs as data, without anything that a person typed (design decision 7)."""

import logging
import sys
import traceback
from typing import Any
from uuid import uuid4

import structlog
from slack_sdk.errors import SlackApiError

from liaison.handlers.replies import slack_code


def set_up(level: str) -> None:
    """Logs to standard error: readable lines on a terminal, JSON otherwise.

    Libraries log payloads at debug level, so they are kept at warnings whatever the level.
    """
    terminal = sys.stderr.isatty()
    render = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), 20)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_KindAndPlace("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _KindAndPlace(logging.Formatter):
    """Libraries' records without their messages, and of exceptions only kind and place: both can quote what was typed."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-4:]
        return " ".join(
            [getattr(kind, "__name__", "error"), *(f"{frame.filename}:{frame.lineno}" for frame in frames)]
        )

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802 - as above
        return ""


def log_trouble(error: BaseException) -> str:
    """Logs an unexpected error under a short reference: its kind and place, never its message or values."""
    reference = uuid4().hex[:8]
    frames = traceback.extract_tb(error.__traceback__)
    structlog.get_logger().error(
        "unexpected error",
        reference=reference,
        kind=type(error).__name__,
        slack_error=slack_code(error) if isinstance(error, SlackApiError) else None,
        at=[
            f"{frame.filename.rpartition('liaison')[2] or frame.filename}:{frame.lineno}"
            for frame in frames[-8:]
        ],
    )
    return reference
