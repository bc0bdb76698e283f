"""The pytest plugin: the fixture `asset_snapshot`, the marker `scenewright_snapshot`, and what happened, at the end.

    def test_chart(asset_snapshot):
        asset_snapshot(sw.sample("bar_chart", level=1, index=3))

    @pytest.mark.scenewright_snapshot(metric="rms", tolerance=2)
    def test_logo():
        return draw_logo()          # a sample, rendering, picture, sound or clip

Options, each with a twin in the ini file: `--asset-update`, `--asset-baseline-dir`, `--asset-results-dir`,
`--asset-summary`, `--asset-metric`, `--asset-tolerance`. Nothing heavy is imported until a snapshot is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scenewright.snapshots.names import file_name

if TYPE_CHECKING:
    from scenewright.snapshots.compare import Finding

MARKER = "scenewright_snapshot"
SUMMARIES = ("html", "json")
_RECORD = "scenewright_snapshot"
"""Name of the user property that brings findings from an xdist worker to the one that sums up."""

_OPTIONS = (
    ("update", "Write baselines instead of comparing with them."),
    ("baseline-dir", "Folder of the baselines; by default `baseline` beside each test file."),
    ("results-dir", "Where expected, actual and difference of what failed are put (default: asset-results)."),
    ("summary", "Write a summary of all snapshots there: html, json, or both with a comma."),
    ("metric", "exact (default), rms, ssim, phash, pixels; for sounds exact, rms, spectral."),
    ("tolerance", "Largest value of the metric that passes (default: 0)."),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options and their twins in the ini file (`asset_baseline_dir = ...`)."""
    group = parser.getgroup("scenewright", "snapshots of assets")
    for name, text in _OPTIONS:
        dest = f"asset_{name.replace('-', '_')}"
        if name == "update":
            group.addoption("--asset-update", action="store_true", default=False, dest=dest, help=text)
            continue
        group.addoption(f"--asset-{name}", dest=dest, default=None, help=text)
        parser.addini(dest, text, default=None)


def _setting(config: pytest.Config, name: str, default: str) -> str:
    given = config.getoption(f"asset_{name}")
    found = config.getini(f"asset_{name}") if given is None else given
    return str(found) if found not in (None, "") else default


def pytest_configure(config: pytest.Config) -> None:
    """The marker, and options that are wrong."""
    config.addinivalue_line(
        "markers", f"{MARKER}(name=..., metric=..., tolerance=...): compare what the test returns with its baseline"
    )
    for part in _wanted(config):
        if part not in SUMMARIES:
            raise pytest.UsageError(f"--asset-summary is html, json or html,json, not '{part}'")
    _tolerance(_setting(config, "tolerance", "0"), "--asset-tolerance")
    metric = _setting(config, "metric", "exact")
    if metric not in ("exact", "rms", "ssim", "phash", "pixels", "spectral"):
        raise pytest.UsageError(f"--asset-metric is exact, rms, ssim, phash, pixels or spectral, not '{metric}'")
    config.stash[_TAKEN] = {}


_TAKEN: pytest.StashKey[dict[str, str]] = pytest.StashKey()
"""Baselines used so far, by the test that used them."""


def _tolerance(text: Any, where: str) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = -1.0
    if not value >= 0:
        raise pytest.UsageError(f"{where} is a number of 0 or more, not '{text}'")
    return value


def _wanted(config: pytest.Config) -> list[str]:
    return [part.strip() for part in _setting(config, "summary", "").split(",") if part.strip()]


# -- one snapshot ----------------------------------------------------------------------------------------------------


