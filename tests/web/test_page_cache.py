"""The page cache: what makes an entry of its own, one render for many, bounds, Redis that comes and goes."""

from __future__ import annotations

import gzip
import logging
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from safetysite import create_app
from safetysite.settings import Settings, SettingsError
from safetysite.web import page_cache, page_store
from safetysite.web.htmx import VARY
from safetysite.web.negotiation import QUICK, Reply, encode, fetch
from safetysite.web.page_cache import PageCache, known_query, page_key, parameters_of
from safetysite.web.page_store import BoundedCache, Flights, Store
from tests.conftest import TODAY

ANSWER = "/safety/examplin/sampleitis/"
STUDIES = f"{ANSWER}literature/"
SWAP = {"HX-Request": "true"}


class Counted:
    """A site whose renders are counted: what reaches Flask behind the page cache."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings, TODAY)
        self.cache = cast(PageCache, self.app.wsgi_app)
        self.renders: list[str] = []
        self.wait = 0.0
        flask = self.cache.flask

        def counted(environ: dict[str, Any], start_response: Any) -> Any:
            self.renders.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
            time.sleep(self.wait)
            return flask(environ, start_response)

        self.flask = flask
        self.cache.flask = counted

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def kept(self) -> BoundedCache:
        assert self.cache.store
        return cast(BoundedCache, self.cache.store._cache)

    def get(self, path: str, **headers: str) -> bytes:
        reply = self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        assert reply.status_code == 200, path
        return bytes(reply.data)

    def is_kept(self, path: str, **headers: str) -> bool:
        """True if the next one who asks costs no render."""
        self.get(path, **headers)
        before = len(self.renders)
        self.get(path, **headers)
        return len(self.renders) == before


@pytest.fixture
def counted(tiny_settings: Settings) -> Counted:
    """A fresh site with an empty cache."""
    return Counted(tiny_settings)


def key(counted: Counted, path: str, **headers: str) -> str | None:
    """The key of a request, without edition and encoding; None if it is passed by."""
    question = counted.cache.question(create_environ(path, headers=headers))
    return page_key("", question, "") if question else None


# ---------------------------------------------------------------- keys

OWN_ENTRIES = [
    ANSWER,
    f"{ANSWER}?reading=clinical",
    STUDIES,
    *(f"{STUDIES}?{one}" for one in ("reading=clinical", "order=newest", "order=largest")),
    "/map/",
    "/map/?verdict=avoid",
    "/map/?verdict=avoid&verdict=caution",
    "/map/?reading=clinical",
    "/index.json",
    "/robots.txt",
]


@pytest.mark.parametrize(
    ("path", "parameter", "word"),
    [
        (path, parameter.name, word)
        for path in (ANSWER, STUDIES, "/map/")
        for parameter in parameters_of(path)
        for word in parameter.words
    ],
)
def test_each_known_word_makes_its_own_entry(counted: Counted, path: str, parameter: str, word: str) -> None:
    """A filtered table must never be answered with the whole one."""
    assert key(counted, f"{path}?{parameter}={word}") == f":{path}?{parameter}={word}#p:"


@pytest.mark.parametrize(
    ("path", "same"),
    [
        (ANSWER, "?utm_source=mail&fbclid=1"),
        (ANSWER, "?reading=plain"),
        (ANSWER, "?reading="),
        (ANSWER, "?reading=&reading=clinical"),
        (ANSWER, "?design=rct&kind=herb"),
        (f"{ANSWER}?reading=clinical", "?x=1&reading=clinical&reading=plain&reading=clinical"),
        (f"{ANSWER}?reading=clinical", "?%72eading=clinica%6c"),
        (f"{STUDIES}?reading=clinical&order=newest", "?order=newest&reading=clinical&order=largest"),
        (STUDIES, "?order=written&design=nothing"),
        ("/map/?verdict=caution&verdict=avoid", "?verdict=avoid&verdict=x&verdict=caution&verdict=avoid"),
        ("/index.json", "?reading=clinical"),
        ("/static/site.css", "?v=000000000000"),
    ],
)
def test_what_no_page_reads_makes_no_entry(counted: Counted, path: str, same: str) -> None:
    """Unknown ones are dropped, the others come in one order, each once."""
    assert key(counted, path.split("?")[0] + same) == key(counted, path)


def test_every_parameter_that_a_view_reads_is_known(root: Path) -> None:
    """What the key lacks never reaches a view; a filter that somebody adds must not be dead."""
    known = {one.name for path in (ANSWER, STUDIES, "/map/") for one in parameters_of(path)}
    known |= {"v"}  # of static files
    read = set()
    for file in (root / "safetysite/web").glob("*.py"):
        if file.name != "search.py":  # never kept
            text = file.read_text(encoding="utf-8")
            read |= set(re.findall(r'args\.get(?:list)?\(\s*"(\w+)"|_(?:word|chosen)\(.*?"(\w+)"', text))
    named = {name for pair in read for name in pair if name}
    assert named - {"compound", "condition"} <= known  # the form's own, never kept
    assert named >= {"reading", "design", "order", "kind"}


@pytest.mark.parametrize(
    "path",
    [
        "/search/?q=x",
        "/search/",
        "/search?q=x",
        "/search.json?q=x",
        "/suggest.json?q=x",
        "/safety/?compound=examplin&condition=sampleitis",
        "/healthz",
        "/readyz",
        "/sheet/",
        "/compounds/examplin",
        "/static/nothing.css",
        "/static/cards/../site.css",
        f"{ANSWER}?{'x' * 401}",
        "/" + "x" * 401 + "/",
        "/map/?verdict=avoid&verdict=caution&verdict=unknown&kind=herb&kind=supplement&category=cancer&reading=clinical",
    ],
)
def test_unbounded_questions_are_passed_by(counted: Counted, path: str) -> None:
    """They go to Flask with all that they hold, and leave nothing behind."""
    assert key(counted, path) is None
    counted.client.get(path)
    assert counted.renders[-1].endswith("?" + path.partition("?")[2])
    assert len(counted.kept) == 0


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "p"),
        (SWAP, "f"),
        (SWAP | {"HX-Request-Type": "partial"}, "f"),
        (SWAP | {"HX-History-Restore-Request": "true"}, "p"),
        (SWAP | {"HX-Boosted": "true"}, "p"),
        (SWAP | {"HX-Request-Type": "full"}, "p"),
        ({"HX-Request": "false"}, "p"),
    ],
)
def test_page_and_fragment_are_two_entries(counted: Counted, headers: dict[str, str], kind: str) -> None:
    """Going back must never show a bare fragment, whoever asked first."""
    assert key(counted, ANSWER, **headers) == f":{ANSWER}?#{kind}:"
    for first in (SWAP, {}):
        counted.client.get(ANSWER, headers=first)
    html = counted.client.get(ANSWER, headers=headers).text
    assert ("<html" in html) == (kind == "p")


def test_files_have_no_fragments(counted: Counted) -> None:
    """One entry serves everyone."""
    assert key(counted, "/index.json", **SWAP) == key(counted, "/index.json")


# ---------------------------------------------------------------- the same bytes as Flask's


@pytest.mark.parametrize("headers", [{}, SWAP, SWAP | {"HX-Boosted": "true"}], ids=["page", "swap", "boosted"])
@pytest.mark.parametrize(
    "query", ["", "?reading=clinical", "?utm_source=x&order=newest&reading=clinical&verdict=avoid"]
)
def test_a_kept_answer_is_what_flask_renders(counted: Counted, query: str, headers: dict[str, str]) -> None:
    """Byte for byte, and with all its headers, over every kind of page."""
    for path in (
        "/",
        "/compounds/",
        "/compounds/examplin/",
        "/conditions/sampleitis/",
        ANSWER,
        STUDIES,
        "/safety/examplin/illness/",
        "/references/doe2021examplin/",
        "/glossary/",
        "/map/",
        "/changes/",
        "/methods/",
        "/index.json",
        "/feed.xml",
        "/sitemap.xml",
        "/static/site.css",
    ):
        asked = create_environ(path + query, "https://site.example", headers=headers)
        status, bare, content = fetch(counted.flask, asked)
        assert status == "200 OK"
        for _ in range(2):
            kept = counted.client.get(path + query, headers=headers | {"Accept-Encoding": "gzip"}, buffered=True)
            is_packed = "Content-Encoding" in kept.headers
            assert (gzip.decompress(kept.data) if is_packed else kept.data) == content
            for name, value in bare:
                if name not in ("Content-Length", "Vary", "ETag", "Date", "Accept-Ranges"):
                    assert kept.headers[name] == value, (path, name)


def test_nothing_of_the_first_reader_gets_into_a_page(counted: Counted) -> None:
    """Whoever asks first must not write for those who come after."""
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Cookie": "evil=1", "HX-Current-URL": "evil"}
    assert b"evil" not in counted.get(ANSWER, **forged)
    assert b"evil" not in counted.get(ANSWER)
    assert len(counted.renders) == 1


def test_an_encoding_asked_for_later_costs_no_render(counted: Counted) -> None:
    """Rendered once, compressed once for each."""
    for _ in range(2):
        for encoding in ("br", "gzip", "identity"):
            counted.get(ANSWER, Accept_Encoding=encoding)
    assert len(counted.renders) == 1
    assert len(counted.kept) == 3


def test_each_kind_is_kept(counted: Counted) -> None:
    """Pages, filtered ones, forms for programs, static files."""
    for path in (*OWN_ENTRIES, "/static/site.css", "/static/cards/avoid.png"):
        assert counted.is_kept(path), path


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/nowhere.json", "/compounds/badname/", "/compounds/old-examplin/", "/sitemap-9.xml"]
)
def test_errors_and_redirects_are_not_kept(counted: Counted, path: str) -> None:
    """Anyone can make up as many as they like, and what is missing now may be there soon."""
    for _ in range(2):
        assert counted.client.get(path).status_code in (301, 404, 410)
    assert (len(counted.renders), len(counted.kept)) == (2, 0)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Set-Cookie", "who=1"),
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, max-age=60"),
        ("Vary", "Cookie"),
        ("Vary", "*"),
    ],
)
def test_what_is_for_one_reader_is_not_kept(counted: Counted, header: str, value: str) -> None:
    """No view does so; if one ever does, nobody else gets its answer."""
    counted.app.after_request_funcs.setdefault(None, []).insert(
        0, lambda response: (response.headers.__setitem__(header, value), response)[1]
    )
    assert not counted.is_kept(ANSWER)


def test_an_error_of_ours_is_not_kept(counted: Counted) -> None:
    """It passes; a kept one would stay."""
    pages = counted.app.view_functions["answers.answer"]

    def broken(**slugs: str) -> str:
        raise ZeroDivisionError

    counted.app.view_functions["answers.answer"] = broken
    assert counted.client.get(ANSWER).status_code == 500
    counted.app.view_functions["answers.answer"] = pages
    assert counted.client.get(ANSWER).status_code == 200


def test_new_content_meets_no_old_page(counted: Counted) -> None:
    """The digest begins each key."""
    counted.get(ANSWER)
    state = counted.app.extensions["safetysite"]
    state.catalogue = replace(state.catalogue, digest="another")
    counted.get(ANSWER)
    assert len(counted.renders) == 2


def test_in_development_nothing_is_kept(tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates change under the running site; readers of it still get tags and lifetimes."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    counted = Counted(tiny_settings)
    assert counted.app.debug
    assert not counted.is_kept(ANSWER)
    assert "ETag" in counted.client.get(ANSWER).headers


# ---------------------------------------------------------------- one render however many ask


@pytest.mark.parametrize("path", [ANSWER, "/nowhere/"])
def test_many_at_once_cost_one_render(counted: Counted, path: str) -> None:
    """A page that everyone wants at a restart is made once; an error too, though nobody keeps it."""
    counted.wait = 0.5
    together = threading.Barrier(24)

    def ask(_: int) -> bytes:
        client = counted.client
        together.wait()
        return bytes(client.get(path, headers={"Accept-Encoding": "br"}).data)

    with ThreadPoolExecutor(24) as threads:
        replies = set(threads.map(ask, range(24)))
    assert (len(replies), len(counted.renders)) == (1, 1)


def test_a_render_that_fails_fails_for_all_and_holds_nobody_up() -> None:
    """Who waits must not wait for ever, and the next one tries anew."""
    flights, entered, leave = Flights(), threading.Event(), threading.Event()

    def fail() -> Reply:
        entered.set()
        leave.wait(5)
        raise ZeroDivisionError

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(flights.reply, "key", fail)
        entered.wait(5)
        second = threads.submit(flights.reply, "key", fail)
        time.sleep(0.1)
        leave.set()
        for one in (first, second):
            with pytest.raises(ZeroDivisionError):
                one.result(5)
    reply = Reply("200 OK", (), b"")
    assert flights.reply("key", lambda: reply) is reply


# ---------------------------------------------------------------- bounds


def of(size: int) -> Reply:
    return Reply("200 OK", (), b"x" * size)


def test_entries_and_bytes_are_bounded() -> None:
    """A flood costs renders, never memory."""
    cache = BoundedCache(threshold=50, most_bytes=200_000)
    for number in range(5000):
        cache.set(str(number), of(number % 7000))
        assert len(cache) <= 50
        assert cache.bytes <= 200_000
    assert cache.get("4999")
    assert cache.get("0") is None
    assert cache.bytes == sum(len(reply.body) + 2048 for _, reply in cache._cache.values())
    assert not cache.set("huge", of(300_000))
    assert cache.bytes == 0


def test_what_is_asked_for_stays() -> None:
    """The longest unasked goes first, so a crawl of everything does not push out what readers read."""
    cache = BoundedCache(threshold=10)
    cache.set("read", of(1))
    for number in range(100):
        cache.set(str(number), of(1))
        assert cache.get("read")


def test_replacing_and_clearing_are_counted() -> None:
    """Else the bound would drift."""
    cache = BoundedCache()
    cache.set("one", of(10))
    cache.set("one", of(20))
    assert cache.bytes == 20 + 2048
    assert cache.delete("one")
    assert not cache.delete("one")
    cache.set("two", of(5))
    cache.clear()
    assert (cache.bytes, len(cache)) == (0, 0)


def test_unknown_parameters_cannot_flush_it(counted: Counted) -> None:
    """Trackers add as many as they like."""
    for number in range(300):
        counted.get(f"{ANSWER}?utm_source={number}&x={number}&reading={number}&design={number}")
        counted.get(f"/static/site.css?v={number:012d}")
        counted.client.get(f"/search/?q={number}")
        counted.client.get(f"/nowhere/{number}/")
    assert len(counted.kept) == 2
    assert sum(ANSWER in one for one in counted.renders) == 1


def test_a_query_cannot_cost_much() -> None:
    """Longer ones are not even read."""
    assert known_query("&".join(["reading=clinical"] * 20), page_cache.OF_PAGES) == "reading=clinical"
    assert known_query("a" * 401, page_cache.OF_PAGES) is None
    assert known_query("%ff&=&&==%&reading", page_cache.OF_PAGES) == ""


# ---------------------------------------------------------------- Redis or Valkey


class Redis:
    """A real server on a free port, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/1"
        self._folder = folder
        self.start()

    def start(self) -> None:
        server = shutil.which("valkey-server") or shutil.which("redis-server")
        assert server, "tests/setup.sh installs it"
        options = f"--bind 127.0.0.1 --port {self.port} --dir {self._folder} --save '' --appendonly no"
        command = [server, *options.replace("'", "").split(" ")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def client_of(site: Counted) -> Any:
    """The Redis client that a site uses."""
    assert site.cache.store
    return cast(Any, site.cache.store._cache)._write_client


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A server for one test."""
    server = Redis(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def sharing(tiny_settings: Settings, redis: Redis) -> Iterator[Callable[..., Counted]]:
    """Makes sites that share it."""
    made: list[Counted] = []

    def site(**changes: Any) -> Counted:
        made.append(Counted(replace(tiny_settings, cache_url=redis.url, **changes)))
        return made[-1]

    yield site
    for one in made:
        client_of(one).close()


def test_what_one_process_rendered_another_answers(sharing: Callable[..., Counted]) -> None:
    """The same bytes with the same headers; only sites with other settings keep apart."""
    first, second, other = sharing(), sharing(), sharing(origin="https://other.example")
    for path in OWN_ENTRIES:
        one, two = first.client.get(path), second.client.get(path)
        assert (one.data, list(one.headers)) == (two.data, list(two.headers))
    assert len(first.renders) == len(OWN_ENTRIES)
    assert second.renders == []
    known = second.client.get(ANSWER, headers={"If-None-Match": first.client.get(ANSWER).headers["ETag"]})
    assert known.status_code == 304
    assert b"other.example" in other.get(ANSWER)


def test_nothing_in_redis_is_pickled_and_nothing_stays_for_ever(sharing: Callable[..., Counted], redis: Redis) -> None:
    """Others may write there: what they left is no reply, and is never run."""
    site = sharing()
    site.get(ANSWER)
    client = client_of(site)
    (name,) = client.keys("*")
    assert client.get(name).startswith(b'{"status": "200 OK"')
    assert 0 < client.ttl(name) <= 7 * 24 * 3600
    bomb = b"!cos\nsystem\n(S'touch /tmp/safetysite-was-here'\ntR."
    client.set(name, bomb)
    site.get(ANSWER)
    assert len(site.renders) == 2
    assert not os.path.exists("/tmp/safetysite-was-here")
    assert client.get(name) != bomb


def test_redis_gone_costs_no_answer(
    sharing: Callable[..., Counted], redis: Redis, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told once, without any path; nobody waits for it; when it is back it is used again."""
    monkeypatch.setattr(page_store, "PAUSE", 1.0)
    site = sharing()
    expected = site.get(ANSWER)
    redis.kill()
    with caplog.at_level(logging.DEBUG):
        began = time.monotonic()
        for _ in range(5):
            assert site.get(ANSWER) == expected
        assert time.monotonic() - began < 3
    assert [record.message for record in caplog.records if "page cache" in record.message] == [
        "page cache: gone (ConnectionError); pages are rendered for each request"
    ]
    assert "examplin" not in caplog.text
    redis.start()
    time.sleep(1.1)
    assert site.is_kept(ANSWER)
    assert caplog.records[-1].message == "page cache: back"


def test_a_site_starts_without_its_redis(tiny_settings: Settings) -> None:
    """After a power cut the order of starting must not matter."""
    site = Counted(replace(tiny_settings, cache_url="redis://127.0.0.1:1/0"))
    assert site.get(ANSWER)


def test_any_fault_of_a_store_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """Full, refused, nonsense: all the same to a reader."""

    class Full(BoundedCache):
        def set(self, key: str, value: Reply, timeout: object = None) -> bool:
            raise RuntimeError("OOM command not allowed")

    store = Store(Full(), logging.getLogger("test"))
    for _ in range(3):
        store.set("secret-path", of(1))
        assert store.get("secret-path") is None
    assert len(caplog.records) == 1
    assert "secret-path" not in caplog.text


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379/0", "rediss://:word@cache.example", "unix:///run/redis.sock", ""]
)
def test_a_cache_has_an_address(url: str) -> None:
    """Redis and Valkey have the same ones."""
    assert Settings.from_environ({"CACHE_URL": url}).cache_url == url


