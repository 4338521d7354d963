# What a developer or a curious person types. Everything runs in .venv, which `setup` makes and keeps.

PYTHON := .venv/bin/python
ARGS ?=
WORKERS ?= 2

# compiled once, everything starts in half the time
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup lock run test check lint types contracts bench crash screenshots translations

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## bring uv, the Python packages and, as root on Debian, Qt's libraries and a Chinese font
	@sh .make/setup.sh

lock: ## write uv.lock anew after a change of dependencies in pyproject.toml
	@PATH="$$PATH:$(CURDIR)/.tools/uv/bin" uv lock

run: setup ## open the desk on the demo world; more options with ARGS="--lang en"
	@$(PYTHON) main.py --demo $(ARGS)

test: check ## check, then every test, on WORKERS=2 cores; some of them with ARGS="-k hold"
	@$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: setup ## lint, formatting, types and who may import whom
	@$(MAKE) --no-print-directory -j2 lint types contracts

lint:
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet || { echo "formatting differs: .venv/bin/ruff format"; exit 1; }

types:
	@.venv/bin/mypy

contracts:
	@.venv/bin/lint-imports --no-logo

bench: setup ## measure every budget of tests/benchmarks, one after the other
	@$(PYTHON) -m pytest tests/benchmarks -m bench -s $(ARGS)

crash: setup ## 10,000 random steps, then desks killed at every step with every fault; goes on where it stopped
	@$(PYTHON) -m pytest -m soak tests/domain/test_holds_world.py tests/engine/test_desk_world.py
	@$(PYTHON) -m tests.crash $(ARGS)

screenshots: setup ## save a picture of each window of the demo in pictures/
	@$(PYTHON) main.py --demo --screenshot pictures $(ARGS)

translations: ## compile the .po files of resources/locale, and name what is missing or left over
	@$(PYTHON) -m resources.translations
