# `make help` lists what can be made. These can be set, as in `make lab PYTHON=python3.12`:
# the Python that makes the environment (else the first that will do), and where that is,
PYTHON ?=
VENV ?= .venv
# where pip looks for PyTorch too: on Linux at its own wheels for the CPU, for those of the registry
# bring 3 GB of CUDA along; who wants that says `make lab TORCH_INDEX=`,
TORCH_INDEX ?= $(if $(filter Linux,$(shell uname -s)),https://download.pytorch.org/whl/cpu)
# and flags for JupyterLab (--no-browser), for pytest (-n 8) and for uv (--upgrade).
LAB_FLAGS ?=
PYTEST_FLAGS ?=
COMPILE_FLAGS ?=
# For `make digits`: the seeds of the noise, a run of each lesson for each. For `make mutations`: how
# many times other inputs are drawn, 20 unless it is said.
SEEDS ?= 1,2,3,4,5
# For `make grade`: the folder of submissions, how many are run at once (else one a core), what is
# what shuts each in, if not bubblewrap (GRADE_WITH='docker run ...'), a folder of exercises of your
# own, a Dask scheduler that others work for, and more flags (--help tells them).
SUBMISSIONS ?=
JOBS ?=
GRADE_WITH ?=
KEY ?=
SCHEDULER ?=
GRADE_FLAGS ?=
# For `make class`, as --password; `python -m course_utils.hub --help` tells them.
CLASS_FLAGS ?=

# In a shell a path may hold whatever it likes between these; make needs a backslash at a space.
quote = '$(subst ','\'',$(patsubst ~/%,$(HOME)/%,$(1)))'
space := $() $()
ENV := $(subst $(space),\ ,$(VENV))
PY := $(call quote,$(VENV)/bin/python)
PIP_INSTALL := $(PY) -m pip install -c constraints.txt
# The environment grows: first what the lessons need, then what some targets need besides.
CORE := $(ENV)/.installed
TEACH := $(ENV)/.installed-teach
HUB := $(ENV)/.installed-hub
SITE := $(ENV)/.installed-site
TEST := $(ENV)/.installed-test
# A lesson is called by its number, as in LESSON=03, or by its path.
LESSON := 00
NOTEBOOK = $(or $(firstword $(wildcard $(LESSON) notebooks/$(LESSON)_*.ipynb)),$(error There is no lesson $(LESSON)))
# The reader's copy of it; make works in this folder, whatever else is set.
COPY = $(patsubst notebooks/%,work/%,$(NOTEBOOK))
unexport COURSE_WORK
# The lesson that was asked for, where none means all.
ONE = $(if $(filter-out file,$(origin LESSON)),$(call quote,$(NOTEBOOK)))
NUMBER = $(patsubst 0%,%,$(firstword $(subst _, ,$(notdir $(NOTEBOOK)))))
SERVE = $(PY) -m jupyterlab --config=course_utils/lab/$(1).py --ip=127.0.0.1 --LabApp.default_url=$(call quote,/$(2)/tree/$(COPY)) $(ROOT_FLAG) $(LAB_FLAGS)
# JupyterLab refuses to serve root unasked; in a container there is often no one else.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)
COMPILE := uv pip compile --universal --python-version 3.11 --all-extras --no-header --quiet pyproject.toml --output-file constraints.txt

# What builds, formats and lints the explorers' JavaScript: where there is no npm, nothing does.
PAGE := course_utils/explore/page
NODE := $(if $(shell command -v npm),$(PAGE)/node_modules/.package-lock.json)
PAGE_RUN := npm --prefix $(PAGE) run --silent
# What leads each student of a class to their server is a program for Node as well.
PROXY := $(if $(shell command -v npm),$(ENV)/bin/configurable-http-proxy)

.PHONY: help lab update progress class present test lesson digits mutations test-browser bench chromium explorers pictures stubs notebooks notes slides site solutions grade format constraints env clean
.DELETE_ON_ERROR: # an environment that was only half made is made again

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The lesson is part of the address, so that it opens from the printed link as well.
lab: $(CORE) ## open JupyterLab on your copy of the first lesson
	$(PY) -m course_utils.work
	$(call SERVE,reading,lab)

update: $(CORE) ## bring the newest edition into your copies; your answers stay
	$(PY) -m course_utils.work update

progress: $(CORE) ## print how far you have come, lesson by lesson
	@$(PY) -m course_utils.standing

