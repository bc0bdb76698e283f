"""The gallery: pages, filters, what the server refuses, hostile data, and the page in a real browser."""

from __future__ import annotations

import http.client
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.gallery.cards import card, media, sniff
from scenewright.gallery.pages import Pages
from scenewright.gallery.preview import PreviewSource, make
from scenewright.gallery.server import POLICY, DataSource, server
from scenewright.gallery.static import write_static
from scenewright.store import SCHEMA
from tests.browser import chromium, serving

RECIPE: dict[str, Any] = {
    "name": "To look at",
    "questions": 3,
    "shard_size": 25,
    "splits": {"train": 60, "test": 15},
    "families": [
        {"family": "bar_chart", "levels": [0, 2]},
        {"family": "clock", "levels": [1]},
        {"family": "melody", "levels": [0]},
        {"family": "collisions", "levels": [0]},
    ],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("gallery") / "data"
    sw.build(RECIPE, out, workers=1)
    return out


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def browser(chrome: Any) -> Any:
    """The module's browser, on an empty page and with empty logs.

    A page that an earlier test left open would go on asking for its pictures, of a server that is no more.
    """
    chrome.get("about:blank")
    time.sleep(0.1)
    for kind in ("browser", "performance"):
        chrome.get_log(kind)
    return chrome


# -- pages -----------------------------------------------------------------------------------------------------------


def every(pages: Pages, limit: int = 12, **wanted: str) -> list[dict[str, Any]]:
    found, start = [], ""
    while True:
        page = pages.page(start, limit, wanted)
        assert len(page["cards"]) <= limit
        found += page["cards"]
        start = page["next"]
        if not start:
            return found


def test_pages_hold_every_sample_once_in_order(built: Path) -> None:
    pages = Pages(built)
    ids = [s.id for s in sw.open(built)]
    for limit in (7, 12, 60):
        found = every(pages, limit)
        assert [c["id"] for c in found] == ids
    assert len({c["at"] for c in found}) == 75
    for shown in found[::9]:
        assert card(pages.row(shown["at"]), shown["at"]) == shown


def test_filters_find_what_a_full_scan_finds(built: Path) -> None:
    pages = Pages(built)
    samples = [(s, q) for s in sw.open(built) for q in s.questions]
    some = samples[40][1]
    for wanted, fits in (
        ({"family": "clock"}, lambda s, q: s.family == "clock"),
        ({"level": "2"}, lambda s, q: s.level == 2),
        ({"template": some.template}, lambda s, q: q.template == some.template),
        ({"skill": "counting", "answerable": "yes"}, lambda s, q: q.skill == "counting" and q.answerable),
        ({"answerable": "no"}, lambda s, q: not q.answerable),
        ({"q": some.text[:25].upper()}, lambda s, q: some.text[:25].lower() in q.text.lower()),
        ({"q": samples[0][0].id}, lambda s, q: s.id == samples[0][0].id),
    ):
        expected = list(dict.fromkeys(s.id for s, q in samples if fits(s, q)))
        assert expected, wanted
        assert [c["id"] for c in every(pages, **wanted)] == expected, wanted
    assert [c["split"] for c in every(pages, split="test")] == ["test"] * 15
    assert every(pages, q="no such words anywhere") == []


def test_a_search_that_takes_long_says_where_it_got_to(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenewright.gallery.pages.BUDGET_S", -1.0)
    monkeypatch.setattr("scenewright.gallery.pages.HELD", 1)
    pages = Pages(built)
    assert [c["id"] for c in every(pages)] == [s.id for s in sw.open(built)]


def test_overview_counts_as_the_build_did(built: Path) -> None:
    about = Pages(built).overview()
    assert about["name"] == "To look at"
    assert about["splits"] == {"train": 60, "test": 15}
    assert sum(about["levels"].values()) == 75
    assert about["families"] == ["bar_chart", "clock", "collisions", "melody"]


# -- the server ------------------------------------------------------------------------------------------------------


def ask(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=30)
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    found = reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
    connection.close()
    return found


def test_server_sends_media_whole_and_in_parts(built: Path) -> None:
    sample = sw.open(built)[0]
    with serving(DataSource(Pages(built))) as url:
        page = json.loads(ask(url, "/api/page?limit=1")[2])
        at = page["cards"][0]["at"]
        status, headers, body = ask(url, f"/media/{at}/0")
        assert (status, headers["content-type"], body) == (200, "image/png", sample.media[0].data)
        status, headers, part = ask(url, f"/media/{at}/0", Range="bytes=10-19")
        assert (status, part) == (206, body[10:20])
        assert headers["content-range"] == f"bytes 10-19/{len(body)}"
        assert ask(url, f"/media/{at}/0", "HEAD")[2] == b""
        status, headers, _ = ask(url, "/")
        assert headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml", "/..%2f..%2fetc/passwd", "/media/../../etc/passwd/0", "/media/%2e%2e%2f%2e%2e%2fetc/0",
        "/media/train-00000-of-00003.999999999/0", "/media/train-00000-of-00003.0/999", "/media/nowhere.0/0",
        "/media/train-00000-of-00003.-1/0", "/media/train-00000-of-00003.%D9%A1/0",
        "/data/train-00000-of-00003.parquet",
        "/build/report.json", "/gallery.py", "/page/index.html", "/api/page?start=../x.0", "/api/sample?at=",
        "/api/sample?at=%00", "/api/nothing", "/api/details?at=train-00000-of-00003.1e3", "//etc/passwd", "/%00",
    ],
)  # fmt: skip
def test_server_gives_nothing_else(built: Path, path: str) -> None:
    with serving(DataSource(Pages(built))) as url:
        status, headers, body = ask(url, path)
        assert status == 404, body
        assert headers["content-type"] == "application/json"
        assert ask(url, "/api/about")[0] == 200


