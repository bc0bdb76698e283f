"""The documentation as it stands: it builds, its commands run, its examples work, its family keeps the contract."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenewright import families
from scenewright.audit.oracles import agrees, oracle
from scenewright.audit.readers import reader
from scenewright.audit.run import audit
from scenewright.build import build
from tests.contract import test_samples as contract
from tests.contract.corpus import corpus, pairs

DOCS = Path(__file__).parent.parent / "docs"
DICE = DOCS / "examples" / "dice_family"


def run(*command: str, cwd: Path, seconds: int = 300) -> str:
    found = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=seconds, env=os.environ | {"HF_HUB_OFFLINE": "1"}
    )
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr[-2000:]
    return found.stdout


# -- the site --------------------------------------------------------------------------------------------------------


def test_site_builds_from_generated_pages(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="needs mkdocs-material")
    root = DOCS.parent
    for name in ("mkdocs.yml", "docs"):
        (tmp_path / name).symlink_to(root / name) if name == "mkdocs.yml" else copy_docs(tmp_path / name)
    run(sys.executable, str(tmp_path / "docs" / "generate.py"), str(tmp_path / "docs" / "reference"), cwd=root)
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(tmp_path / "mkdocs.yml"), "-d",
        str(tmp_path / "site"), cwd=tmp_path)  # fmt: skip
    page = (tmp_path / "site" / "reference" / "families.html").read_text("utf-8")
    for name in families.BUILTIN:
        assert f'id="{name}"' in page
        if not families.family(name).missing():
            assert (tmp_path / "site" / "reference" / "pictures" / f"{name}-0.jpg").stat().st_size > 2000
    recipe = (tmp_path / "site" / "reference" / "recipe.html").read_text("utf-8")
    assert "shard_size" in recipe
    assert "categories_min" in recipe
    assert "class Pips" in re.sub(r"<[^>]+>", "", (tmp_path / "site/reference/add_a_family.html").read_text("utf-8"))


def copy_docs(to: Path) -> None:
    import shutil

    shutil.copytree(DOCS, to, ignore=shutil.ignore_patterns("reference", "__pycache__"))


# -- the tutorial ----------------------------------------------------------------------------------------------------


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.S | re.M)


def test_tutorial_runs_as_written(tmp_path: Path) -> None:
    """All its commands but the one that waits for a browser; `make demo` is tried by hand and on every release."""
    commands = [line for block in blocks("tutorial.md", "sh") for line in block.splitlines() if line]
    assert commands[:2] == ["make demo", ".venv/bin/scenewright view demo"]
    assert len(commands) <= 5
    recipe = blocks("tutorial.md", "yaml")[0]
    (tmp_path / "my.yaml").write_text(recipe)
    scenewright = str(Path(sys.executable).parent / "scenewright")
    for command in commands[2:]:
        run(*command.replace(".venv/bin/scenewright", scenewright).split(), cwd=tmp_path)
    assert any((tmp_path / "mine-sft").rglob("*"))
    page = tmp_path / "page.html"
    run(scenewright, "view", "mine", "--static", str(page), cwd=tmp_path)
    assert page.stat().st_size > 100_000


# -- examples --------------------------------------------------------------------------------------------------------


def test_batch_script(tmp_path: Path) -> None:
    told = run(sys.executable, str(DOCS / "examples" / "batch_render.py"), str(tmp_path / "out"), "12", cwd=tmp_path)
    written = list((tmp_path / "out").glob("*.png"))
    assert told.startswith(f"{len(written)} pictures of 12 charts")
    assert len(written) == 24


def test_reward_loop(tmp_path: Path) -> None:
    told = run(sys.executable, str(DOCS / "examples" / "reward_loop.py"), "25", cwd=tmp_path)
    assert 0.0 <= float(told.split()[2]) <= 1.0


def test_snapshot_suite(tmp_path: Path) -> None:
    (tmp_path / "test_snapshots.py").write_text((DOCS / "examples" / "test_snapshots.py").read_text("utf-8"))
    pytest_ = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull,
               "--rootdir", str(tmp_path), "test_snapshots.py")  # fmt: skip
    assert "4 updated" in run(*pytest_, "--asset-update", cwd=tmp_path)
    assert "4 same" in run(*pytest_, cwd=tmp_path)


def test_fine_tuning_with_trl(tmp_path: Path) -> None:
    pytest.importorskip("trl", reason="needs trl")
    told = run(sys.executable, str(DOCS / "examples" / "finetune_trl.py"), "tiny", "8", cwd=tmp_path)
    before, after = map(float, re.findall(r"\d+\.\d+", told.splitlines()[-1])[:2])
    assert after < before


# -- the family of the documentation ---------------------------------------------------------------------------------


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The family as an installed package would bring it in."""
    info = tmp_path / "dice_family-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dice-family\nVersion: 0.1.0\n")
    stated = tomllib.loads((DICE / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    lines = [
        line for group, ours in stated.items() for line in (f"[{group}]", *(f"{k} = {v}" for k, v in ours.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join((*lines, "")))
    for path in (tmp_path, DICE):
        monkeypatch.syspath_prepend(str(path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(DICE), str(DOCS.parent))))
    kept = (families.names, families.family, oracle, reader)
    for one in kept:
        one.cache_clear()
    yield "dice"
    for one in kept:
        one.cache_clear()


KEPT: tuple[Callable[[str], None], ...] = (
    contract.test_repeatable_whatever_the_hash_seed,
    contract.test_random_access_equals_iteration,
    contract.test_seeds_and_indices_are_disjoint,
    contract.test_json_and_pickle_round_trips,
    contract.test_stages_rerun_from_json,
    contract.test_answers_do_not_depend_on_style,
    contract.test_answers_score_themselves_and_wrong_choices_nothing,
    contract.test_steps_replay_from_json,
    contract.test_marks_and_evidence,
    contract.test_media_decode,
    contract.test_words,
    contract.test_levels_get_harder,
    contract.test_twins,
    contract.test_yes_no_and_choices_are_balanced,
)
"""The whole contract but its breadth: an example is small on purpose."""


def test_dice_keep_the_contract_and_agree_with_their_oracle(dice: str) -> None:
    for test in KEPT:
        test(dice)
    expected = oracle(dice)
    assert expected
    asked = set()
    for _, sample in (*corpus(dice), *((None, s) for pair in pairs(dice) for s in pair)):
        scene = msgspec.json.decode(msgspec.json.encode(sample.scene))
        for q in sample.questions:
            answer = msgspec.json.decode(msgspec.json.encode(q.answer))
            slot = msgspec.json.decode(msgspec.json.encode(q.slot))
            assert agrees(answer, expected(scene, q.template, slot)), (q.text, answer)
            asked.add(q.template)
    assert asked == {t.name for t in families.family(dice).templates}


def test_oracle_and_reader_of_dice_are_asked_by_the_audit(dice: str, tmp_path: Path) -> None:
    """In worker processes too. Scenes of which one die is turned over are found by both."""
    recipe = {"name": "t", "splits": {"train": 24}, "shard_size": 12, "families": [{"family": dice}]}
    build(recipe, tmp_path / "out", workers=1)
    found = audit(tmp_path / "out", workers=2, checks=("structure", "oracles", "readers"))
    assert found.failed == []
    assert not any(section.skipped for section in found.sections)
    facts = found.sections[2].figures
    assert facts["facts"] > 24
    assert facts["share read"] == 1

    def turned(text: str) -> str:
        scene = msgspec.json.decode(text)
        for die in scene["dice"]:
            die["pips"] = 7 - die["pips"]
        return msgspec.json.encode(scene).decode()

    for path in (tmp_path / "out" / "data").glob("*.parquet"):
        table = pq.read_table(path)
        scenes = pa.array([turned(text) for text in table["scene"].to_pylist()])
        place = table.schema.get_field_index("scene")
        pq.write_table(table.set_column(place, table.schema.field("scene"), scenes.cast(table["scene"].type)), path)
    bad = audit(tmp_path / "out", workers=1, checks=("oracles", "readers"))
    assert bad.failed == ["oracles: contradictions", "readers: contradictions"]
