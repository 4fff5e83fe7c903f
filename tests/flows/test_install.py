"""Installing the app in a workspace, over HTTP as a shared deployment does it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from pydantic import SecretStr
from tests.flows.office import WORKSPACE, Bot, Office, settings_for

from liaison.bot.settings import Settings, manifest_path
from liaison.sandbox.api.oauth import CLIENT_ID, CLIENT_SECRET
from liaison.sandbox.language.people import Slack
from liaison.storage.installations import Installations


@contextmanager
def shared_office(
    database_url: str, now: datetime, client_secret: str = CLIENT_SECRET
) -> Iterator[tuple[Office, Settings]]:
    """An office whose bot has no token of its own."""
    with Slack(manifest_path(), now=now) as slack:
        shared = {
            "slack_bot_token": None,
            "slack_client_id": CLIENT_ID,
            "slack_client_secret": SecretStr(client_secret),
        }
        settings = settings_for(slack, database_url, "http").model_copy(update=shared)
        office = Office(slack, settings, "cumbria")
        slack.deliver_by_http(f"http://127.0.0.1:{settings.port}/slack/events")
        with Bot(settings):
            slack.connected()
            yield office, settings
        office.store.close()


class Stay(HTTPRedirectHandler):
    """Does not follow redirects: the test walks them itself."""

    def redirect_request(self, *_: object) -> None:
        return None


def visit(address: str, cookie: str = "") -> tuple[str, str, str]:
    """Opens a page: where it leads, the cookie it sets, and what it says."""
    try:
        answer = build_opener(Stay).open(Request(address, headers={"Cookie": cookie}))
    except HTTPError as other:
        answer = other
    with answer:
        return (
            answer.headers.get("Location", ""),
            answer.headers.get("Set-Cookie", ""),
            answer.read().decode(),
        )


def install(settings: Settings) -> str:
    """Follows an installation from the app's page, by Slack's consent, back to the app; gives what it then says."""
    base = f"http://127.0.0.1:{settings.port}"
    consent, cookie, _ = visit(f"{base}/slack/install")
    back, _, _ = visit(f"{consent}&redirect_uri={base}/slack/oauth_redirect")
    return visit(back, cookie.partition(";")[0])[2]


def test_a_workspace_installs_the_app_and_uses_it(database_url: str, now: datetime) -> None:
    with shared_office(database_url, now) as (office, settings):
        shaw = office.member("Mrs L L Shaw")
        assert "Liaison is installed" in install(settings)
        shaw.dm.saw("Thank you for installing Liaison. I have written to you alone.")
        shaw.types("/rep barrow cdrp").sees("Mrs L L Shaw")
        officer = office.staff("committee-services-officer")
        ppp = office.channel("ppp", officer)
        office.slack.clock.advance(days=11)
        ppp.sees("Review due by 31 December 2026")
        kept = Installations(office.store.engine, office.store.cipher).find(WORKSPACE)
        assert kept
        assert kept.installed_by == shaw.id
        assert not office.slack.violations


def test_the_token_is_not_readable_in_the_database(tmp_path: Path, now: datetime) -> None:
    database = tmp_path / "liaison.db"
    with shared_office(f"sqlite:///{database}", now) as (office, settings):
        office.member("Mrs L L Shaw")
        install(settings)
    assert office.slack.bot_token.encode() not in b"".join(
        file.read_bytes() for file in tmp_path.glob("liaison.db*")
    )


def test_a_refused_installation_says_so(tmp_path: Path, now: datetime) -> None:
    with shared_office(f"sqlite:///{tmp_path}/liaison.db", now, client_secret="wrong") as (office, settings):
        office.member("Mrs L L Shaw")
        assert "Liaison was not installed" in install(settings)
        office.slack.expect_violation("bad_client_secret")


def test_a_state_that_was_not_issued_here_is_refused(tmp_path: Path, now: datetime) -> None:
    with shared_office(f"sqlite:///{tmp_path}/liaison.db", now) as (_, settings):
        forged = f"http://127.0.0.1:{settings.port}/slack/oauth_redirect?code=x&state=forged"
        assert "Liaison was not installed" in visit(forged)[2]


@pytest.mark.parametrize("lost", [Slack.uninstall, Slack.revoke_tokens])
def test_an_app_that_lost_its_token_says_who_can_mend_it_and_works_once_installed_again(
    tmp_path: Path, now: datetime, lost: Callable[[Slack], None]
) -> None:
    with shared_office(f"sqlite:///{tmp_path}/liaison.db", now) as (office, settings):
        shaw = office.member("Mrs L L Shaw")
        install(settings)
        shaw.types("/rep barrow cdrp").sees("Mrs L L Shaw")
        lost(office.slack)
        office.slack.settled()
        if lost is Slack.revoke_tokens:  # an app that was taken out has no commands
            shaw.types("/rep barrow cdrp").sees("Liaison is no longer installed here. Ask your administrator")
        assert "Liaison is installed" in install(settings)
        shaw.types("/rep barrow cdrp").sees("Mrs L L Shaw")
