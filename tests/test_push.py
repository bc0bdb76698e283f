"""Data sets pushed to a Hub that runs in the test and speaks the calls of `huggingface_hub` (git LFS, not Xet)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from tests.builds import TINY, hashes
from tests.hub_server import TOKEN, Hub, hub

pytest.importorskip("huggingface_hub", reason="needs the extra `hub`")
pytestmark = pytest.mark.usefixtures("tiny")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)  # other tests forbid the network
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with hub() as running:
        yield running


@pytest.fixture
def built(tmp_path: Path) -> Path:
    sw.build(TINY, tmp_path / "set", workers=1)
    return tmp_path / "set"


def refused(folder: Path | str, server: Hub, repo: str = "me/set") -> str:
    with pytest.raises(UserError) as caught:
        sw.push(folder, repo, endpoint=server.url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_all_is_there_after_a_push(built: Path, server: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashes(built)
    (built / "data" / ".train-00000-of-00003.parquet.0123.partial").write_bytes(b"half")
    (built / "notes.txt").write_text("mine")
    assert run(["push", str(built), "me/set", "--private", "--endpoint", server.url]) == 0
    assert f"{server.url}/datasets/me/set" in capsys.readouterr().out
    repo = server.repos["me/set"]
    assert repo["private"]
    assert set(repo["files"]) == set(before) | {"build/timing.json"}
    assert all(data == (built / name).read_bytes() for name, data in repo["files"].items())
    sent = len(server.sent)
    assert sw.push(built, "me/set", endpoint=server.url) == f"{server.url}/datasets/me/set"
    assert len(server.sent) == sent  # what the Hub has is not sent again
    assert {name: digest for name, digest in hashes(built).items() if name in before} == before


def test_a_push_that_was_cut_off_goes_on(built: Path, server: Hub) -> None:
    server.broken = 1
    with pytest.raises((UserError, RuntimeError)):
        sw.push(built, "me/set", endpoint=server.url)
    assert not server.repos["me/set"]["files"]
    sw.push(built, "me/set", endpoint=server.url)
    assert "README.md" in server.repos["me/set"]["files"]
    assert len(server.sent) == len(set(server.sent))


def test_what_is_not_finished_or_damaged_is_refused(built: Path, server: Hub, tmp_path: Path) -> None:
    assert "no Scenewright build here" in refused(tmp_path / "nothing", server)
    assert "push reads a folder of this machine" in refused("memory://set", server)
    page = (built / "README.md").read_bytes()
    (built / "README.md").unlink()
    assert "is not finished (README.md is missing); run the build again" in refused(built, server)
    (built / "README.md").write_bytes(page)
    shard = built / "data" / "test-00000-of-00001.parquet"
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    assert "test-00000-of-00001.parquet: is not as it was built" in refused(built, server)
    shard.unlink()
    assert "test-00000-of-00001.parquet: missing" in refused(built, server)
    assert not server.calls


def test_refusals_of_the_hub_in_one_line(built: Path, server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    server.repos["me/other"] = {"private": False, "files": {"data/train-00000-of-00009.parquet": b"x"}}
    assert "me/other: holds other data (data/train-00000-of-00009.parquet)" in refused(built, server, "me/other")
    assert "may not write there" in refused(built, server, "others/set")
    assert "is no name of a repository" in refused(built, server, "a/b/c")
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    assert "the token is not valid there" in refused(built, server)
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    assert "no token for the Hub; log in with: hf auth login" in refused(built, server)
    monkeypatch.setitem(__import__("sys").modules, "huggingface_hub", None)
    assert 'pip install "scenewright[hub]"' in refused(built, server)


def test_a_hub_that_is_not_there(built: Path, server: Hub) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UserError, match="can't be reached"):
        sw.push(built, "me/set", endpoint=f"http://127.0.0.1:{port}")
