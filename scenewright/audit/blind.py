"""Blind baselines: how well the questions can be answered without the picture, template by template.

Rule: a row is flagged where a baseline exceeds chance by more than `MARGIN` and the lower bound of its accuracy
(Wilson, at a level that keeps all rows together at 95 %, after Bonferroni) lies above chance. A data set that is
balanced, with options that look alike, has no flagged row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist, fmean
from typing import Any

import msgspec
import numpy as np

from scenewright.audit.cues import of_option, of_text, stance
from scenewright.audit.questions import Asked
from scenewright.errors import UserError

MARGIN = 0.03
"""Points above chance that are let pass."""
LEVEL = 0.05
"""Probability of flagging anything in a fair data set."""
FOLDS = 5
FEWEST = 50
"""Questions below which a template is only counted: a classifier learns nothing from fewer."""
STRENGTH = 0.1
"""Inverse of the classifiers' regularisation: strong, as most tokens say nothing."""
RARE = 3
"""Questions that must have a token for it to be used."""
CAUSES = 6
"""Tokens named as the cause of a flag."""


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """How one baseline did on one row."""

    accuracy: float
    low: float
    high: float
    """Wilson interval of the accuracy at the level of the rule."""
    flagged: bool
    causes: tuple[str, ...] = ()
    """Tokens that weigh most, with their weights; of flagged rows only."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One template's questions of one kind, or all questions of a kind (`template` is empty)."""

    family: str
    template: str
    kind: str
    questions: int
    chance: float | None
    """None for free answers."""
    guesses: dict[str, Guess]
    """By baseline: `majority` (the answer that was right most often), `words` (bag of words; for options crossed with
    the question's) and, for options, `stance` (place, length, rank, likeness to the others)."""

    @property
    def flagged(self) -> bool:
        return any(guess.flagged for guess in self.guesses.values())