@pytest.mark.parametrize("url", ["localhost:6379", "http://user:secret@cache.example", "memcached://x"])
def test_any_other_cache_is_refused(url: str) -> None:
    """Before anything starts, and without telling a password."""
    with pytest.raises(SettingsError, match=r"^CACHE_URL is no address") as caught:
        Settings.from_environ({"CACHE_URL": url})
    assert "secret" not in str(caught.value)


def test_vary_names_what_the_key_is_made_of(counted: Counted) -> None:
    """Caches between us and readers keep apart what we keep apart."""
    vary = counted.client.get(ANSWER).headers["Vary"].split(", ")
    assert vary == ["Accept-Encoding", *sorted(VARY, key=vary.index)]


def test_a_reply_recoded_is_the_reply_rendered_so() -> None:
    """One content, one tag for each encoding, whichever came first."""
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Vary", "HX-Request"))
    content = b"<p>text</p>" * 100
    for first in ("br", "gzip", "identity"):
        for then in ("br", "gzip", "identity"):
            made = encode("200 OK", headers, content, first, Cache_Control=page_cache.PAGES)
            again = encode("200 OK", headers, content, then, Cache_Control=page_cache.PAGES)
            recoded = made.recoded(then, QUICK)
            assert (recoded.body, recoded.tag, dict(recoded.headers)) == (again.body, again.tag, dict(again.headers))
