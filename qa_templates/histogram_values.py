"""The heights of a histogram's bars as named numbers, so that the questions all charts share can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from scenewright.qa_templates.answers import Label
from scenewright.qa_templates.histogram_base import bar_of, bin_label, bin_span, error, of_series, read
from scenewright.qa_templates.named_values import (
    Along,
    Caption,
    Cell,
    Entry,
    Run,
    Values,
    astride,
    thinned,
    value_templates,
)
from scenewright.qa_templates.plot_words import APART_PX, printed_in, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_words import said_as
from scenewright.qa_templates.words import ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.histogram import Histogram


class BarValues(Values[Histogram]):
    """Heights by bin and by distribution; none where bars show running totals."""

    def every(self, scene: Histogram) -> Sequence[Cell]:
        if scene.cumulative:
            return ()
        return self.keep(scene, "every", lambda: [
            Cell(bar.id, bin_span(scene, bar.bin), bar.series, bar.value) for bar in scene.bars])  # fmt: skip

    def _bin(self, scene: Histogram, name: str) -> int:
        bins = self.keep(scene, "bins", lambda: {bin_span(scene, i): i for i in range(scene.bins)})
        return bins[name]

    def entries(self, scene: Histogram, along: Along) -> Sequence[Entry]:
        return [Entry(s.id, s.name) for s in scene.series] if along == "column" and scene.many else ()

    def ordered(self, scene: Histogram, along: Along) -> bool:
        return along == "row"

    def nouns(self, scene: Histogram, along: Along) -> tuple[str, str]:
        return ("bin", "bins") if along == "row" else (scene.series_label, scene.series_plural)

    def says(self, scene: Histogram, along: Along, name: str) -> str:
        return name if along == "row" else who(scene.series_label, name)

    def end(self, scene: Histogram, along: Along, name: str) -> str:
        """Bins by their places: where a measure is most frequent is known of real columns."""
        return f"the {ordinal(self._bin(scene, name) + 1)} bin" if along == "row" else self.says(scene, along, name)

    def phrase_of(self, scene: Histogram, row: str, column: str) -> str:
        return f"{row} ({who(scene.series_label, column)})" if column else row

    def spot(self, scene: Histogram, row: str, column: str) -> str:
        return f"in the bin {row}{of_series(scene, column)}"

    def within(self, scene: Histogram, run: Run) -> str:
        if not run.name:
            return ""
        return f" in the bin {run.name}" if run.along == "column" else of_series(scene, run.name)

    def named(self, scene: Histogram, name: str, along: Along) -> Label:
        if along == "row":
            return bin_label(scene, self._bin(scene, name))
        return Label(value=name, accepted=(who(scene.series_label, name), f"{scene.series_label} {name}"))

    def look(self, work: Work, scene: Histogram, cell: Cell) -> Known:
        return read(work, scene, bar_of(scene, self._bin(scene, cell.row), cell.column))

    def error(self, scene: Histogram, resolution: Resolution, cell: Cell) -> float:
        return error(scene, resolution, bar_of(scene, self._bin(scene, cell.row), cell.column))

    def apart(self, scene: Histogram, resolution: Resolution, cells: Sequence[Cell]) -> float:
        if all(cell.id in printed_in(resolution) for cell in cells):
            return 0.0
        return APART_PX * resolution.units_per_px["value"]

    def adds_up(self, scene: Histogram, of: Cell | None = None) -> bool:
        return scene.scale == "count"

    def beside_limit(self, scene: Histogram, cells: Sequence[Cell], limit: float) -> Sequence[Cell]:
        """Bars next to one on the limit's other side: those in the middle are high, and all know where that is."""
        rows = [[c for c in cells if c.column == series.name] for series in scene.series]
        return thinned([c for row in rows for c in astride(row, lambda c: c.value > limit)], 12)

    def absent(self, scene: Histogram, along: Along) -> Sequence[str]:
        return scene.absent_series if along == "column" and scene.many else ()

    def captions(self, scene: Histogram) -> Sequence[Caption]:
        return (
            Caption("value_axis", "the title of the vertical axis"),
            Caption("place_axis", "the title of the horizontal axis"),
        )


VALUES = BarValues()

STRUCTURE = ("title_text", "caption_text", "end_tick", "tick_step", "count_names", "is_shown")
WITHOUT = (
    # asked in the words of histograms instead
    "value_of", "ranked_name", "is_higher", "count_peaks", "name_at", "value_at", "sum_of_run", "ranked_run",
    "lost_value", "lost_in_difference", "lost_in_comparison", "covered_value", "covered_in_difference", "covered_rank",
    # means of heights, and changes in per cent from bin to bin, say nothing of a distribution
    "mean_of_run", "median_of_run", "gap_from_mean", "count_past_mean", "passes_mean", "mean_of_two",
    "percent_change", "gap_of_means", "mean_is_higher", "change_rank", "differs_more", "closest_to", "sorted_names",
    "ends_higher",
    # "bins below 10" might be those to the left of it; and one distribution is never above the other throughout
    "names_past", "always_above",
)  # fmt: skip

TEMPLATES = said_as(value_templates(VALUES, without=WITHOUT), "height", STRUCTURE)