class: $(HUB) $(PROXY) ## serve a class on this machine, for trying
	$(PY) -m course_utils.hub $(CLASS_FLAGS)

# Space leads through the slides. Settings are not the reader's own, so that `make lab` stays a page.
present: $(TEACH) ## show your copy of a lesson as live slides: LESSON=02
	$(PY) -m course_utils.work
	$(call SERVE,presenting,doc)

# Each is run whatever the others say; pytest is last, so that its summary is easy to find.
test: $(TEST) $(NODE) $(PROXY) ## prove everything that needs no browser
	@failed=; \
	run() { echo "$$*"; $(PY) -m "$$@" || failed="$$failed\n    $$*"; }; \
	run ruff check; \
	run ruff format --check; \
	run codespell_lib README.md CONTRIBUTING.md CHANGELOG.md Makefile pyproject.toml environment.yml course_utils notebooks tests; \
	[ ! -x $(PAGE)/node_modules/.bin/biome ] || $(PAGE_RUN) lint || failed="$$failed\n    $(PAGE_RUN) lint"; \
	run pytest $(PYTEST_FLAGS); \
	[ -z "$$failed" ] || { printf "Failed:$$failed\n"; exit 1; }

# Its tests have its name in theirs, those of its exercises their number, as in [3.1 gd].
lesson: $(TEST) ## prove one lesson, in seconds: LESSON=03
	$(PY) -m pytest --thorough $(NOTEBOOK) $(shell grep -rlE 'each_lesson|EXERCISES|PARTS' --include='test_*.py' tests/checking tests/lessons tests/publish) \
	    -k '$(basename $(notdir $(NOTEBOOK))) or [$(NUMBER).' $(PYTEST_FLAGS)

digits: $(TEST) ## show digits that hang on the last bit: LESSON=07 SEEDS=1,2
	$(PY) tests/digits.py $(ONE) --seeds '$(SEEDS)'

mutations: $(TEST) ## show edits that a check takes for right: LESSON=08 SEEDS=20
	$(PY) tests/mutations.py $(ONE) $(if $(filter-out file,$(origin SEEDS)),--seeds '$(SEEDS)')

test-browser: chromium ## prove the rest, in a real JupyterLab and Chromium
	$(PY) -m pytest tests/browser $(PYTEST_FLAGS)

bench: chromium ## measure the explorers and the cost of importing the package
	$(PY) tests/bench_explorers.py
	$(PY) tests/bench_import.py

chromium: $(TEST) ## find a Chromium for the tests, or install one
	$(PY) tests/browser/chromium.py

explorers: chromium $(NODE) ## build what explorers show in the page, and their stills
	@$(if $(NODE),:,echo "Explorers are built by Node: install npm first." >&2; exit 1)
	$(PAGE_RUN) build
	$(PY) tests/browser/stills.py

pictures: chromium ## draw the pictures of README.md
	$(PY) -m course_utils.publish.hero
	$(PY) tests/browser/lesson_picture.py

stubs: $(CORE) ## write the stub of each exercise into its notebook
	$(PY) -m course_utils.publish.stubs

notebooks: $(CORE) ## run every notebook, or LESSON=03; store outputs and slides
	$(PY) -m course_utils.publish.notebooks $(ONE)
	$(PY) -m course_utils.publish.slides $(ONE)

notes: $(CORE) ## write the speaker notes of each lesson to build/notes
	$(PY) -m course_utils.publish.notes

slides: $(TEACH) ## write each lesson as slides to hand out to build/slides
	$(PY) -m course_utils.publish.handout

site: $(SITE) ## write the course as a book for the web to build/site
	$(PY) -m course_utils.publish.site

solutions: $(CORE) ## write every notebook solved and executed to build/solutions
	$(PY) -m course_utils.publish.solutions

grade: $(TEACH) ## judge what students handed in: SUBMISSIONS=dir
	$(PY) -m course_utils.grade $(call quote,$(SUBMISSIONS)) $(if $(JOBS),--jobs $(JOBS)) $(if $(GRADE_WITH),--with $(call quote,$(GRADE_WITH))) $(if $(KEY),--key $(call quote,$(KEY))) $(if $(SCHEDULER),--scheduler $(SCHEDULER)) $(GRADE_FLAGS)

format: $(TEST) $(NODE) ## mend what a tool can mend
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(if $(NODE),$(PAGE_RUN) format)

