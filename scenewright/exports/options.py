"""What can be asked of an export, the same for every form."""

from __future__ import annotations

import msgspec

from scenewright.errors import UserError
from scenewright.prompts import FORMATS


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How questions are put. The defaults change nothing of what is stored."""

    dialogue: bool | None = None
    """A row is a sample with all its questions as turns, rather than one question. None: as is usual for the form."""
    prompts: bool = False
    """Questions alone, with the answer and its key in columns of their own: for reinforcement learning."""
    steps: bool = False
    """Replies begin with the worked steps."""
    answer: str = "plain"
    """How the final answer is marked, one of `prompts.FORMATS`. A question with options is answered by letter."""
    system: str = ""
    """System prompt of every row."""
    shuffle: bool = False
    """Options in an order drawn anew for each question, by `seed` and the question's id."""
    unanswerable: float | None = None
    """Share of questions that can't be answered; None: as stored. Surplus questions are left out, by `seed` and id."""
    seed: int = 0
    split: str = ""
    """One split alone; all if empty."""
    media_root: str = ""
    """Put before the paths of media, for trainers that take paths from the current folder (`/data/clocks`)."""

    def check(self) -> None:
        """`UserError` where a value is not what it may be."""
        if self.answer not in FORMATS:
            raise UserError(f"answer format '{self.answer}' is unknown; there are: {', '.join(FORMATS)}")
        if self.unanswerable is not None and not 0 <= self.unanswerable <= 1:
            raise UserError(f"the share of unanswerable questions must be 0 to 1, not {self.unanswerable:g}")

    def changed(self) -> dict[str, object]:
        """What differs from the defaults."""
        return {
            name: value for name in self.__struct_fields__ if (value := getattr(self, name)) != getattr(_PLAIN, name)
        }


_PLAIN = Options()
