"""The audit as a user meets it: command, report, limits, and data sets that are broken or another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import scenewright as sw
from scenewright.audit import summary
from scenewright.audit.checks.base import EXAMPLES, Check, Finding
from scenewright.audit.rows import Row, Unusable, parts_of
from scenewright.audit.run import Audit, audit
from scenewright.build import build
from scenewright.cli import run as command
from tests.rows import looked_at

RECIPE = {
    "name": "t", "splits": {"train": 24, "test": 12}, "shard_size": 12,
    "families": [{"family": "clock", "levels": [1]}, {"family": "bar_chart", "levels": [1]}],
}  # fmt: skip
QUICK = ("structure", "oracles", "readers")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("audit") / "out"
    build(RECIPE, out, workers=1)
    return out


def rewritten(built: Path, folder: Path, change: Any) -> Path:
    """The data set with a change in each file's table."""
    (folder / "data").mkdir(parents=True)
    for path in (built / "data").glob("*.parquet"):
        pq.write_table(change(pq.read_table(path)), folder / "data" / path.name)
    return folder


def with_column(table: pa.Table, name: str, change: Any) -> pa.Table:
    values = [change(value) for value in table[name].to_pylist()]
    return table.set_column(
        table.schema.get_field_index(name), table.schema.field(name), pa.array(values, table.schema.field(name).type)
    )


def test_good_data_pass(built: Path) -> None:
    found = sw.audit(built, workers=1, checks=QUICK)
    assert (found.samples, found.of, found.failed, found.unread) == (36, 36, [], ())
    assert not any(section.skipped for section in found.sections)


def test_workers_change_nothing(built: Path) -> None:
    one, two = (audit(built, workers=n, checks=QUICK) for n in (1, 2))
    assert msgspec.structs.replace(one, seconds=0.0) == msgspec.structs.replace(two, seconds=0.0)


@pytest.mark.parametrize("wanted", [1, 5, 36, 1000])
def test_samples_are_evenly_taken(built: Path, wanted: int) -> None:
    parts, broken = parts_of(built, wanted)
    assert sum(part.rows for part in parts) == min(wanted, 36)
    assert not broken
    assert audit(built, wanted, 1, ("structure",)).samples == min(wanted, 36)


