"""Line charts as tables and scripts."""

from __future__ import annotations

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.line_chart_base import error_of, value_of
from scenewright.qa_templates.plot_words import READ_SHARE
from scenewright.renderers.base import Resolution
from scenewright.scenes.line_chart import LineChart


class _Lines(Tabled[LineChart]):
    kinds = ("line", "area")

    def table(self, scene: LineChart) -> ChartTable:
        rows = tuple(place.name for place in scene.places)
        cells = tuple(
            tuple(None if p is None or p.value is None else TableCell(p.id, p.value) for p in
                  (scene.point(row, series.name) for series in scene.series))
            for row in rows
        )  # fmt: skip
        columns = tuple(series.name or scene.value_axis.text or scene.measure for series in scene.series)
        return ChartTable(scene.place_label, rows, columns, cells, (scene.decimals,) * len(columns))

    def complete(self, scene: LineChart) -> bool:
        return all(place.labelled for place in scene.places)

    def slack(self, scene: LineChart, resolution: Resolution) -> Slack:
        if scene.log:
            shown = all(p.id in resolution.printed for p in scene.points if p.value is not None)
            return Slack((), 0.0 if shown else READ_SHARE * 2)
        worst = [
            max((error_of(scene, resolution, p) for p in scene.of_series(s.name) if p.value is not None), default=0.0)
            for s in scene.series
        ]
        return Slack(tuple(worst))

    def drawn(self, scene: LineChart) -> tuple[str, ...]:
        return ("area",) if scene.kind == "stacked" else ("line", "area") if scene.kind == "area" else ("line",)

    def script(self, scene: LineChart) -> str:
        names = [place.name for place in scene.places]
        lines = [f"x = {names!r}"]
        rows = [
            literal([None if p.value is None else value_of(p) for p in scene.of_series(s.name)], scene.decimals)
            for s in scene.series
        ]
        if scene.kind == "stacked":
            lines += [f"y{i} = {row}" for i, row in enumerate(rows)]
            every = ", ".join(f"y{i}" for i in range(len(rows)))
            lines.append(f"ax.stackplot(x, {every}, labels={[s.name for s in scene.series]!r})")
        else:
            draw = 'step(x, {}, where="mid"{})' if scene.kind == "step" else "plot(x, {}{})"
            mark = ', marker="o"' if scene.kind == "dots" else ""
            for series, row in zip(scene.series, rows, strict=True):
                label = f", label={series.name!r}" if series.name else ""
                lines.append("ax." + draw.format(row, mark + label))
        if scene.log:
            lines.append('ax.set_yscale("log")')
        return script_of(lines, scene.title.text, scene.place_axis.text, scene.value_axis.text, scene.many)


TABLE = _Lines()
TEMPLATES = chart_tasks(TABLE)
