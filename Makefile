# make demo   build the demonstration data set into demo/
# make test   every check and test
# Both set up .venv themselves; all they need is Python 3.11+ (with venv) and make.

PYTHON ?= python3
PIP    := .venv/bin/pip install --disable-pip-version-check --quiet -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test check format golden bench browser docs libs clean

help:            ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1	/p' Makefile

# A stamp is newer than what it was made from, or its step runs again; libs comes first but never makes one old.
.venv/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, not " + sys.version)'
	$(PYTHON) -m venv .venv
	touch $@

.venv/demo-installed: pyproject.toml constraints.txt .venv/made | libs
	$(PIP) -e ".[hub,speech]"
	touch $@

.venv/dev-installed: pyproject.toml constraints.txt .venv/made | libs
	$(PIP) -e ".[dev]"
	touch $@

# skia-python loads these libraries of the system when it is imported.
NEEDED   := libEGL.so.1 libGL.so.1 libfontconfig.so.1
PACKAGES := libegl1 libgl1 libfontconfig1
libs:
	@$(PYTHON) -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' $(NEEDED) 2>/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES); \
	else \
		echo "Missing system libraries ($(NEEDED)). Install them and run make again:" >&2; \
		echo "    sudo apt-get install $(PACKAGES)" >&2; \
		exit 1; \
	fi

# Tests of pages need a browser; they are skipped where it can't be had.
browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium \
			chromium-driver >/dev/null; \
	else \
		echo "No Chromium here: tests of pages are skipped (sudo apt-get install chromium chromium-driver)." >&2; \
	fi

demo: .venv/demo-installed   ## build the demonstration data set into demo/
	.venv/bin/scenewright build recipes/demo.yaml -o demo
	@echo "Built demo/: start with demo/README.md; the samples are in demo/data/."

check: .venv/dev-installed   ## lint, format and types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

test: check browser          ## every check and test
	OPENBLAS_NUM_THREADS=1 .venv/bin/pytest -n 2

format: .venv/dev-installed  ## rewrite the code as make check wants it
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

golden: .venv/dev-installed  ## remake the stored results that tests compare with
	OPENBLAS_NUM_THREADS=1 .venv/bin/pytest tests/golden --asset-update -n 2

bench: .venv/dev-installed   ## measure the speed of each family and stage into bench/
	.venv/bin/scenewright bench -o bench

docs: .venv/dev-installed    ## build the documentation into site/
	.venv/bin/python docs/generate.py
	.venv/bin/mkdocs build --strict --quiet
	@echo "Built site/: open site/index.html."

clean:                       ## remove all that make has made
	rm -rf .venv demo bench site docs/reference build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