def test_command_writes_a_report(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report"
    only = [x for name in QUICK for x in ("--only", name)]
    assert command(["audit", str(built), "-o", str(out), "--workers", "1", "--gate", "--card", *only]) == 0
    assert "every limit is kept" in capsys.readouterr().out
    plain = json.loads((out / summary.JSON).read_bytes())
    assert plain["failed"] == []
    assert [section["name"] for section in plain["sections"]] == list(QUICK)
    text = (out / summary.TEXT).read_text()
    assert text.startswith("# Audit")
    assert "| readers | share read |" in text
    assert "every limit is kept" in (built / "README.md").read_text()
    assert (out / summary.CHARTS).read_bytes().startswith(b"\x89PNG")


def test_gate_fails_on_a_wrong_answer(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for q in questions:
            if q["answer_type"] == "boolean":
                flipped = not json.loads(q["answer_json"])["value"]
                q |= {
                    "answer": "Yes" if flipped else "No",
                    "answer_json": json.dumps({"type": "boolean", "value": flipped}),
                }
        return questions

    data = rewritten(built, tmp_path / "bad", lambda table: with_column(table, "questions", wrong))
    arguments = ["audit", str(data), "--only", "oracles", "--workers", "1"]
    assert command(arguments) == 0
    assert command([*arguments, "--gate"]) == 1
    assert "1 limits passed: oracles: contradictions" in capsys.readouterr().out
    assert "answer is not the oracle" in (data / "audit" / summary.TEXT).read_text()


def test_wrong_pictures_come_with_crops(built: Path, tmp_path: Path) -> None:
    """Each file's pictures in turn by one row: hands and bars are not the scene's."""

    def turned(table: pa.Table) -> pa.Table:
        for name in ("images", "media"):
            values = table[name].to_pylist()
            field = table.schema.field(name)
            table = table.set_column(
                table.schema.get_field_index(name), field, pa.array(values[2:] + values[:2], field.type)
            )
        return table

    data = rewritten(built, tmp_path / "bad", turned)
    found = audit(data, workers=1, checks=("readers",), examples=tmp_path / "crops")
    assert found.failed
    crops = {finding.crop for finding in found.sections[0].examples if finding.crop}
    assert crops
    assert {path.name for path in (tmp_path / "crops").glob("*.png")} == crops


def test_the_gate_does_not_pass_what_could_not_be_looked_at(built: Path, tmp_path: Path) -> None:
    data = rewritten(built, tmp_path / "bad", lambda table: table.drop_columns(["marks"]))
    assert audit(data, workers=1, checks=("readers",)).failed == ["readers: could look at nothing"]
    assert command(["audit", str(data), "--only", "readers", "--workers", "1", "--gate"]) == 1


def test_the_gate_does_not_pass_what_some_rows_lack(built: Path, tmp_path: Path) -> None:
    """Of six files one has no marks: its rows are told apart by family, and are not good for being passed over."""
    data = rewritten(built, tmp_path / "bad", lambda table: table)
    path = min((data / "data").glob("*.parquet"))
    pq.write_table(pq.read_table(path).drop_columns(["marks"]), path)
    found = audit(data, workers=1, checks=QUICK)
    name = "share of rows looked at"
    assert found.failed == [f"structure: {name}", f"readers: {name}"]
    structure, _, readers = found.sections
    assert structure.figures[name] == readers.figures[name] < 1
    for section, column in ((structure, "in part"), (readers, "not at all")):
        title, heads, rows = section.tables[-1]
        assert title == "Rows that were not looked at whole"
        assert sum(int(row[heads.index(column)]) for row in rows) == 12
    allowed = {f"{check}: {name}": 0.3 for check in QUICK}
    assert audit(data, workers=1, checks=QUICK, limits=allowed).failed == []


def test_families_that_a_check_has_nothing_for_are_told_apart(built: Path, tmp_path: Path) -> None:
    """Where there are others, they fail nothing; they are counted as not covered."""

    def renamed(table: pa.Table) -> pa.Table:
        return with_column(table, "family", lambda name: "abacus" if name == "clock" else name)

    found = audit(rewritten(built, tmp_path / "bad", renamed), workers=1, checks=("oracles", "readers"))
    assert found.failed == []
    for section in found.sections:
        assert section.figures["share of rows looked at"] == 1
        assert section.tables[-1][2] == [("abacus", "0", "0", "0", "18")]


def test_pictures_of_others_in_the_folder_of_crops_stay(built: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday.png").write_bytes(b"mine")
    audit(built, workers=1, checks=("structure",), examples=tmp_path)
    assert (tmp_path / "holiday.png").read_bytes() == b"mine"


# -- limits ------------------------------------------------------------------------------------------------------


def test_limits_of_a_recipe_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(RECIPE | {"splits": {"train": 4}, "audit": {"readers: share read": 1.1}}, out, workers=1)
    assert audit(out, workers=1, checks=("readers",)).failed == ["readers: share read"]
    assert audit(out, workers=1, checks=("readers",), limits={}).failed == []


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"readers: share raed": 1}, "did you mean 'readers: share read'"),
        ({"x": 1}, "is unknown"),
        ({"readers": "a"}, "audit"),
    ],
)
def test_wrong_limits_of_a_recipe_are_refused(limits: dict[str, Any], message: str) -> None:
    with pytest.raises(sw.UserError, match=message):
        sw.Recipe.of(RECIPE | {"audit": limits})


def test_limits_do_not_change_what_is_built(tmp_path: Path) -> None:
    from scenewright.plan import Plan

    assert Plan.of(RECIPE).digest == Plan.of(RECIPE | {"audit": {"readers: share read": 0.5}}).digest


