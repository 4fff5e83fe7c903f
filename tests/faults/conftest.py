"""The offices of the flow tests, and what was shown in the days at work, for the fault tests too."""

from tests.flows.conftest import office
from tests.handlers.conftest import shown

__all__ = ["office", "shown"]
