"""Write the golden files anew: `make golden`. Look at the difference before you commit it."""

from __future__ import annotations

import json

from scenewright.families import BUILTIN
from tests.golden.compute import FOLDER, pictures, truth


def main() -> None:
    folder = FOLDER / "pictures"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for name in BUILTIN:
        (FOLDER / f"{name}.json").write_text(json.dumps(truth(name), indent=1, sort_keys=True) + "\n")
        for id, image in pictures(name).items():
            image.save(folder / f"{id}.png", optimize=True)


if __name__ == "__main__":
    main()