# Not from the stamps: they fail when the ranges and the old constraints.txt exclude each other.
constraints: $(ENV)/pyvenv.cfg ## choose the exact versions for the ranges in pyproject.toml
	$(PIP_INSTALL) --quiet uv
	$(PY) -m $(COMPILE) $(COMPILE_FLAGS)
	printf '%s\n' '# $(COMPILE)' | cat - constraints.txt > constraints.new
	mv constraints.new constraints.txt

env: $(TEST) ## make the whole environment, or bring it up to date

clean: ## remove the environment and the caches
	[ ! -e $(call quote,$(VENV)/pyvenv.cfg) ] || rm -rf $(call quote,$(VENV))
	rm -rf build course_utils.egg-info .pytest_cache .ruff_cache .hypothesis
	find course_utils tests notebooks -name __pycache__ -prune -exec rm -rf {} +

# --- the environment

# torch comes first: this machine's own build if it has one, else PyTorch's. Only torch, and what is
# built upon it, is looked for there: pip asks each index for each package, and one that cannot be
# reached would cost half an hour of retries. If so, the registry's comes.
$(CORE): $(ENV)/pyvenv.cfg pyproject.toml constraints.txt
	$(if $(TORCH_INDEX),$(PIP_INSTALL) --no-deps --no-index torch 2> /dev/null || $(PIP_INSTALL) --no-deps --retries 1 --timeout 15 --extra-index-url $(TORCH_INDEX) torch torchvision)
	$(PIP_INSTALL) -e .
	touch $(call quote,$(VENV)/.installed)

$(TEACH): $(CORE)
	$(PIP_INSTALL) -e '.[teach]'
	touch $(call quote,$(VENV)/.installed-teach)

$(SITE): $(CORE)
	$(PIP_INSTALL) -e '.[site]'
	touch $(call quote,$(VENV)/.installed-site)

$(HUB): $(CORE)
	$(PIP_INSTALL) -e '.[hub]'
	touch $(call quote,$(VENV)/.installed-hub)

# The slides, the book and a class are proved as well.
$(TEST): $(CORE)
	$(PIP_INSTALL) -e '.[teach,cluster,hub,site,test]'
	touch $(foreach what,teach hub site test,$(call quote,$(VENV)/.installed-$(what)))

# Not by its date, which is that of its making.
$(ENV)/bin/configurable-http-proxy: | $(ENV)/pyvenv.cfg
	npm install --global --prefix $(call quote,$(VENV)) --no-audit --no-fund configurable-http-proxy@5 || echo "There will be no class."

# Without a network the packages of an earlier time will do, or none.
$(PAGE)/node_modules/.package-lock.json: $(PAGE)/package-lock.json
	npm --prefix $(PAGE) ci --no-audit --no-fund || echo "The explorers' JavaScript is not checked."

# Asked each time, for no date tells that PYTHON is another one now, or that its Python was removed.
# A new pyvenv.cfg is younger than what depends on it; one that stays leaves all as it is.
$(ENV)/pyvenv.cfg: FORCE
	@version() { "$$1" -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 14) and print(sys.version)' 2> /dev/null; }; \
	wanted=$(call quote,$(PYTHON)); venv=$(call quote,$(VENV)); \
	made=$$(version "$$venv/bin/python"); \
	if [ -n "$$made" ]; then \
	    [ -n "$$wanted" ] && [ "$$made" != "$$(version "$$wanted")" ] || exit 0; \
	fi; \
	for python in $(if $(PYTHON),"$$wanted",python3 python3.14 python3.13 python3.12 python3.11); do \
	    [ -n "$$(version "$$python")" ] && "$$python" -c 'import ensurepip' 2> /dev/null || continue; \
	    set -- -m venv "$$venv"; \
	    if [ -e "$$venv/pyvenv.cfg" ]; then \
	        echo "$$venv is of another Python, or broken: it is made again."; \
	        set -- -m venv --clear "$$venv"; \
	    fi; \
	    echo "$$python $$*"; exec "$$python" "$$@"; \
	done; \
	echo "$${wanted:-python3} is no Python from 3.11 to 3.14 with venv. Install one (on Debian and Ubuntu:" >&2; \
	echo "apt install python3-venv), or say where one is: make $(or $(MAKECMDGOALS),lab) PYTHON=/path/to/it" >&2; \
	exit 1

FORCE:
