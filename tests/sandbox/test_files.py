"""Files: what an app uploads, finishes and shares, and what Slack refuses of it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from tests.sandbox.bad_blocks import section
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.scripted import Json
from tests.sandbox.uploads import PDF, WITH_FILES, announced, completed, fetch, post, uploaded

from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.rules import limits


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(WITH_FILES, now=NOON) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> str:
    return slack.channel("ppp-committee", members=[shaw], bot=True).id


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


# Uploading


def test_the_sdk_uploads_and_shares_a_file(client: WebClient, slack: Slack, ppp: str) -> None:
    answer = client.files_upload_v2(
        channel=ppp, content=PDF, filename="minutes.pdf", title="Minutes", initial_comment="As agreed."
    )
    file = answer["file"]
    assert (file["title"], file["size"], file["shares"]) == ("Minutes", len(PDF), {})
    channel = slack.sandbox.look(lambda w: w.conversations[ppp].messages[-1])
    assert (channel.text, channel.files[0].content) == ("As agreed.", PDF)
    shares = client.files_info(file=file["id"])["file"]["shares"]
    assert shares["public"][ppp][0]["ts"] == channel.ts
    assert not slack.violations


def test_the_sdk_uploads_several_files_to_several_places(
    client: WebClient, slack: Slack, shaw: Person, ppp: str
) -> None:
    uploads = [{"content": "one", "filename": "one.txt"}, {"content": "two", "filename": "two.txt"}]
    client.files_upload_v2(channels=[ppp, shaw.id], file_uploads=uploads)
    for place in (ppp, shaw.dm.id):
        message = slack.sandbox.look(lambda w, place=place: w.conversations[place].messages[-1])  # type: ignore[misc]
        assert [file.name for file in message.files] == ["one.txt", "two.txt"]
    assert not slack.violations


def test_the_asynchronous_sdk_uploads_a_file(slack: Slack, ppp: str) -> None:
    async def upload() -> None:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        await client.files_upload_v2(channel=ppp, content=PDF, filename="minutes.pdf")

    asyncio.run(upload())
    message = slack.sandbox.look(lambda w: w.conversations[ppp].messages[-1])
    assert (message.text, message.files[0].content) == ("", PDF)
    assert not slack.violations


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"length": 5}, "invalid_arguments"),
        ({"filename": "a.txt"}, "invalid_arguments"),
        ({"filename": "a.txt", "length": "five"}, "invalid_arguments"),
        ({"filename": "a.txt", "length": -1}, "invalid_arguments"),
        ({"filename": "a.txt", "length": 0}, "missing_argument"),
        ({"filename": "a" * 256, "length": 5}, "invalid_arguments"),
        ({"filename": "a.txt", "length": limits.FILE_BYTES + 1}, "file_upload_size_restricted"),
        (
            {"filename": "a.py", "length": limits.SNIPPET_BYTES + 1, "snippet_type": "python"},
            "snippet_too_large",
        ),
        ({"filename": "a.png", "length": 5, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
def test_uploads_that_slack_does_not_announce(api: Api, args: Json, code: str) -> None:
    assert api.refused("files.getUploadURLExternal", **args) == code


def test_bytes_are_taken_raw_and_as_multipart(api: Api) -> None:
    part = (
        b'--x\r\nContent-Disposition: form-data; name="filename"; filename="a.pdf"\r\n\r\n'
        + PDF
        + b"\r\n--x--\r\n"
    )
    url = announced(api)["upload_url"]
    assert post(url, part, "multipart/form-data; boundary=x") == (200, f"OK - {len(PDF)}")
    # urllib, which the SDK uses, calls every body a form
    assert post(announced(api)["upload_url"], PDF, "application/x-www-form-urlencoded")[0] == 200


@pytest.mark.parametrize("content", [b"", PDF[:-1], PDF + b"x"])
def test_bytes_must_be_as_many_as_announced(api: Api, slack: Slack, content: bytes) -> None:
    found = announced(api)
    assert post(found["upload_url"], content)[0] == 400
    slack.expect_violation("upload_length_mismatch")
    assert api.refused("files.completeUploadExternal", files=[{"id": found["file_id"]}]) == "file_not_found"


def test_an_address_takes_one_upload(api: Api, slack: Slack) -> None:
    url = announced(api)["upload_url"]
    assert post(url, PDF)[0] == 200
    assert post(url, PDF)[0] == 404
    assert post(f"{slack.url}/upload/v1/guessed", PDF)[0] == 404


# Finishing and sharing


def test_a_file_that_is_not_shared_is_the_apps_alone(api: Api, slack: Slack, shaw: Person) -> None:
    file_id = uploaded(api)
    completed(api, file_id)
    found = api.call("files.info", file=file_id)["file"]
    assert (found["channels"], found["is_public"], found["title"]) == ([], False, "minutes.pdf")
    assert fetch(f"{slack.url}/page/files/{file_id}?as={shaw.id}", None)[0] == 404


def test_the_answer_tells_nothing_yet_of_shares_and_kind(api: Api, ppp: str) -> None:
    file_id = uploaded(api)
    answer = completed(api, file_id, channel_id=ppp)["files"][0]
    assert (answer["shares"], answer["mimetype"]) == ({}, "")
    later = api.call("files.info", file=file_id)["file"]
    assert (list(later["shares"]["public"]), later["mimetype"]) == ([ppp], "application/pdf")


def test_a_file_goes_into_a_thread(api: Api, ppp: str) -> None:
    parent = api.call("chat.postMessage", channel=ppp, text="Minutes?")["ts"]
    completed(api, uploaded(api), channel_id=ppp, thread_ts=parent, initial_comment="Here")
    found = api.call("conversations.replies", channel=ppp, ts=parent)["messages"][-1]
    assert (found["thread_ts"], found["files"][0]["name"]) == (parent, "minutes.pdf")
    share = api.call("files.info", file=found["files"][0]["id"])["file"]["shares"]["public"][ppp][0]
    assert (share["ts"], share["thread_ts"]) == (found["ts"], parent)


def test_blocks_stand_in_for_a_comment_and_not_beside_it(api: Api, slack: Slack, ppp: str) -> None:
    completed(api, uploaded(api), channel_id=ppp, blocks=[section()])
    assert slack.sandbox.look(lambda w: w.conversations[ppp].messages[-1].blocks)
    completed(api, uploaded(api), channel_id=ppp, blocks=[section()], initial_comment="Here")
    slack.expect_violation("ignored_argument")
    assert slack.sandbox.look(lambda w: w.conversations[ppp].messages[-1].blocks) is None
    bad = {"files": [{"id": uploaded(api)}], "channel_id": ppp, "blocks": [{"type": "section"}]}
    assert api.refused("files.completeUploadExternal", **bad) == "invalid_blocks"


def test_a_file_says_where_it_is_shared(api: Api, slack: Slack, shaw: Person, ppp: str) -> None:
    secret = slack.channel("secret", members=[shaw], private=True, bot=True).id
    file_id = uploaded(api)
    completed(api, file_id, channel_id=ppp, channels=f"{secret},{shaw.id}")
    file = api.call("files.info", file=file_id)["file"]
    assert (file["channels"], file["groups"], file["ims"]) == ([ppp], [secret], [shaw.dm.id])
    assert (list(file["shares"]["public"]), list(file["shares"]["private"])) == ([ppp], [secret, shaw.dm.id])
    assert file["is_public"]


def test_a_picture_keeps_its_description(api: Api) -> None:
    found = api.call("files.getUploadURLExternal", filename="a.png", length=1, alt_txt="The town hall")
    post(found["upload_url"], b"x")
    assert completed(api, found["file_id"])["files"][0]["alt_txt"] == "The town hall"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (None, "invalid_arguments"),
        ([], "invalid_arguments"),
        ("F1", "invalid_arguments"),
        ([{}], "invalid_arguments"),
        ([{"id": "F1", "colour": "red"}], "invalid_arguments"),
        ([{"id": "F1", "title": 1}], "invalid_arguments"),
        ([{"id": "F1"}, {"id": "F1"}], "invalid_arguments"),
        ([{"id": "F404"}], "file_not_found"),
    ],
)
def test_files_that_cannot_be_finished(api: Api, files: Any, code: str) -> None:
    args = {} if files is None else {"files": files}
    assert api.refused("files.completeUploadExternal", **args) == code


def test_a_file_is_finished_once(api: Api) -> None:
    file_id = uploaded(api)
    completed(api, file_id)
    assert api.refused("files.completeUploadExternal", files=[{"id": file_id}]) == "file_not_found"


@pytest.fixture
def places(slack: Slack, shaw: Person, ppp: str) -> dict[str, str]:
    archived = slack.channel("archived", bot=True)
    slack.archive(archived)
    left = slack.person("Mr W Smith")
    slack.deactivate(left)
    return {
        "ppp": ppp,
        "other": slack.channel("other", members=[shaw]).id,
        "secret": slack.channel("secret", members=[shaw], private=True).id,
        "archived": archived.id,
        "left": left.id,
        "shaw": shaw.id,
        "app": "U0SANDBOX",
    }


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"channel_id": "C404"}, "channel_not_found"),
        ({"channel_id": "#ppp-committee"}, "channel_not_found"),
        ({"channel_id": "shaw"}, "channel_not_found"),
        ({"channel_id": "secret"}, "channel_not_found"),
        ({"channel_id": "other"}, "not_in_channel"),
        ({"channel_id": "archived"}, "posting_to_channel_denied"),
        ({"channels": "C404"}, "invalid_channel"),
        ({"channels": "secret"}, "invalid_channel"),
        ({"channels": "ppp,other"}, "not_in_channel"),
        ({"channels": "left"}, "posting_to_channel_denied"),
        ({"channels": "app"}, "invalid_channel"),
        ({"channels": "ppp,shaw", "thread_ts": "1.000000"}, "invalid_arguments"),
        ({"thread_ts": "1.000000"}, "invalid_arguments"),
        ({"channel_id": "ppp", "thread_ts": "1.000000"}, "thread_not_found"),
    ],
)
def test_places_that_a_file_cannot_go_to(api: Api, places: dict[str, str], args: Json, code: str) -> None:
    named = {
        key: ",".join(places.get(each, each) for each in value.split(",")) for key, value in args.items()
    }
    file_id = uploaded(api)
    assert api.refused("files.completeUploadExternal", files=[{"id": file_id}], **named) == code
    completed(api, file_id)  # what was refused has not used the upload up


# Who may


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("files.getUploadURLExternal", "files:write"),
        ("files.completeUploadExternal", "files:write"),
        ("files.delete", "files:write"),
        ("files.info", "files:read"),
        ("files.list", "files:read"),
    ],
)
def test_files_need_their_scopes(method: str, needed: str) -> None:
    with Slack(MANIFEST, now=NOON) as slack:
        assert Api(slack).call(method)["needed"] == needed


def test_the_old_way_of_uploading_is_gone(api: Api) -> None:
    assert api.refused("files.upload", content="x", channels="C1") == "method_deprecated"
