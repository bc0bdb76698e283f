"""A finished data set uploaded to the Hugging Face Hub (the extra `hub`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scenewright.build import MANIFEST, read_manifest
from scenewright.card import CHARTS
from scenewright.errors import UserError
from scenewright.places import is_remote, place
from scenewright.shards import DATA, NOTES
from scenewright.verifying import verify

PAGE, SHEET, COUNTS, REPORT = "README.md", "contact_sheet.png", CHARTS, f"{NOTES}/report.json"
"""Written last by a build, so that where they are it is finished."""
UPLOADED = (f"{DATA}/*.parquet", f"{NOTES}/*.json", PAGE, SHEET, COUNTS)


def push(folder: str | Path, repo_id: str, private: bool = False, endpoint: str | None = None) -> str:
    """Upload the data set in `folder` to the Hub as `repo_id` (`me/my-data`); the address of its page.

    The repository is made if need be, `private` only then. `endpoint` is another Hub than huggingface.co. Every shard
    is checked first. A push that was cut off goes on when it is repeated: files that the Hub has are not sent again.
    `UserError` for an unfinished or damaged build, a missing or refused token, a repository with other data.
    """
    root: Any = place(folder)
    if is_remote(root):
        raise UserError(f"{root}: push reads a folder of this machine; copy the data set here first")
    hub = _hub()
    _finished(root)
    token = hub.get_token()
    if not token:
        raise UserError("no token for the Hub; log in with: hf auth login, or set HF_TOKEN")
    api = hub.HfApi(endpoint=endpoint, token=token)
    with _explained(api.endpoint, repo_id):
        url = api.create_repo(repo_id, repo_type="dataset", private=private or None, exist_ok=True)
        _only_ours(api, str(url.repo_id), root)
        manifest = read_manifest(root)
        assert manifest is not None
        api.upload_folder(
            repo_id=url.repo_id,
            folder_path=root,
            repo_type="dataset",
            allow_patterns=list(UPLOADED),
            commit_message=f"{manifest.name}, by Scenewright {manifest.version}",
        )
    return str(url)


def _hub() -> Any:
    try:
        import huggingface_hub
    except ImportError:
        raise UserError('push needs huggingface_hub: pip install "scenewright[hub]"') from None
    return huggingface_hub


def _finished(root: Path) -> None:
    """`UserError` where anything is missing or not as it was built."""
    if read_manifest(root) is None:
        raise UserError(f"{root}: no Scenewright build here ({NOTES}/{MANIFEST} is missing)")
    again = "run the build again to finish it"
    for name in (REPORT, PAGE, SHEET, COUNTS):
        if not (root / name).is_file():
            raise UserError(f"{root}: is not finished ({name} is missing); {again}")
    faults = verify(root).faults
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise UserError(f"{faults[0]}{more}; {again}")


def _only_ours(api: Any, repo_id: str, root: Path) -> None:
    """`UserError` where the repository holds shards that would be taken for a part of this data set."""
    there = api.list_repo_files(repo_id, repo_type="dataset")
    ours = {f"{DATA}/{path.name}" for path in (root / DATA).glob("*.parquet")}
    foreign = sorted(name for name in there if name.startswith(f"{DATA}/") and name not in ours)
    if foreign:
        raise UserError(f"{repo_id}: holds other data ({foreign[0]}); give another name, or delete {DATA}/ there first")


@contextmanager
def _explained(endpoint: str, repo_id: str) -> Iterator[None]:
    """What the Hub or the network refuses, in one line."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        yield
    except HFValidationError as error:
        raise UserError(f"'{repo_id}' is no name of a repository, such as me/my-data: {_first(error)}") from None
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        cures = {
            401: "the token is not valid there; log in with: hf auth login",
            403: "the token may not write there; give one with write access, or another name",
        }
        raise UserError(f"{repo_id} at {endpoint}: {cures.get(status, _first(error))}") from None
    except OSError as error:
        if error.filename:
            raise
        raise UserError(f"{endpoint}: can't be reached ({_first(error)}); the same command goes on later") from None
    except Exception as error:  # the HTTP library's own, which differs between releases
        if not type(error).__module__.startswith("http"):
            raise
        raise UserError(f"{endpoint}: can't be reached ({_first(error)}); the same command goes on later") from None


def _first(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