def test_server_refuses_other_hosts_methods_and_long_addresses(built: Path) -> None:
    with serving(DataSource(Pages(built))) as url:
        assert ask(url, "/", Host="evil.example")[0] == 403
        assert ask(url, "/", Host="localhost:1")[0] == 200
        assert ask(url, "/", "POST")[0] == 501
        assert ask(url, "/api/page?q=" + "x" * 5000)[0] == 414


def test_a_browser_that_goes_away_does_no_harm(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(DataSource(Pages(built))) as url:
        for _ in range(5):
            connection = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"))
            connection.request("GET", "/api/page?limit=60")
            connection.sock.close()
        assert ask(url, "/api/about")[0] == 200
    assert "Traceback" not in capsys.readouterr().err


def test_port_in_use_and_wrong_ports(built: Path) -> None:
    made = server(DataSource(Pages(built)))
    port = made.server_address[1]
    with pytest.raises(UserError, match=f"port {port} can't be had"):
        server(DataSource(Pages(built)), port)
    made.server_close()
    with pytest.raises(UserError, match="0 to 65535"):
        server(DataSource(Pages(built)), 70_000)
    assert run(["view", str(built), "--port", "-1"]) == 2
    assert run(["view", str(built / "nowhere")]) == 2
    assert run(["preview", "clok"]) == 2


# -- hostile data ----------------------------------------------------------------------------------------------------

SCRIPT = "<script>window.hurt=1</script><img src=x onerror='window.hurt=1'>\"'>&lt;b&gt;\u2028</textarea></style>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='parent.hurt=1'><script>parent.hurt=1</script></svg>"


def spoiled(row: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return row | fields


def in_questions(row: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return row | {"questions": [q | fields for q in row["questions"]]}


def with_file(row: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    return row | {"images": [{"bytes": data, "path": "../../etc/passwd"}]}


HOSTILE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **{f"html in {name}": partial(spoiled, **{name: SCRIPT}) for name in
       ("id", "family", "version", "scene", "style", "marks", "outcome", "readings", "measures", "media",
        "resolution", "table_csv", "claims")},
    **{f"html in question {name}": partial(in_questions, **{name: SCRIPT}) for name in
       ("text", "answer", "answer_type", "skill", "template", "twin", "steps", "slot")},
    "html in choices": partial(in_questions, choices=[{"text": SCRIPT, "correct": True, "why": SCRIPT}] * 3),
    "html in evidence": partial(in_questions, evidence=[SCRIPT, "javascript:window.hurt=1"]),
    "html in steps": partial(in_questions, steps=json.dumps([{"text": SCRIPT, "evidence": [SCRIPT]}])),
    "html in marks": partial(spoiled, marks=json.dumps([{"id": SCRIPT, "part": SCRIPT, "box": [0, 0, 9, 9]}])),
    "giant texts": lambda row: in_questions(spoiled(row, scene="x" * 3_000_000), text="long " * 200_000),
    "deep json": partial(spoiled, marks="[" * 100_000, scene="[" * 100_000),
    "numbers that are none": partial(spoiled, marks='[{"id": "a", "box": [NaN, Infinity, "x", {}]}, 5, null]'),
    "no questions": partial(spoiled, questions=None),
    "questions of nothing": lambda row: in_questions(row, **dict.fromkeys(("text", "answer", "steps", "choices"))),
    "a drawing with script": partial(with_file, data=SVG),
    "html for a picture": partial(with_file, data=b"<!doctype html><script>parent.hurt=1</script>"),
    "half a picture": lambda row: with_file(row, row["images"][0]["bytes"][:300] if row["images"] else b"\x89PNG"),
    "no bytes": partial(with_file, data=None),
    "media of nowhere": partial(spoiled, media='[{"column": "../../etc"}, {"column": "images"}, {"column": 5}, 7]'),
    "negative numbers": partial(spoiled, level=-5, index=-1, seed=-(2**60)),
    "control characters": partial(spoiled, id="\x00\x1b[31m\u202eevil\ud7ff", family="a/b/../c"),
    "everything gone": lambda row: dict.fromkeys(row),
}  # fmt: skip


def write_rows(root: Path, rows: list[dict[str, Any]], schema: pa.Schema = SCHEMA) -> Path:
    (root / "data").mkdir(parents=True)
    table = pa.Table.from_pylist(rows, schema)
    pq.write_table(table, root / "data" / "train-00000-of-00001.parquet", write_page_checksum=True, row_group_size=5)
    return root


@pytest.fixture(scope="module")
def rows(built: Path) -> list[dict[str, Any]]:
    return [*sw.open(built).rows()][:6]


def test_there_are_thirty_hostile_sets() -> None:
    assert len(HOSTILE) + 3 >= 30


def test_hostile_rows_run_nothing_and_break_nothing(rows: list[dict[str, Any]], browser: Any, tmp_path: Path) -> None:
    """All of them in one set, page by page and one by one, and as a file."""
    bad = [spoil(row) for row in rows[:2] for spoil in HOSTILE.values()]
    pages = Pages(write_rows(tmp_path / "hostile", bad))
    assert len(every(pages)) == len(bad)
    out = tmp_path / "page.html"
    assert write_static(pages, out, len(bad)) == len(bad)
    text = out.read_text("utf-8")
    assert text.count("<script") == 2
    assert text.count("</script>") == 2
    with serving(DataSource(pages)) as url:
        for address in (url, out.as_uri()):
            browser.get_log("browser")
            browser.get(address)
            count = 0
            while True:
                wait_for(browser, "article")
                count += len(browser.find_elements("css selector", "article"))
                browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
                time.sleep(0.3)
                assert browser.execute_script("return window.hurt") is None
                following = browser.find_element("id", "next")
                if following.get_attribute("disabled"):
                    break
                following.click()
                time.sleep(0.2)
            assert count == len(bad)
            severe = [e for e in browser.get_log("browser") if e["level"] == "SEVERE" and "/media/" not in e["message"]]
            assert not severe
        at = every(pages)[13]["at"]
        browser.get(f"{url}#{at}")
        wait_for(browser, "article.alone")
        assert browser.execute_script("return window.hurt") is None
        assert ask(url, "/api/about")[0] == 200


def test_kinds_are_told_by_bytes_alone(rows: list[dict[str, Any]]) -> None:
    assert sniff(SVG) == sniff(b"<!doctype html>") == sniff(b"") == ""
    found = media(with_file(rows[0], SVG))
    assert found[0][0] == ""


def test_missing_columns_symlinks_and_no_data_are_one_line(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    fewer = pa.schema([field for field in SCHEMA if field.name in ("id", "images", "questions")])
    write_rows(tmp_path / "fewer", [{k: row[k] for k in fewer.names} for row in rows], fewer)
    found = every(Pages(tmp_path / "fewer"))
    assert len(found) == len(rows)
    away = tmp_path / "away" / "data"
    away.mkdir(parents=True)
    os.symlink(tmp_path / "fewer" / "data" / "train-00000-of-00001.parquet", away / "train-00000-of-00001.parquet")
    with pytest.raises(UserError, match="leads out of the data set"):
        Pages(tmp_path / "away")
    broken = tmp_path / "broken" / "data"
    broken.mkdir(parents=True)
    (broken / "train-00000-of-00001.parquet").write_bytes(b"PAR1 nonsense PAR1")
    with serving(DataSource(Pages(tmp_path / "broken"))) as url:
        status, _, body = ask(url, "/api/page")
        assert status == 500
        assert "not a whole Parquet file" in json.loads(body)["error"]


# -- in the browser --------------------------------------------------------------------------------------------------


def wait_for(browser: Any, selector: str, seconds: float = 20) -> Any:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if found := browser.find_elements("css selector", selector):
            return found[0]
        time.sleep(0.02)
    raise AssertionError(f"no {selector} after {seconds} s: {browser.get_log('browser')}")


def requested(browser: Any) -> set[str]:
    """Hosts that were asked for anything since the last look."""
    hosts = set()
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("data:", "blob:", "file:", "chrome:", "about:")):
                hosts.add(re.sub(r"^\w+://([^/:]+).*", r"\1", url))
    return hosts


def test_page_shows_filters_and_points(built: Path, browser: Any) -> None:
    with serving(DataSource(Pages(built))) as url:
        browser.get_log("performance")
        browser.get(url)
        wait_for(browser, "article")
        assert browser.title.startswith("To look at")
        select = browser.find_element("name", "family")
        select.find_element("css selector", "option[value=bar_chart]").click()
        time.sleep(0.5)
        names = [a.text for a in browser.find_elements("css selector", "article h2 a")]
        assert names
        assert all(name.startswith("bar_chart-") for name in names)
        browser.find_elements("css selector", "article h2 a")[0].click()
        wait_for(browser, "article.alone")
        assert browser.current_url.partition("#")[2].startswith("train-00000-of-")
        step = wait_for(browser, "ol.steps li[tabindex]")
        browser.execute_script("arguments[0].focus()", step)
        time.sleep(0.2)
        shape = wait_for(browser, ".shown svg rect, .shown svg polygon")
        outer, inner = (e.rect for e in (browser.find_element("css selector", ".shown img"), shape))
        assert outer["x"] - 2 <= inner["x"] <= inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 2
        assert outer["y"] - 2 <= inner["y"] <= inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 2
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert "scenewright sample bar_chart" in browser.find_element("css selector", ".remake pre").text
        wait_for(browser, "pre[aria-label=scene]")
        assert requested(browser) == {"127.0.0.1"}
        assert not [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]


CONTRAST = """
const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; });
  return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
const rgb = s => s.match(/[\\d.]+/g).map(Number);
const back = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
  if (e.disabled) continue;
  const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(back(e));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) bad.push([e.tagName, e.textContent.slice(0, 30), ratio]);
}
return bad;
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_names_and_keyboard(built: Path, browser: Any, theme: str) -> None:
    from selenium.webdriver.common.keys import Keys

    with serving(DataSource(Pages(built))) as url:
        browser.get(url)
        wait_for(browser, "article")
        if browser.execute_script("return document.documentElement.dataset.theme") != theme:
            browser.find_element("id", "theme").click()
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        time.sleep(0.5)
        assert browser.execute_script(CONTRAST) == []
        nameless = browser.execute_script(
            "return [...document.querySelectorAll('button, a, select, input, img, audio, video, main, nav')].filter("
            "e => !(e.getAttribute('aria-label') || e.getAttribute('alt') || e.textContent.trim() ||"
            " (e.labels && e.labels.length) || e.tagName === 'MAIN')).map(e => e.outerHTML)"
        )
        assert nameless == []
        assert browser.execute_script("return document.documentElement.lang") == "en"
        browser.get(url)
        wait_for(browser, "article")
        wanted = browser.execute_script(
            "window.todo = new Set([...document.querySelectorAll('button, a, select, input, summary, [tabindex=\"0\"]')"
            "].filter(e => !e.disabled && e.checkVisibility())); return window.todo.size"
        )
        for _ in range(wanted + 60):
            browser.switch_to.active_element.send_keys(Keys.TAB)
            if not browser.execute_script("window.todo.delete(document.activeElement); return window.todo.size"):
                break
        else:
            left = browser.execute_script("return [...window.todo].map(e => e.outerHTML.slice(0, 80))")
            raise AssertionError(f"not reached by Tab: {left[:5]}")


def test_first_card_of_a_large_set_within_a_second(built: Path, browser: Any, tmp_path: Path) -> None:
    """A hundred thousand rows (one shard, linked many times): the second that counts is the browser's."""
    some = [row for row in sw.open(built).rows() if row["family"] == "clock"]
    data = tmp_path / "large" / "data"
    data.mkdir(parents=True)
    first = data / "train-00000-of-00100.parquet"
    table = pa.Table.from_pylist((some * 100)[:1000], SCHEMA)
    pq.write_table(table, first, row_group_size=100, write_page_checksum=True)
    for number in range(1, 100):
        os.link(first, data / f"train-{number:05d}-of-00100.parquet")
    assert len(sw.open(tmp_path / "large")) == 100_000
    taken = []
    for _ in range(3):
        with serving(DataSource(Pages(tmp_path / "large"))) as url:
            browser.get("about:blank")
            begun = time.perf_counter()
            browser.get(url)
            wait_for(browser, "article")
            taken.append(time.perf_counter() - begun)
    assert min(taken) < 1.0, taken


def test_static_page_works_as_a_file(built: Path, browser: Any, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert run(["view", str(built), "--static", str(out), "--samples", "15"]) == 0
    browser.get_log("performance")
    browser.get(out.as_uri())
    wait_for(browser, "article")
    assert len(browser.find_elements("css selector", "article")) == 12
    assert requested(browser) == set()
    shown = browser.execute_script("return [...document.images].filter(i => i.complete && i.naturalWidth).length")
    assert shown >= 1
    browser.find_element("name", "q").send_keys("zzzz")
    browser.find_element("css selector", "#filters button[type=submit]").click()
    time.sleep(0.3)
    assert "No sample fits" in browser.find_element("id", "cards").text
    assert not [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]


def test_preview_makes_samples_and_says_what_is_wrong(browser: Any) -> None:
    source = PreviewSource("clock", level=1, index=3)
    with serving(source) as url:
        browser.get(url)
        wait_for(browser, "article.alone")
        assert browser.find_element("css selector", "article h2 a").text == "clock-1-0000003"
        browser.find_element("id", "restyle").click()
        time.sleep(1.5)
        assert browser.find_element("css selector", "article h2 a").text == "clock-1-0000003"
        status, _, body = ask(url, "/api/make?family=clock&level=99&index=0&seed=0&style=0")
        assert status == 500
        assert "has no level 99" in json.loads(body)["error"]
        assert "whole number" in json.loads(ask(url, "/api/make?family=clock&level=x")[2])["error"]
        assert "unknown family" in json.loads(ask(url, "/api/make?family=%3Cb%3E&level=0")[2])["error"]


def test_another_style_shows_the_same_scene() -> None:
    own, other = (make("bar_chart", 1, 3, 0, style) for style in (0, 2))
    assert own.scene == other.scene
    assert own.style != other.style
    assert own.media[0].data != other.media[0].data