# -- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "there is no such folder"),
        (["."], "no Parquet files"),
        ([".", "--only", "luck"], "check 'luck' is unknown"),
        ([], "give either"),
    ],
)
def test_mistakes_cost_one_line(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["audit", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "column", ["scene", "questions", "marks", "images", "media", "style", "level", "family", "resolution", "measures"]
)
def test_missing_columns_are_listed(built: Path, tmp_path: Path, column: str) -> None:
    data = rewritten(built, tmp_path / "bad", lambda table: table.drop_columns([column]))
    found = audit(data, workers=1)
    assert found.samples == 36
    assert any(f"'{column}'" in why for section in found.sections for why in section.skipped)


def test_all_that_can_be_broken_is_no_crash(built: Path, tmp_path: Path) -> None:
    """Text columns that hold no JSON, media that are none, a file that is cut off, one that is foreign."""

    def broken(table: pa.Table) -> pa.Table:
        for name in ("scene", "marks", "media", "style"):
            table = with_column(table, name, lambda text: text[: len(text) // 2])
        return with_column(table, "images", lambda files: [file | {"bytes": b"none"} for file in files])

    data = rewritten(built, tmp_path / "bad", broken)
    (data / "data" / "train-00007-of-00009.parquet").write_bytes(b"PAR1 no")
    pq.write_table(pa.table({"a": [1, 2], "questions": ["x", None]}), data / "data" / "other.parquet")
    found = audit(data, workers=1)
    assert found.samples == 38
    assert len(found.unread) == 1
    assert any(name.startswith("unread: train-00007") for name in found.failed)
    assert all(section.skipped for section in found.sections if section.name in QUICK)
    summary.write(found, tmp_path / "report")
    assert "What could not be looked at" in (tmp_path / "report" / summary.TEXT).read_text()


def test_media_that_are_none_are_found(built: Path, tmp_path: Path) -> None:
    data = rewritten(
        built, tmp_path / "bad",
        lambda table: with_column(table, "images", lambda files: [file | {"bytes": b"none"} for file in files]),
    )  # fmt: skip
    (section,) = audit(data, workers=1, checks=("structure",)).sections
    assert section.counts["medium is not as stated"] == 36


def test_data_of_another_version_or_hand_are_looked_at_as_far_as_they_go(tmp_path: Path) -> None:
    """The plain columns, with a family that is not known and a scene of other fields."""
    rows = [
        {"id": f"x-{i}", "family": "abacus", "level": 0, "scene": '{"beads": 3}', "outcome": None, "readings": None,
         "questions": [{"text": "How many beads?", "template": "count", "answer": "3"}]}
        for i in range(3)
    ]  # fmt: skip
    (tmp_path / "data").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "data" / "train-00000-of-00001.parquet")
    found = audit(tmp_path, workers=1)
    assert found.samples == 3
    skipped = {why for section in found.sections for why in section.skipped}
    assert "no oracle for family 'abacus'" in skipped
    assert "no reader for family 'abacus'" in skipped


@pytest.mark.parametrize(
    ("value", "message"), [("no_such_module:expected", "fails to load"), ("json:__name__", "is no function")]
)
def test_oracles_of_packages_that_fail_to_load_are_listed(
    value: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[scenewright.oracles]\nbroken = {value}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    section = looked_at([{"id": "x-1", "family": "broken", "level": 0, "scene": "{}", "questions": []}], "oracles")
    assert [message in why for why in section["oracles"].skipped] == [True]


def test_markup_in_findings_stays_text(tmp_path: Path) -> None:
    class Loud(Check):
        name, about = "loud", "Everything."

    loud = Loud()
    loud.keep(Finding(kind="k", sample="s", text="a | b <script>alert(1)</script>\n# c"))
    found = Audit(version="1", samples=1, of=1, seconds=0.1, sections=(loud.section(),))
    text = "\n".join(summary.markdown(found, False))
    assert "<script>" not in text
    assert "a &#124; b" in text


def test_merging_counts_all_and_keeps_few() -> None:
    first, second = Check(), Check()
    for check in (first, second):
        for i in range(EXAMPLES - 5):
            check.keep(Finding(kind="k", text=str(i)))
    first.merge(second)
    assert first.counts["k"] == 2 * EXAMPLES - 10
    assert len(first.examples) == EXAMPLES


def test_rows_give_what_they_have() -> None:
    row = Row({"family": "clock", "scene": "{", "marks": '[{"id": "a"}]'})
    assert row.marks[0]["medium"] == 0
    for part in ("scene", "level", "media", "questions"):
        with pytest.raises(Unusable):
            getattr(row, part)
