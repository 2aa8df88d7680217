# `make help` lists what can be made. These can be set, as in `make lab PYTHON=python3.12`:
# the Python that makes the environment, and where the environment is,
PYTHON ?= python3
VENV ?= .venv
# one more place where pip looks: PyTorch's own CPU wheels spare Linux gigabytes of CUDA,
TORCH_INDEX ?=
# and flags for JupyterLab (--no-browser), for pytest (-n 8) and for uv (--upgrade).
LAB_FLAGS ?=
PYTEST_FLAGS ?=
COMPILE_FLAGS ?=
# For `make digits`: the seeds of the noise, a run of each lesson for each.
SEEDS ?= 1,2,3,4,5
# For `make grade`: the folder of submissions, how many are run at once (else one a core), what is
# put before the command of each, as in GRADE_WITH='sudo -u grader', and more flags (--limit 30).
SUBMISSIONS ?=
JOBS ?=
GRADE_WITH ?=
GRADE_FLAGS ?=

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# A lesson is called by its number, as in LESSON=03, or by its path.
LESSON := 00
NOTEBOOK = $(or $(firstword $(wildcard $(LESSON) notebooks/$(LESSON)_*.ipynb)),$(error There is no lesson $(LESSON)))
NUMBER = $(patsubst 0%,%,$(firstword $(subst _, ,$(notdir $(NOTEBOOK)))))
# Without this file everything works, but explorers answer more slowly.
CONFIG := course_utils/explore/jupyter_server_config.py
# JupyterLab refuses to serve root unasked; in a container there is often no one else.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)
COMPILE := uv pip compile --universal --python-version 3.11 --all-extras --no-header --quiet pyproject.toml --output-file constraints.txt

.PHONY: help lab present test lesson digits test-browser bench chromium notebooks notes slides solutions grade format constraints env clean
.DELETE_ON_ERROR: # an environment that was only half made is made again

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The lesson is part of the address, so that it opens from the printed link as well.
lab: env ## open JupyterLab on the first lesson
	$(BIN)/jupyter lab --config=$(CONFIG) --ip=127.0.0.1 --LabApp.default_url=/lab/tree/$(NOTEBOOK) $(ROOT_FLAG) $(LAB_FLAGS)

# Space leads through the slides. Settings are not the reader's own, so that `make lab` stays a page.
present: env ## show a lesson as live slides: LESSON=02
	$(BIN)/jupyter lab --config=course_utils/present/jupyter_server_config.py --ip=127.0.0.1 --LabApp.default_url=/doc/tree/$(NOTEBOOK) $(ROOT_FLAG) $(LAB_FLAGS)

# Each is run whatever the others say; pytest is last, so that its summary is easy to find.
test: env ## prove everything that needs no browser
	@failed=; \
	run() { echo "$$*"; "$$@" || failed="$$failed\n    $$*"; }; \
	run $(BIN)/ruff check; \
	run $(BIN)/ruff format --check; \
	run $(BIN)/codespell README.md Makefile pyproject.toml environment.yml course_utils notebooks tests; \
	run $(BIN)/pytest $(PYTEST_FLAGS); \
	[ -z "$$failed" ] || { printf "Failed:$$failed\n"; exit 1; }

# Its tests have its name in theirs, those of its exercises their number, as in [3.1 gd].
lesson: env ## prove one lesson, in seconds: LESSON=03
	$(BIN)/pytest $(NOTEBOOK) $(shell grep -lE 'each_lesson|EXERCISES' tests/test_*.py) \
	    -k '$(basename $(notdir $(NOTEBOOK))) or [$(NUMBER).' $(PYTEST_FLAGS)

# LESSON has a default, which is not meant here.
digits: env ## show digits that hang on the last bit: LESSON=07 SEEDS=1,2
	$(BIN)/python tests/digits.py $(if $(filter-out file,$(origin LESSON)),$(LESSON)) --seeds '$(SEEDS)'

test-browser: chromium ## prove the rest: each lesson in a real JupyterLab and Chromium
	$(BIN)/pytest tests/browser -n 0 $(PYTEST_FLAGS)

bench: chromium ## measure the explorers and the cost of importing the package
	$(BIN)/python tests/bench_explorers.py
	$(BIN)/python tests/bench_import.py

chromium: env ## find a Chromium for the tests, or install one
	$(BIN)/python tests/browser/chromium.py

notebooks: env ## run every notebook; store outputs and where slides begin
	$(BIN)/python -m course_utils.notebooks
	$(BIN)/python -m course_utils.slides

notes: env ## write the speaker notes of each lesson to build/notes
	$(BIN)/python -m course_utils.notes

slides: env ## write each lesson as slides to hand out to build/slides
	$(BIN)/python -m course_utils.handout

solutions: env ## write every notebook solved and executed to build/solutions
	$(BIN)/python -m course_utils.solutions

# It executes what students wrote with the rights of whoever calls it, unless GRADE_WITH says other.
grade: env ## judge what students handed in: SUBMISSIONS=dir
	$(BIN)/python -m course_utils.grade '$(SUBMISSIONS)' $(if $(JOBS),--jobs $(JOBS)) --with '$(GRADE_WITH)' $(GRADE_FLAGS)

format: env ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Not from `env`: it fails when the ranges and the old constraints.txt exclude each other.
constraints: $(BIN)/python ## choose the exact versions for the ranges in pyproject.toml
	$(BIN)/python -m pip install --quiet -c constraints.txt uv
	$(BIN)/$(COMPILE) $(COMPILE_FLAGS)
	printf '%s\n' '# $(COMPILE)' | cat - constraints.txt > constraints.new
	mv constraints.new constraints.txt

env: $(STAMP) ## make the environment, or bring it up to date

clean: ## remove the environment and the caches
	[ ! -e $(VENV)/pyvenv.cfg ] || rm -rf $(VENV)
	rm -rf build course_utils.egg-info .pytest_cache .ruff_cache .hypothesis
	find course_utils tests notebooks -name __pycache__ -prune -exec rm -rf {} +

# One command for all: with torch pinned on its own, fastai might replace it.
$(STAMP): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c constraints.txt -e '.[teach,test]'
	$(BIN)/jupyter labextension disable "@jupyterlab/apputils-extension:announcements"
	touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
	        echo "$$python -m venv $(VENV)"; exec $$python -m venv $(VENV); \
	    fi; \
	done; \
	echo "The course needs Python 3.11 or newer, and $(PYTHON) is not. Install one," >&2; \
	echo "or say where one is: make $(or $(MAKECMDGOALS),lab) PYTHON=/path/to/python3.11" >&2; \
	exit 1
