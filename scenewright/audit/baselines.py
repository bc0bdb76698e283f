"""The guessers without eyes. Each learns from four folds and guesses the fifth; all that shares a scene is in one fold.

Every function returns for each question, in order, whether it was guessed right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from scenewright.audit import cues, magnitudes
from scenewright.audit.questions import YES_NO, Asked
from scenewright.errors import UserError

FOLDS = 5
STRENGTH = 0.1
"""Inverse of the linear models' regularisation: strong, as most tokens say nothing."""
RARE = 3
"""Questions that must have a token for it to be used."""
LETTERS = (3, 4)
"""Lengths of the character n-grams."""
TREES_LEAST = 200
"""Questions below which no trees are grown: of fewer they learn chance."""
TREES: dict[str, Any] = {"max_iter": 25, "max_leaf_nodes": 8, "max_bins": 32, "learning_rate": 0.15,
                         "min_samples_leaf": 15, "early_stopping": False, "random_state": 0}  # fmt: skip
CAUSES = 6
"""Tokens named as the cause of a flag."""

Right = np.ndarray
"""Whether each question was guessed right, in order."""
Tokens = list[list[str]]


def names_for(kind: str, count: int) -> tuple[str, ...]:
    """The baselines that so many questions of a kind are put through."""
    trees = ("trees",) if count >= TREES_LEAST else ()
    stance = ("stance",) if kind == "choice" else ()
    return ("majority", "words", "letters", "crossed", *stance, *trees)


def guesses(items: Sequence[Asked]) -> dict[str, Right]:
    """All of them, for the questions of one template and kind."""
    return {name: guessed_by(name, items) for name in names_for(items[0].kind, len(items))}


def guessed_by(name: str, items: Sequence[Asked]) -> Right:
    """One of them."""
    folds = folds_of([q.group for q in items])
    if name == "majority":
        return majority(items, folds)
    if name == "trees":
        return _by_trees(items, folds)
    return _by_tokens(items, tokens_of(items, name), folds)


def folds_of(groups: Sequence[str]) -> np.ndarray:
    """A fold for each question; all that shares a scene is in one."""
    numbers = {group: i % FOLDS for i, group in enumerate(dict.fromkeys(groups))}
    return np.array([numbers[group] for group in groups])


def polar(items: Sequence[Asked]) -> list[int] | None:
    """For each question whether yes is right, 0 or 1; also where yes and no are options. None for other choices."""
    if items[0].kind != "choice":
        return [q.right for q in items]
    if all(sorted(text.lower() for text in q.options) == sorted(YES_NO) for q in items):
        return [YES_NO.index(q.options[q.right].lower()) for q in items]
    return None


def majority(items: Sequence[Asked], folds: np.ndarray) -> Right:
    """The option whose text was right most often in the other folds; the most frequent place breaks ties."""
    right = np.zeros(len(items), bool)
    for fold in range(FOLDS):
        others = [q for q, f in zip(items, folds, strict=True) if f != fold]
        texts = Counter(q.options[q.right] for q in others)
        places = Counter((len(q.options), q.right) for q in others)
        for i in np.flatnonzero(folds == fold):
            q = items[int(i)]
            scores = [(texts[text], places[len(q.options), place]) for place, text in enumerate(q.options)]
            right[i] = scores.index(max(scores)) == q.right
    return right


# -- tokens: a linear model whose weights can be read -----------------------------------------------------------------


def tokens_of(items: Sequence[Asked], name: str) -> Tokens:
    """Tokens of each question (yes or no) or of each option in turn (choices), by a baseline's name."""
    if polar(items) is not None and name != "stance":
        if name == "crossed":
            return magnitudes.crossed(items)
        return [cues.of_text(q) if name == "words" else _letters(q.text) for q in items]
    if name == "crossed":
        signs = [token for q, tokens in zip(items, magnitudes.crossed(items), strict=True)
                 for token in [_brief(tokens)] * len(q.options)]  # fmt: skip
        stands = [stand for q in items for stand in cues.stance(q)]
        texts = [text for q in items for text in q.options]
        return [
            [f"{a} | {b}" for a in (*sign, "") for b in (f"= {text.lower()}", *stand)]
            for sign, stand, text in zip(signs, stands, texts, strict=True)
        ]
    if name == "letters":
        return [_letters(text) for q in items for text in q.options]
    form = cues.stance if name == "stance" else cues.of_option
    return [option for q in items for option in form(q)]


def _brief(tokens: list[str]) -> list[str]:
    """Of crossed tokens those on sizes, order and way: the others would be too many beside options."""
    return [token for token in tokens if token.startswith(("way", "first", "last", "names"))]


