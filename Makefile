# Bookworks. `make` alone says what there is.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
  PYTHON := python
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif

.PHONY: help book desk test prove proof fuzz bench load lint lock samples vectors clean

help:
	@echo "make book PROJECT=twitter   set up if need be, then make the book of recipes/twitter"
	@echo "make desk DIR=desk          set up what a publisher's desk needs, and open the one in DIR"
	@echo "make test                   set up if need be, then run the tests"
	@echo "make prove                  the slow proofs: a kill at every write, and the like"
	@echo "make fuzz SECONDS=60        spoilt archives by every reader; READERS=\"mail ghost\" SEED=1 choose"
	@echo "make proof                  each sample in every output, and what epubcheck and Ace find in it"
	@echo "make bench                  times and memory, as ratios to pandoc on the same text"
	@echo "make load                   how long a desk's pages take, with 20 people at them at once"
	@echo "make lint                   ruff and mypy --strict"
	@echo "make samples                build the sample archives anew from their writing"
	@echo "make vectors                write vectors/ anew: bundles, good and tampered, and the schemas"
	@echo "make clean                  remove build/ (everything in it can be made again)"

.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Bookworks needs Python 3.11 or newer; PYTHON=python3.12 make … chooses another"; exit 1; }
	@test -d .venv || $(PYTHON) -m venv .venv || \
	  { echo "could not make .venv: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@echo "setting up .venv (once)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q pipeline
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.desk: .venv/.run requirements-desk.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-desk.lock
	@touch $@

book: .venv/.run
	@test -n "$(PROJECT)" || { echo "which book? for example: make book PROJECT=twitter"; exit 2; }
	@$(BIN)/bookworks book $(PROJECT)

desk: .venv/.desk
	@test -n "$(DIR)" || { echo "which desk? for example: make desk DIR=desk"; exit 2; }
	@$(BIN)/bookworks desk serve $(DIR)

test: .venv/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

prove: .venv/.dev
	$(BIN)/python -m pytest tests/proofs -s --timeout 3600

fuzz: .venv/.dev
	@$(BIN)/python -m tests.fuzz $(READERS) --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED))

proof: .venv/.dev
	@$(BIN)/python -m compileall -q pipeline
	$(BIN)/python -m tests.proof

bench: .venv/.dev
	@$(BIN)/python -m compileall -q pipeline
	$(BIN)/python -m tests.bench

load: .venv/.dev
	@$(BIN)/python -m compileall -q pipeline
	@$(BIN)/python -m tests.load

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

samples: .venv/.run
	$(BIN)/python sources/twitter/make.py
	$(BIN)/python sources/blog/make.py

vectors: .venv/.dev
	$(BIN)/python -m tests.vectors

# For whoever changes a dependency: versions and hashes only, no index's name.
lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url -q -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra desk --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements-desk.lock
	uv pip compile pyproject.toml --extra build --extra desk --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements-dev.lock

clean:
	rm -rf build
