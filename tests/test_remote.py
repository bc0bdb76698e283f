"""Builds to an object store: an S3 server of this machine, and fsspec's memory."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenewright as sw
from scenewright.errors import UserError
from scenewright.places import is_remote, place
from tests.builds import TINY, command, hashes, wait_for, write_recipe

pytest.importorskip("upath", reason="needs the extra `remote`")
pytestmark = [pytest.mark.usefixtures("tiny")]


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """Environment of a client of an S3 server that runs here, with a bucket `sets`."""
    pytest.importorskip("moto", reason="needs moto")
    boto3 = pytest.importorskip("boto3", reason="needs moto")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(ready, 60)
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test",
                              aws_secret_access_key="test")  # fmt: skip
        client.create_bucket(Bucket="sets")
        yield keys | {"AWS_ENDPOINT_URL": url}
    finally:
        server.terminate()
        server.wait(20)


def test_a_build_to_s3_is_the_local_one(s3: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    recipe = write_recipe(tmp_path, TINY)
    sw.build(recipe, tmp_path / "local", workers=1)
    code, out, err = command("build", recipe, "-o", "s3://sets/one", "--workers", "2", **s3)
    assert code == 0, err
    assert "74 samples" in out
    root = place("s3://sets/one")
    assert is_remote(root)
    for name in hashes(tmp_path / "local"):
        assert (root / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name
    data = sw.open("s3://sets/one")
    assert [s.id for s in data["test"]] == [s.id for s in sw.open(tmp_path / "local")["test"]]
    # A second run finds all done; a lost shard is made again.
    (root / "build" / "train-00001-of-00003.json").unlink()
    code, _, err = command("build", recipe, "-o", "s3://sets/one", **s3)
    assert code == 0, err
    assert (root / "build" / "train-00001-of-00003.json").exists()
    other = write_recipe(tmp_path, TINY | {"seed": 9}, "other.yaml")
    code, _, err = command("build", other, "-o", "s3://sets/one", **s3)
    assert code == 2
    assert "before a change" in err


def test_places(tmp_path: Path) -> None:
    assert place(tmp_path) == place(f"file://{tmp_path}") == tmp_path
    assert not is_remote(tmp_path)
    with pytest.raises(UserError, match="unknown scheme 'qq://'"):
        place("qq://bucket/set")
    with pytest.raises(UserError, match=r"no (Scenewright data set|such folder)"):
        sw.open("memory://nothing/here")


def test_a_build_into_memory_reads_back() -> None:
    sw.build(TINY, "memory://sets/two", workers=1)
    assert len(sw.open("memory://sets/two")) == 74