def _letters(text: str) -> list[str]:
    whole = f" {text.lower()} "
    return list({whole[i : i + n] for n in LETTERS for i in range(len(whole) - n + 1)})


def _by_tokens(items: Sequence[Asked], tokens: Tokens, folds: np.ndarray) -> Right:
    _, table = _vectors(tokens)
    return _picked(items, np.zeros(len(tokens))) if table is None else by_table(items, table, folds)


def by_table(items: Sequence[Asked], table: Any, folds: np.ndarray | None = None) -> Right:
    """Logistic regression on the rows of a table, one for each question or one for each option in turn."""
    _, linear = sklearn()
    if folds is None:
        folds = folds_of([q.group for q in items])
    return _held_out(items, table, folds, lambda: linear.LogisticRegression(C=STRENGTH, solver="liblinear"))


def _vectors(tokens: Tokens) -> tuple[Any, Any]:
    """The vocabulary of all questions, which are no secret, and the table of who has what; None where all is rare."""
    text, _ = sklearn()
    vectors = text.CountVectorizer(analyzer=list, binary=True, min_df=RARE, dtype=np.float64)
    try:
        return vectors, vectors.fit_transform(tokens)
    except ValueError:
        return vectors, None


def causes(items: Sequence[Asked], name: str) -> tuple[str, ...]:
    """The tokens that weigh most when the model learns from all questions; empty for what has no tokens."""
    if name in ("majority", "trees"):
        return ()
    _, linear = sklearn()
    vectors, table = _vectors(tokens_of(items, name))
    if table is None:
        return ()
    wanted = _wanted(items, table.shape[0])
    own = linear.LogisticRegression(C=STRENGTH, solver="liblinear").fit(table, wanted).coef_[0]
    weights = own * np.sqrt(np.asarray(table.mean(axis=0))[0])
    names = vectors.get_feature_names_out()
    return tuple(f"{names[i]} ({own[i]:+.2f})" for i in np.argsort(-np.abs(weights))[:CAUSES])


# -- trees: what takes several features at once -----------------------------------------------------------------------


def _by_trees(items: Sequence[Asked], folds: np.ndarray) -> Right:
    """Boosted trees of numbers, lengths, ranks and ways (histogram gradient boosting, as in LightGBM)."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    table = magnitudes.of_texts(items) if polar(items) is not None else magnitudes.of_options(items)
    return _held_out(items, table, folds, lambda: HistGradientBoostingClassifier(**TREES))


# -- all of them ------------------------------------------------------------------------------------------------------


def _wanted(items: Sequence[Asked], rows: int) -> np.ndarray:
    """What a model learns: yes or no of each question, or right or wrong of each option."""
    found = polar(items)
    if found is not None and rows == len(items):
        return np.array(found)
    return np.array([int(place == q.right) for q in items for place in range(len(q.options))])


def _held_out(items: Sequence[Asked], table: Any, folds: np.ndarray, model: Callable[[], Any]) -> Right:
    """Scores of each row of the table by models that learned from the other folds, and what they pick."""
    wanted = _wanted(items, table.shape[0])
    if table.shape[0] != len(items):
        folds = np.repeat(folds, [len(q.options) for q in items])
    scores = np.zeros(table.shape[0])
    for fold in range(FOLDS):
        test = folds == fold
        if test.any() and len(set(wanted[~test])) == 2:
            scores[test] = model().fit(table[~test], wanted[~test]).decision_function(table[test])
    return _picked(items, scores)


def _picked(items: Sequence[Asked], scores: np.ndarray) -> Right:
    """Whether the likelier answer, or the likeliest option, is right."""
    if len(scores) == len(items):
        return (scores > 0) == (_wanted(items, len(items)) == 1)
    ends = np.cumsum([len(q.options) for q in items])
    found = []
    for q, part in zip(items, np.split(scores, ends[:-1]), strict=True):
        best = np.flatnonzero(part >= part.max() - 1e-9)
        # Ties go to a place that the question's words decide, as good as any and the same on every run.
        found.append(best[sum(map(ord, q.text)) % len(best)] == q.right)
    return np.array(found)


def sklearn() -> tuple[Any, Any]:
    """`(feature_extraction.text, linear_model)`; `UserError` where scikit-learn is missing."""
    try:
        from sklearn import linear_model
        from sklearn.feature_extraction import text
    except ImportError:
        raise UserError("the audit needs scikit-learn; run: pip install 'scenewright[audit]'") from None
    return text, linear_model
