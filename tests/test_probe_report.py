"""A probe that lies beside a data set is part of its audit's report, and of its card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenewright.audit import summary
from scenewright.audit.probe_report import Curve, Point, Probe
from scenewright.audit.probe_report import json as as_json
from scenewright.audit.run import audit
from scenewright.build import build

PROBE = Probe(
    version="1.2", seed=3, seconds=9.0, lacking={"tower_stands": "there are no rows of tower"},
    curves=(Curve(task="clock_time", about="the time", family="clock", held_out=60, chance=0.01, blind=0.02,
                  points=(Point(rows=250, steps=120, accuracy=0.8125, low=0.7, high=0.9),)),),
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    out = tmp_path / "data"
    build({"name": "t", "splits": {"train": 4}, "families": [{"family": "clock", "levels": [0]}]}, out, workers=1)
    (out / "audit").mkdir()
    return out


def test_a_probe_is_part_of_the_report(data: Path, tmp_path: Path) -> None:
    """Of the one that lies beside the data, wherever the report is written to; it decides nothing."""
    bare = audit(data, samples=4, checks=("oracles",), workers=1)
    assert bare.probe is None
    assert "can be learned" not in "\n".join(summary.markdown(bare, False))
    (data / "audit" / "probe.json").write_bytes(as_json(PROBE))
    found = audit(data, samples=4, checks=("oracles",), workers=1)
    assert (found.probe, found.failed) == (PROBE, bare.failed)
    summary.write(found, tmp_path / "report")
    text = (tmp_path / "report" / summary.TEXT).read_text()
    assert "| clock_time | 250 | 81.2% |" in text
    assert "(probe.png)" in text
    assert "No tower_stands: there are no rows of tower." in text
    assert (tmp_path / "report" / "probe.png").read_bytes().startswith(b"\x89PNG")
    plain = json.loads((tmp_path / "report" / summary.JSON).read_bytes())
    assert plain["probe"]["curves"][0]["points"][0]["accuracy"] == 0.8125
    card = "\n".join(summary.card_lines(found))
    assert "| clock_time | 250 | 81.2% |" in card
    assert "(audit/probe.png)" in card


def test_a_probe_of_another_form_is_left_out(data: Path) -> None:
    (data / "audit" / "probe.json").write_text('{"version": 1}')
    found = audit(data, samples=4, checks=("oracles",), workers=1)
    assert found.probe is None
    assert not found.failed
    assert "probe.json: no report of a probe of this version" in "\n".join(summary.markdown(found, False))
