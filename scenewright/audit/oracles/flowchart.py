"""Answers about flowcharts from the scene's JSON alone: programs become Python source, charts become graphs."""

from __future__ import annotations

import json
from functools import lru_cache

import networkx as nx


def expected(scene: dict, template: str, slot):
    """The right answer, or None where there is none."""
    return globals()[f"_{template}"](scene, slot)


# -- programs: compiled to Python source ---------------------------------------------------------------------------


def _source(e) -> str:
    if isinstance(e, dict):
        return f"({_source(e['left'])} {e['op']} {_source(e['right'])})"
    return str(e)


@lru_cache(512)
def _compiled(text: str):
    """A generator function made of the nodes: one branch of a dispatch loop for each, on Python's own arithmetic."""
    scene = json.loads(text)
    yes = scene["answers"][0]
    out: dict = {}
    for edge in scene["edges"]:
        out.setdefault(edge["start"], {})[edge["label"]] = edge["end"]
    first = scene["nodes"][0]["id"]
    lines = ["def run(given):", f"    at, v = {first!r}, {{}}", "    for _ in range(100000):"]
    for node in scene["nodes"]:
        ways = out.get(node["id"], {})
        lines.append(f"        if at == {node['id']!r}:")
        pad = " " * 12
        if node["kind"] == "end":
            lines.append(f"{pad}yield at, dict(v), None")
            lines.append(f"{pad}return")
            continue
        said = "None"
        if node["kind"] == "input":
            lines.append(f"{pad}v[{node['target']!r}] = given[{node['target']!r}]")
        elif node["kind"] == "process" and node["target"]:
            lines.append(f"{pad}v[{node['target']!r}] = eval({_source(node['value'])!r}, {{}}, v)")
        elif node["kind"] == "output":
            said = repr(node["word"]) if node["value"] is None else f"str(eval({_source(node['value'])!r}, {{}}, v))"
        lines.append(f"{pad}yield at, dict(v), {said}")
        if node["kind"] == "decision":
            no = next(label for label in ways if label != yes)
            lines.append(f"{pad}at = {ways[yes]!r} if eval({_source(node['value'])!r}, {{}}, v) else {ways[no]!r}")
        else:
            lines.append(f"{pad}at = {next(iter(ways.values()))!r}")
        lines.append(f"{pad}continue")
    space: dict = {}
    exec("\n".join(lines), space)
    return space["run"]


def _run(scene, case):
    given = {i["name"]: value for i, value in zip(scene["inputs"], case, strict=True)}
    return list(_compiled(json.dumps(scene, sort_keys=True))(given))


def _printed(scene, case):
    return [said for _, _, said in _run(scene, case) if said is not None]


def _node(scene, id):
    return next(n for n in scene["nodes"] if n["id"] == id)


def _kind(scene, id):
    return _node(scene, id)["kind"]


def _given(scene, name):
    """Ids of the shapes that set a variable."""
    return {n["id"] for n in scene["nodes"] if n["target"] == name}


def _covered(scene, ids):
    return bool(set(scene["hidden"]) & set(ids))


def _printed_output(scene, slot):
    return _printed(scene, slot[0])


def _nth_output(scene, slot):
    return _printed(scene, slot[0])[slot[1] - 1]


def _output_count(scene, slot):
    return len(_printed(scene, slot[0]))


def _output_sum(scene, slot):
    return sum(int(x) for x in _printed(scene, slot[0]))


def _final_value(scene, slot):
    return _run(scene, slot[0])[-1][1][slot[1]]


def _value_after(scene, slot):
    case, id, k = slot
    return [v for at, v, _ in _run(scene, case) if at == id][k - 1][_node(scene, id)["target"]]


def _variable_trace(scene, slot):
    ids = _given(scene, slot[1])
    return [str(v[slot[1]]) for at, v, _ in _run(scene, slot[0]) if at in ids]


def _largest_value(scene, slot):
    return max(v[slot[1]] for _, v, _ in _run(scene, slot[0]) if slot[1] in v)


def _times_executed(scene, slot):
    return [at for at, _, _ in _run(scene, slot[0])].count(slot[1])


def _decisions_made(scene, slot):
    return sum(_kind(scene, at) == "decision" for at, _, _ in _run(scene, slot[0]))


def _exit_taken(scene, slot):
    case, before, test, k, label = slot
    edges = {e["end"]: e["label"] for e in scene["edges"] if e["start"] == test}
    assert any(e["start"] == before and e["end"] == test for e in scene["edges"])
    way = [at for at, _, _ in _run(scene, case)]
    places = [i for i, at in enumerate(way) if at == test]
    return edges[way[places[k - 1] + 1]] == label