class AssetSnapshot:
    """Compares assets with the baselines of one test; call it once or more."""

    def __init__(self, node: pytest.Item) -> None:
        self._node, self._count = node, 0

    def __call__(
        self, asset: Any, name: str = "", *, metric: str | None = None, tolerance: float | None = None
    ) -> None:
        """Fail where the asset is not its baseline. `name` tells several snapshots of one test apart.

        Without a baseline it fails too, and says how to write one.
        """
        __tracebackhide__ = True
        finding = self.compare(asset, name, metric=metric, tolerance=tolerance)
        if finding.status not in ("same", "updated"):
            pytest.fail(f"{self._last}: {finding.line}", pytrace=False)

    def compare(
        self, asset: Any, name: str = "", *, metric: str | None = None, tolerance: float | None = None
    ) -> Finding:
        """The same without failing: what the comparison found."""
        from scenewright.errors import UserError
        from scenewright.snapshots.take import take

        __tracebackhide__ = True
        config = self._node.config
        path = self._path(name)
        owner = config.stash[_TAKEN].setdefault(str(path), self._node.nodeid)
        if owner != self._node.nodeid or (name and self._is_again(name)):
            pytest.fail(f"{self._last}: its baseline {path} is {owner}'s; give one of them another name", pytrace=False)
        try:
            finding = take(
                path,
                asset,
                metric=metric or _setting(config, "metric", "exact"),
                tolerance=_tolerance(
                    _setting(config, "tolerance", "0") if tolerance is None else tolerance, "tolerance"
                ),
                update=bool(config.getoption("asset_update")),
                results=self._results(),
            )
        except UserError as error:
            pytest.fail(f"{self._last}: {error}", pytrace=False)
        import msgspec

        record = msgspec.to_builtins(finding) | {"test": self._node.nodeid, "snapshot": self._last}
        self._node.user_properties.append((_RECORD, record))
        return finding

    def _is_again(self, name: str) -> bool:
        seen: set[str] = self._node.__dict__.setdefault("_asset_names", set())
        again = name in seen
        seen.add(name)
        return again

    def _path(self, name: str) -> Path:
        """`<baseline dir>/<test file>/<test>[-name]`, in letters that every file system takes."""
        self._count += 1
        own = name or (str(self._count) if self._count > 1 else "")
        test = self._node.nodeid.partition("::")[2].replace("::", ".").replace("[", "-").replace("]", "")
        self._last = file_name(f"{test}-{own}" if own else test)
        given = _setting(self._node.config, "baseline_dir", "")
        file = self._node.path
        if not given:
            return file.parent / "baseline" / file.stem / self._last
        root = self._node.config.rootpath
        return (root / given) / file_name(str(file.relative_to(root).with_suffix(""))) / self._last

    def _results(self) -> Path:
        config = self._node.config
        folder = config.rootpath / _setting(config, "results_dir", "asset-results")
        return folder / file_name(self._node.path.stem) / self._last


@pytest.fixture
def asset_snapshot(request: pytest.FixtureRequest) -> AssetSnapshot:
    """Compare a sample, rendering, picture, sound or clip with its baseline: `asset_snapshot(asset)`."""
    return AssetSnapshot(request.node)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A test with the marker is called here, since pytest keeps nothing of what a test returns."""
    marker = pyfuncitem.get_closest_marker(MARKER)
    if marker is None:
        return (yield)
    wanted = {"name", "metric", "tolerance"}
    if marker.args or set(marker.kwargs) - wanted:
        pytest.fail(f"the marker {MARKER} takes name, metric and tolerance, by name", pytrace=False)
    kept: list[Any] = []
    test = pyfuncitem.obj

    def keep(*args: Any, **kwargs: Any) -> None:
        kept.append(test(*args, **kwargs))

    pyfuncitem.obj = keep
    try:
        result = yield
    finally:
        pyfuncitem.obj = test
    if not kept or kept[0] is None:
        pytest.fail(f"a test with the marker {MARKER} returns what is to be compared", pytrace=False)
    AssetSnapshot(pyfuncitem)(kept[0], **marker.kwargs)
    return result


# -- at the end ------------------------------------------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """One line, and the summary files. Under xdist, only the process that sums up comes here."""
    records = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in getattr(report, "user_properties", ())
        if name == _RECORD
    ]
    if not records:
        return
    counts = {status: sum(record["status"] == status for record in records) for status in
              ("same", "updated", "different", "missing", "unreadable")}  # fmt: skip
    told = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    terminalreporter.write_line(f"asset snapshots: {told}")
    folder = config.rootpath / _setting(config, "results_dir", "asset-results")
    if any(record["status"] in ("different", "missing", "unreadable") for record in records):
        terminalreporter.write_line(f"expected, actual and difference: {folder}")
    if wanted := _wanted(config):
        from scenewright.snapshots.summary import write_summary

        for path in write_summary(folder, records, wanted):
            terminalreporter.write_line(f"summary: {path}")
