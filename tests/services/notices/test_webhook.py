"""Somebody told by a request of the settings: what is sent to a real server, and what counts as taken."""

from pathlib import Path
from typing import Any

import pytest

from app.config import SettingsError
from app.domain.notices import NoticeEvent
from app.ports import AnswerRejected, LoginRefused, SourceError, Throttled, Unavailable
from services.notices import webhook
from services.rest.calling import Means
from tests.fakes.clock import FakeClock
from tests.web import Said, Web, means, say, settings_of, web

VALUES = {"text": "Earbuds is on sale again.\nSo is the blender.", "event": "restore", "count": 2}


def entry(url: str, answer: str = "") -> str:
    """A group chat's bot."""
    return f"""
[[notices]]
id = "service"
kind = "webhook"
events = ["mark", "restore"]
{answer}

  [notices.request]
  method = "POST"
  url = "{url}/send?key=${{secret:bot}}"
  json = {{ msgtype = "text", text = {{ content = "${{text}}" }}, n = "${{count}}" }}
"""


def built(folder: Path, text: str, by: Means) -> webhook.Webhook:
    """The one notice of these settings."""
    (notice,) = settings_of(folder, text).notices
    made = webhook.build(notice.settings, by)
    assert isinstance(made, webhook.Webhook)
    return made


async def told(folder: Path, site: Web, answer: str = "") -> None:
    """Tell it once."""
    made = built(folder, entry(site.url, answer), means(FakeClock(), bot="s3cret"))
    assert (made.id, made.events) == ("service", frozenset({NoticeEvent.MARK, NoticeEvent.RESTORE}))
    try:
        await made.tell(VALUES)
    finally:
        await made.close()


async def test_what_happened_arrives_as_the_settings_write_it(tmp_path: Path) -> None:
    """Line breaks and numbers as they are, the secret where it belongs; an empty 204 will do."""
    async with web() as site:
        site.on("/send", Said(status=204))
        await told(tmp_path, site)
        (asked,) = site.asked
    assert (asked.method, asked.one("key")) == ("POST", "s3cret")
    assert asked.json == {"msgtype": "text", "text": {"content": VALUES["text"]}, "n": 2}


async def test_a_body_that_says_no_is_a_no_whatever_its_status(tmp_path: Path) -> None:
    """Chat bots answer 200 when they refuse; the bot's words are told."""
    ok = 'answer = { ok = "errcode == `0`", error = "errmsg" }'
    async with web() as site:
        no = {"errcode": 310000, "errmsg": "keywords not in content"}
        site.on("/send", {"errcode": 0, "errmsg": "ok"}, no)
        await told(tmp_path, site, ok)
        with pytest.raises(SourceError, match="keywords not in content"):
            await told(tmp_path, site, ok)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (say({"detail": "no"}, 401), LoginRefused),
        (say({"detail": "slow"}, 429), Throttled),
        (say({"detail": "gone"}, 404), SourceError),
        (Said(status=503), Unavailable),
    ],
)
async def test_what_is_not_taken_is_raised(tmp_path: Path, answer: Said, error: type[SourceError]) -> None:
    """Never twice by itself: whoever tells decides."""
    async with web() as site:
        site.on("/send", answer)
        with pytest.raises(error):
            await told(tmp_path, site)
        assert len(site.asked) == 1


async def test_no_json_where_the_body_is_read_is_no_yes(tmp_path: Path) -> None:
    """A page of a proxy is not the bot."""
    async with web() as site:
        site.on("/send", Said(body=b"<html>welcome</html>"))
        with pytest.raises(AnswerRejected):
            await told(tmp_path, site, 'answer = { ok = "errcode == `0`" }')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"${text}"', '"${txt}"'), "means nothing here. Did you mean 'text'?"),
        (('events = ["mark", "restore"]', "events = []"), "events"),
        (('events = ["mark", "restore"]', 'events = ["party"]'), "notices[1].events"),
        (('kind = "webhook"', 'kind = "pigeon"'), "there is no kind 'pigeon'"),
        (('"${text}"', '"已抢光！${text}"'), "says that it is sold"),
        (('"${text}"', '"only 3 left: ${product}"'), "holds a typed count"),
        (('id = "service"', 'id = "service"\npoll_seconds = 3'), "is no known key"),
    ],
)
def test_what_is_wrong_with_an_entry_refuses_the_start(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    """Typed words in a request are held to the truth like every text."""
    text = entry("https://hook.example").replace(*change)
    with pytest.raises(SettingsError) as raised:
        settings_of(tmp_path, text)
    assert any(words in str(problem) for problem in raised.value.problems), str(raised.value)


def test_a_bot_known_to_say_200_but_is_warned_of(tmp_path: Path) -> None:
    """Unless the entry reads the body."""

    def warnings(text: str) -> list[Any]:
        return [str(warning) for warning in settings_of(tmp_path, text).warnings]

    (warning,) = warnings(entry("https://qyapi.weixin.qq.com/cgi-bin/webhook"))
    assert "errcode == `0`" in warning
    (feishu,) = warnings(entry("https://open.feishu.cn/open-apis/bot/v2/hook/x"))
    assert "code == `0`" in feishu
    answer = 'answer = { ok = "errcode == `0`", error = "errmsg" }'
    assert warnings(entry("https://qyapi.weixin.qq.com/cgi-bin/webhook", answer)) == []
