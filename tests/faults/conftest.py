"""The offices of the flow tests, for the fault tests too."""

from tests.flows.conftest import office

__all__ = ["office"]
