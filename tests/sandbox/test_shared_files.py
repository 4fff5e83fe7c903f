"""Files that are there: looking up, deleting, downloading, what people share, and choosing them in forms."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.bad_blocks import field, modal, plain
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.scripted import Json, SocketApp
from tests.sandbox.uploads import FILE_EVENTS, PDF, WITH_FILES, completed, fetch, post, uploaded

from liaison.sandbox.language.people import Form, Person, Place, Refused, Slack
from liaison.sandbox.rules import limits


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(WITH_FILES, now=NOON) as found:
        yield found


@pytest.fixture
def app(slack: Slack) -> Iterator[SocketApp]:
    with SocketApp(slack) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> str:
    return slack.channel("ppp-committee", members=[shaw], bot=True).id


def heard(app: SocketApp, kind: str) -> Json:
    """The first event of that type."""
    found = app.slack.sandbox.wait(
        lambda _: next(
            (
                e["payload"]["event"]
                for e in app.envelopes
                if e["payload"].get("event", {}).get("type") == kind
            ),
            None,
        ),
        5,
    )
    assert isinstance(found, dict), [e["payload"].get("event", {}).get("type") for e in app.envelopes]
    return found


# Looking up


def test_the_app_knows_only_of_files_it_may_see(api: Api, slack: Slack, shaw: Person) -> None:
    apart = slack.channel("apart", members=[shaw])
    shaw.in_(apart).shares("secret.txt", b"x")
    shaw.in_(slack.channel("both", members=[shaw], bot=True)).shares("open.txt", b"y", "Look")
    names = [file["name"] for file in api.call("files.list")["files"]]
    assert names == ["open.txt"]
    hidden = slack.sandbox.look(lambda w: next(f.id for f in w.files.values() if f.name == "secret.txt"))
    assert api.refused("files.info", file=hidden) == "file_not_found"
    assert api.refused("files.info", file="F404") == "file_not_found"
    assert api.refused("files.info") == "invalid_arguments"


@pytest.fixture
def shelf(api: Api, slack: Slack, shaw: Person, ppp: str) -> list[str]:
    """Names of files, the newest first: a picture, a PDF, a text that Mrs Shaw shared."""
    completed(api, uploaded(api, "a.png"))
    slack.clock.advance(days=1)
    completed(api, uploaded(api, "b.pdf"), channel_id=ppp)
    slack.clock.advance(days=1)
    shaw.dm.shares("c.txt", b"c")
    return ["c.txt", "b.pdf", "a.png"]


def test_files_are_listed_the_newest_first_in_pages(api: Api, shelf: list[str]) -> None:
    whole = api.call("files.list")
    assert [file["name"] for file in whole["files"]] == shelf
    assert whole["paging"] == {"count": 100, "total": 3, "page": 1, "pages": 1}
    second = api.call("files.list", count=2, page=2)
    assert [file["name"] for file in second["files"]] == shelf[2:]
    assert second["paging"] == {"count": 2, "total": 3, "page": 2, "pages": 2}


@pytest.mark.usefixtures("shelf")
def test_files_are_listed_by_kind_place_person_and_time(api: Api, shaw: Person, ppp: str) -> None:
    def names(**args: Any) -> list[str]:
        return [file["name"] for file in api.call("files.list", **args)["files"]]

    assert names(types="images") == ["a.png"]
    assert names(types="images,pdfs") == ["b.pdf", "a.png"]
    assert names(types="snippets") == []
    assert names(channel=ppp) == ["b.pdf"]
    assert names(user=shaw.id) == ["c.txt"]
    noon = int(NOON.timestamp())
    assert names(ts_to=noon) == ["a.png"]
    assert names(ts_from=noon + 1) == ["c.txt", "b.pdf"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"types": "images,poems"}, "unknown_type"),
        ({"user": "U404"}, "user_not_found"),
        ({"channel": "C404"}, "channel_not_found"),
        ({"count": 0}, "invalid_arguments"),
        ({"page": "two"}, "invalid_arguments"),
        ({"ts_from": "yesterday"}, "invalid_arguments"),
    ],
)
def test_lists_that_slack_does_not_give(api: Api, args: Json, code: str) -> None:
    assert api.refused("files.list", **args) == code


# Deleting


def test_a_deleted_file_leaves_a_tombstone(api: Api, ppp: str) -> None:
    file_id = uploaded(api)
    completed(api, file_id, channel_id=ppp, initial_comment="Here")
    url = api.call("files.info", file=file_id)["file"]["url_private"]
    assert api.call("files.delete", file=file_id)["ok"]
    assert api.refused("files.info", file=file_id) == "file_deleted"
    assert api.refused("files.delete", file=file_id) == "file_deleted"
    message = api.call("conversations.history", channel=ppp, limit=1)["messages"][0]
    assert message["files"][0]["mode"] == "tombstone"
    assert fetch(url, api.slack.bot_token)[0] == 404
    assert api.call("files.list")["files"] == []


def test_the_app_cannot_delete_what_others_uploaded(api: Api, shaw: Person) -> None:
    shaw.dm.shares("c.txt", b"c")
    file_id = api.call("files.list")["files"][0]["id"]
    assert api.refused("files.delete", file=file_id) == "cant_delete_file"


# Downloading


def test_a_download_needs_the_apps_token(api: Api, slack: Slack, ppp: str) -> None:
    file_id = uploaded(api)
    completed(api, file_id, channel_id=ppp)
    file = api.call("files.info", file=file_id)["file"]
    for url in (file["url_private"], file["url_private_download"]):
        assert fetch(url, slack.bot_token) == (200, "application/pdf", PDF)
    for token, code in (
        (None, "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (slack.app_token, "not_allowed_token_type"),
    ):
        status, kind, body = fetch(file["url_private"], token)
        assert (status, kind) == (200, "text/html")
        assert b"Sign in" in body
        slack.expect_violation(code)


def test_a_download_needs_the_scope() -> None:
    with Slack(MANIFEST, now=NOON) as slack:
        person = slack.person("Mr J Nicholson")
        person.dm.shares("c.txt", b"c")
        url = slack.sandbox.look(lambda w: next(iter(w.files.values())).url)
        assert fetch(url, slack.bot_token)[1] == "text/html"
        slack.expect_violation("missing_scope")


def test_nobody_guesses_a_file_of_others(slack: Slack, shaw: Person) -> None:
    shaw.in_(slack.channel("apart", members=[shaw])).shares("secret.txt", b"x")
    url = slack.sandbox.look(lambda w: next(iter(w.files.values())).url)
    assert fetch(url, slack.bot_token)[0] == 404
    slack.expect_violation("file_not_found")


# What people do


def test_a_shared_file_comes_as_message_and_as_event(app: SocketApp, shaw: Person) -> None:
    shaw.dm.shares("c.txt", b"c", "Look at *this*")
    message = heard(app, "message")
    assert (message["subtype"], message["text"]) == ("file_share", "Look at *this*")
    assert message["files"][0]["url_private"].endswith("/c.txt")
    shared = heard(app, "file_shared")
    assert (shared["channel_id"], shared["user_id"]) == (shaw.dm.id, shaw.id)
    assert shared["file"] == {"id": shared["file_id"]}
    assert "file_public" not in str(app.envelopes)


def test_a_mention_can_bring_a_file(app: SocketApp, shaw: Person, ppp: str) -> None:
    Place(shaw, ppp).shares("c.txt", b"c", "@Echo look")
    mention = heard(app, "app_mention")
    assert ("subtype" in mention, mention["files"][0]["name"]) == (False, "c.txt")
    assert heard(app, "file_public")["file_id"] == mention["files"][0]["id"]


def test_nobody_shares_the_files_of_others(slack: Slack, shaw: Person) -> None:
    slack.person("Mr J Nicholson").dm.shares("his.txt", b"x")
    his = slack.sandbox.look(lambda w: next(iter(w.files)))
    with pytest.raises(Refused, match="That file is no longer there"):
        slack.sandbox.run(slack.sandbox.acts.say(shaw.id, shaw.dm.id, "Mine", files=[his]))


def test_the_apps_own_files_come_as_events(app: SocketApp, api: Api, ppp: str) -> None:
    file_id = uploaded(api)
    completed(api, file_id, channel_id=ppp)
    api.call("files.delete", file=file_id)
    for kind in FILE_EVENTS:
        assert heard(app, kind)["file_id"] == file_id


def test_people_see_the_files_of_a_message(api: Api, slack: Slack, shaw: Person) -> None:
    shaw.dm.says("Please send the minutes")
    file_id = uploaded(api)
    completed(api, file_id, channels=shaw.id, initial_comment="Here they are")
    shaw.dm.sees("Here they are (file: minutes.pdf)")
    state = json.loads(fetch(f"{slack.url}/page/api/state?as={shaw.id}", None)[2])
    dm = next(each for each in state["conversations"] if each["id"] == shaw.dm.id)
    file = dm["messages"][-1]["files"][0]
    assert (file["name"], file["size"], file["mimetype"]) == ("minutes.pdf", len(PDF), "application/pdf")
    assert fetch(f"{slack.url}{file['url']}", None)[2] == PDF
    api.call("files.delete", file=file_id)
    shaw.dm.saw("(file: deleted)")
    assert fetch(f"{slack.url}{file['url']}", None)[0] == 404


# Files in forms


def opened(slack: Slack, person: Person, **element: Any) -> Form:
    spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(person.id))
    block = {**field({"type": "file_input", "action_id": "a", **element}), "block_id": "b"}
    answer = Api(slack).call("views.open", trigger_id=spark, view=modal(block, submit=plain("Send")))
    assert answer["ok"], answer
    return person.form()


def test_a_form_with_files_needs_the_scope() -> None:
    with Slack(MANIFEST, now=NOON) as slack:
        person = slack.person("Mr R Cole")
        spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(person.id))
        view = modal(field({"type": "file_input"}), submit=plain("Send"))
        assert Api(slack).refused("views.open", trigger_id=spark, view=view) == "missing_scope"


def test_chosen_files_are_in_the_state_and_can_be_downloaded(
    app: SocketApp, slack: Slack, shaw: Person
) -> None:
    form = opened(slack, shaw, filetypes=["pdf", "docx"])
    form.field("Label").attach("minutes.pdf", PDF)
    form.field("Label").attach("Plan.DOCX", b"plan")
    assert form.field("Label").value == "minutes.pdf, Plan.DOCX"
    form.submit()
    view = app.envelope()["payload"]["view"]
    files = view["state"]["values"]["b"]["a"]["files"]
    assert [(file["name"], file["user"]) for file in files] == [
        ("minutes.pdf", shaw.id),
        ("Plan.DOCX", shaw.id),
    ]
    assert fetch(files[0]["url_private_download"], slack.bot_token) == (200, "application/pdf", PDF)
    assert Api(slack).call("files.info", file=files[1]["id"])["file"]["filetype"] == "docx"


def test_a_required_file_is_asked_for(slack: Slack, shaw: Person) -> None:
    form = opened(slack, shaw)
    form.submit()
    assert form.field("Label").error == "Please complete this required field."
    form.field("Label").attach("a.txt", b"a")
    form.field("Label").clear()
    form.submit()
    assert form.errors == {"Label": "Please complete this required field."}


def test_files_that_a_form_does_not_take(slack: Slack, shaw: Person) -> None:
    form = opened(slack, shaw, filetypes=["pdf"], max_files=1)
    with pytest.raises(Refused, match="is not of a kind that is accepted here: pdf"):
        form.field("Label").attach("cat.png", b"cat")
    with pytest.raises(Refused, match="is larger than 10 MB"):
        form.field("Label").attach("large.pdf", bytes(limits.FILE_INPUT_BYTES + 1))
    form.field("Label").attach("minutes.pdf", PDF)
    with pytest.raises(Refused, match="You can add at most 1 file"):
        form.field("Label").attach("more.pdf", PDF)
    assert form.field("Label").value == "minutes.pdf"


def test_nobody_gives_away_the_files_of_others(slack: Slack, shaw: Person) -> None:
    slack.person("Mr J Nicholson").dm.shares("his.txt", b"x")
    his = slack.sandbox.look(lambda w: next(iter(w.files)))
    opened(slack, shaw)
    container = slack.sandbox.look(lambda w: {"type": "view", "view_id": w.stack(shaw.id)[-1].id})
    with pytest.raises(Refused, match="That file is not there"):
        slack.sandbox.run(slack.sandbox.acts.fill(shaw.id, container, "b", "a", [his]))


def test_the_page_uploads_files_for_forms(slack: Slack, shaw: Person) -> None:
    def choose(query: str, content: bytes) -> Json:
        answer: Json = json.loads(post(f"{slack.url}/page/api/files?{query}", content)[1])
        return answer

    opened(slack, shaw)
    found = choose(f"as={shaw.id}&name=minutes.pdf", PDF)
    assert found["ok"]
    file = found["file"]
    assert (file["name"], file["size"], file["mimetype"]) == ("minutes.pdf", len(PDF), "application/pdf")
    container = slack.sandbox.look(lambda w: {"type": "view", "view_id": w.stack(shaw.id)[-1].id})
    act = {"as": shaw.id, "act": "fill", "container": container, "block_id": "b", "action_id": "a"}
    body = json.dumps({**act, "value": [file["id"]]}).encode()
    assert json.loads(post(f"{slack.url}/page/api/act", body, "application/json")[1])["ok"]
    assert shaw.form().field("Label").value == "minutes.pdf"
    assert choose("as=U404&name=a.txt", b"a")["error"] == "There is no such person in this workspace."
    assert choose(f"as={shaw.id}", b"a")["error"] == "Choose a file of at most 10 MB."