def _box_executed(scene, slot):
    return slot[1] in [at for at, _, _ in _run(scene, slot[0])]


def _more_often(scene, slot):
    way = [at for at, _, _ in _run(scene, slot[0])]
    a, b = way.count(slot[1]), way.count(slot[2])
    assert a != b
    return _node(scene, slot[1] if a > b else slot[2])["text"]


def _shapes_visited(scene, slot):
    return len(_run(scene, slot[0]))


def _which_input(scene, slot):
    i = scene["inputs"][0]
    hits = [n for n in range(i["low"], i["high"] + 1) if _printed(scene, [n]) == list(slot)]
    assert len(hits) == 1
    return hits[0]


def _value_difference(scene, slot):
    one, name, two = slot
    return abs(_final_value(scene, (one, name)) - _final_value(scene, (two, name)))


# -- charts: as graphs -----------------------------------------------------------------------------------------------


def _graph(scene) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for node in scene["nodes"]:
        graph.add_node(node["id"], **node)
    for edge in scene["edges"]:
        graph.add_edge(edge["start"], edge["end"], label=edge["label"])
    return graph


def _text(scene, id):
    return _node(scene, id)["text"]


def _next_step(scene, slot):
    (follower,) = _graph(scene).successors(slot)
    return _text(scene, follower)


def _next_on_answer(scene, slot):
    (goal,) = {b for _, b, label in _graph(scene).out_edges(slot[0], data="label") if label == slot[1]}
    return _text(scene, goal)


def _step_before(scene, slot):
    (before,) = _graph(scene).predecessors(slot)
    return _text(scene, before)


def _follow_answers(scene, slot):
    test, one, two = slot
    graph = _graph(scene)
    at, answers = test, [one, two]
    while answers:
        decision = _kind(scene, at) == "decision"
        label = answers.pop(0) if decision else ""
        (at,) = [b for _, b, x in graph.out_edges(at, data="label") if x == label]
    return _text(scene, at)


def _walked(scene, answers):
    graph = _graph(scene)
    wanted = dict(answers)
    keep = [(a, b) for a, b, x in graph.edges(data="label") if a not in wanted or wanted[a] == x]
    graph = nx.DiGraph(keep)
    start = scene["nodes"][0]["id"]
    ends = [n["id"] for n in scene["nodes"] if n["kind"] == "end" and n["id"] in graph]
    (end,) = [e for e in ends if nx.has_path(graph, start, e)]
    return nx.shortest_path(graph, start, end)


def _which_end(scene, slot):
    return _text(scene, _walked(scene, slot)[-1])


def _steps_done(scene, slot):
    return sum(_kind(scene, id) in ("process", "call", "input", "output") for id in _walked(scene, slot))


def _shape_count(scene, slot):
    return len([n for n in scene["nodes"] if n["kind"] in slot.split(",")])


def _shortest_way(scene, slot):
    return nx.shortest_path_length(_graph(scene), *slot)


def _comes_first(scene, slot):
    graph = _graph(scene)
    a, b = slot
    assert nx.has_path(graph, a, b) != nx.has_path(graph, b, a)
    return _text(scene, a if nx.has_path(graph, a, b) else b)


def _can_reach(scene, slot):
    return nx.has_path(_graph(scene), *slot)


def _must_precede(scene, slot):
    graph = nx.DiGraph(_graph(scene))
    parents = nx.immediate_dominators(graph, scene["nodes"][0]["id"])
    at = slot[1]
    while parents.get(at, at) not in (at, None):
        at = parents[at]
        if at == slot[0]:
            return True
    return False


def _answer_leads_to(scene, slot):
    test, step, label = slot
    return any(b == step and x == label for _, b, x in _graph(scene).out_edges(test, data="label"))


# -- twins -----------------------------------------------------------------------------------------------------------


def _step_gone(scene, slot):
    found = [n["id"] for n in scene["nodes"] if n["text"] == slot]
    return _next_step(scene, found[0]) if found else None


def _variable_gone(scene, slot):
    return _final_value(scene, slot) if _given(scene, slot[1]) else None


def _next_hidden(scene, slot):
    (follower,) = _graph(scene).successors(slot)
    return None if _covered(scene, [follower]) else _text(scene, follower)


def _output_hidden(scene, slot):
    return None if _covered(scene, [at for at, _, _ in _run(scene, slot[0])]) else _printed(scene, slot[0])


def _exit_hidden(scene, slot):
    labels = [e["id"] for e in scene["edges"] if e["start"] == slot[0]]
    return None if _covered(scene, labels) else _next_on_answer(scene, slot)


def _value_hidden(scene, slot):
    return None if _covered(scene, [at for at, _, _ in _run(scene, slot[0])]) else _final_value(scene, slot)