class Blind(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a data set."""

    questions: int
    z: float
    """Standard errors of the intervals."""
    rule: str
    rows: tuple[Row, ...]
    overall: tuple[Row, ...]
    odd_twins: tuple[str, ...] = ()
    """Twins that are not the same words once with an answer and once without: template and first sample."""

    def flagged(self) -> list[Row]:
        """Rows that can be guessed too well."""
        return [row for row in (*self.rows, *self.overall) if row.flagged]


Right = np.ndarray
"""Whether each question was guessed right, in order."""


def audit(questions: Iterable[Asked], tick: Callable[[int, int], None] = lambda done, total: None) -> Blind:
    """Guess all questions without looking. `UserError` where scikit-learn is missing.

    `tick(done, total)` is told the templates done.
    """
    _sklearn()
    by_template: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
    for question in questions:
        by_template[question.family, question.template, question.kind].append(question)
    judged = [key for key, items in by_template.items() if key[2] != "open" and len(items) >= FEWEST]
    tests = sum(3 if key[2] == "choice" else 2 for key in judged)
    z = NormalDist().inv_cdf(1 - LEVEL / max(tests, 1))
    rows: list[Row] = []
    pooled: dict[tuple[str, str], list[tuple[list[Asked], dict[str, Right]]]] = defaultdict(list)
    for done, key in enumerate(sorted(by_template)):
        items = by_template[key]
        rights = _guesses(items) if key in judged else {}
        rows.append(_row(*key, items, rights, z))
        if rights:
            pooled[key[2], key[0]].append((items, rights))
            pooled[key[2], ""].append((items, rights))
        tick(done + 1, len(by_template))
    return Blind(
        questions=sum(map(len, by_template.values())),
        z=round(z, 3),
        rule=(
            f"flagged: accuracy above chance by more than {MARGIN:.0%}, and its lower bound above chance "
            f"(Wilson, {z:.2f} standard errors: {1 - LEVEL:.0%} over all {tests} tests at once); "
            f"{FOLDS} folds, twins in one fold; templates with fewer than {FEWEST} questions are not judged"
        ),
        rows=tuple(rows),
        overall=tuple(_pooled(family, kind, parts, z) for (kind, family), parts in sorted(pooled.items())),
        odd_twins=tuple(name for key, items in sorted(by_template.items()) for name in _odd_twins(key, items)),
    )


def _odd_twins(key: tuple[str, str, str], items: list[Asked]) -> list[str]:
    pairs: dict[str, list[Asked]] = defaultdict(list)
    for q in items if key[2] == "answerable" else ():
        pairs[q.group].append(q)
    return [
        f"{key[1]} {group}"
        for group, both in pairs.items()
        if [q.right for q in both] not in ([0, 1], [1, 0]) or both[0].text != both[1].text
    ]


def _guesses(items: list[Asked]) -> dict[str, Right]:
    folds = folds_of([q.group for q in items])
    out = {"majority": _majority(items, folds)}
    if items[0].kind == "choice":
        out["stance"] = _options(items, [stance(q) for q in items], folds)
        out["words"] = _options(items, [of_option(q) for q in items], folds)
    else:
        out["words"] = _texts(items, folds)
    return out


def _row(family: str, template: str, kind: str, items: list[Asked], rights: dict[str, Right], z: float) -> Row:
    if kind == "open":
        share = max(Counter(q.answer for q in items).values()) / len(items)
        low, high = wilson(share, len(items), z)
        most = Guess(accuracy=share, low=low, high=high, flagged=False)
        return Row(family=family, template=template, kind=kind, questions=len(items), chance=None,
                   guesses={"majority": most})  # fmt: skip
    chance = fmean(q.chance for q in items)
    guesses = {name: _guess(right, chance, z) for name, right in rights.items()}
    for name, guess in guesses.items():
        if guess.flagged and name != "majority":
            guesses[name] = msgspec.structs.replace(guess, causes=_causes(items, name))
    return Row(family=family, template=template, kind=kind, questions=len(items), chance=chance, guesses=guesses)


def _pooled(family: str, kind: str, parts: list[tuple[list[Asked], dict[str, Right]]], z: float) -> Row:
    """The guesses of all templates together, each by its own model."""
    chance = fmean(q.chance for items, _ in parts for q in items)
    rights = {name: np.concatenate([rights[name] for _, rights in parts]) for name in parts[0][1]}
    guesses = {name: _guess(right, chance, z) for name, right in rights.items()}
    count = sum(len(items) for items, _ in parts)
    return Row(family=family, template="", kind=kind, questions=count, chance=chance, guesses=guesses)


def _guess(right: Right, chance: float, z: float) -> Guess:
    accuracy = float(right.mean())
    low, high = wilson(accuracy, len(right), z)
    return Guess(accuracy=accuracy, low=low, high=high, flagged=accuracy - chance > MARGIN and low > chance)


def wilson(share: float, n: int, z: float) -> tuple[float, float]:
    """Wilson's interval of a share of n (E. B. Wilson, 1927)."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return middle - half, middle + half


# -- the baselines -----------------------------------------------------------------------------------------------------


def folds_of(groups: Sequence[str]) -> np.ndarray:
    """A fold for each question; all that shares a scene is in one."""
    numbers = {group: i % FOLDS for i, group in enumerate(dict.fromkeys(groups))}
    return np.array([numbers[group] for group in groups])


def _majority(items: list[Asked], folds: np.ndarray) -> Right:
    """The option whose text was right most often in the other folds; the most frequent place breaks ties."""
    right = np.zeros(len(items), bool)
    for fold in range(FOLDS):
        others = [q for q, f in zip(items, folds, strict=True) if f != fold]
        texts = Counter(q.options[q.right] for q in others)
        places = Counter((len(q.options), q.right) for q in others)
        for i in np.flatnonzero(folds == fold):
            q = items[i]
            scores = [(texts[text], places[len(q.options), place]) for place, text in enumerate(q.options)]
            right[i] = scores.index(max(scores)) == q.right
    return right


def _texts(items: list[Asked], folds: np.ndarray) -> Right:
    """Logistic regression on the words of the question."""
    tokens = [of_text(q) for q in items]
    wanted = np.array([q.right for q in items])
    scores = _held_out(tokens, wanted, folds)
    return (scores > 0) == (wanted == 1)


def _options(items: list[Asked], tokens: list[list[list[str]]], folds: np.ndarray) -> Right:
    """Logistic regression on options, right or wrong; the likeliest of a question is the guess."""
    sizes = [len(q.options) for q in items]
    wanted = np.array([int(place == q.right) for q in items for place in range(len(q.options))])
    scores = _held_out([option for options in tokens for option in options], wanted, np.repeat(folds, sizes))
    ends = np.cumsum(sizes)
    found = []
    for q, part in zip(items, np.split(scores, ends[:-1]), strict=True):
        best = np.flatnonzero(part >= part.max() - 1e-9)
        # Ties go to a place that the question's words decide, as good as any and the same on every run.
        found.append(best[sum(map(ord, q.text)) % len(best)] == q.right)
    return np.array(found)


def _held_out(tokens: list[list[str]], wanted: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Scores of each item by a model that learned from the other folds."""
    scores = np.zeros(len(tokens))
    for fold in range(FOLDS):
        test = folds == fold
        train = [t for t, held in zip(tokens, test, strict=True) if not held]
        if not test.any() or len(set(wanted[~test])) < 2:
            continue
        vectors, model = _fit(train, wanted[~test])
        if model is not None:
            scores[test] = model.decision_function(vectors.transform([tokens[i] for i in np.flatnonzero(test)]))
    return scores


def _fit(tokens: list[list[str]], wanted: np.ndarray) -> tuple[Any, Any]:
    text, linear = _sklearn()
    vectors = text.CountVectorizer(analyzer=list, binary=True, min_df=RARE)
    try:
        table = vectors.fit_transform(tokens)
    except ValueError:  # every token is rare
        return vectors, None
    return vectors, linear.LogisticRegression(C=STRENGTH, solver="liblinear").fit(table, wanted)


def _causes(items: list[Asked], name: str) -> tuple[str, ...]:
    """The tokens that weigh most when the model learns from all questions."""
    if items[0].kind == "choice":
        per_question = [stance(q) if name == "stance" else of_option(q) for q in items]
        tokens = [option for options in per_question for option in options]
        wanted = np.array([int(place == q.right) for q in items for place in range(len(q.options))])
    else:
        tokens, wanted = [of_text(q) for q in items], np.array([q.right for q in items])
    vectors, model = _fit(tokens, wanted)
    weights = model.coef_[0] * np.sqrt(np.asarray(vectors.transform(tokens).mean(axis=0))[0])
    names = vectors.get_feature_names_out()
    best = np.argsort(-np.abs(weights))[:CAUSES]
    return tuple(f"{names[i]} ({model.coef_[0][i]:+.2f})" for i in best)


def _sklearn() -> tuple[Any, Any]:
    try:
        from sklearn import linear_model
        from sklearn.feature_extraction import text
    except ImportError:
        raise UserError("the audit needs scikit-learn; run: pip install 'scenewright[audit]'") from None
    return text, linear_model
