# Everything a developer runs. CONTRIBUTING.md says what the checks stand for.
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint bench peers report model lock browser

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
LOCK_VENV := build/lock-venv
# Where the questions and laws for training and measuring lie, and where a training keeps its state.
BENCH ?= ../shared/bench
MODEL_WORK ?= build/model
# What the report and the comparison with others ask; our own sets are in eval/questions/.
DEVELOPMENT ?= $(BENCH)/dev_questions.jsonl
# pip, torch and the build backend are pinned here; everything else in requirements-dev.lock.
PINNED_PIP := pip==26.1
PINNED_TORCH := torch==2.13.0

export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STAMP) ## make .venv with everything pinned

# torch goes first and by itself: which build of it is right depends on the machine (see README.md).
$(STAMP): pyproject.toml requirements-dev.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更高版本（可用 make setup PYTHON=python3.12 指定）" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PINNED_PIP)
	$(BIN)/python -m pip install --quiet $(PINNED_TORCH)
	$(BIN)/python -m pip install --quiet -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

run: setup ## build the index of docs_corpus/ if missing or stale, answer a sample question, serve on 127.0.0.1:8000
	$(BIN)/policyqa index build --corpus docs_corpus --if-stale
	$(BIN)/policyqa serve --sample 日照对创投机构奖励多少

test: setup browser ## the whole test suite
	$(BIN)/python -m pytest

check: setup lint ## lint, then the tests that need neither a browser nor minutes
	$(BIN)/python -m pytest -m "not slow" --ignore tests/ui

lint: setup ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## search times, memory and opening of libraries up to 1,000,000 clauses, into build/bench (docs/retrieval.md)
	$(BIN)/python -m tests.bench --out build/bench

peers: setup ## the same questions put to what else one would search with, into build/peers (docs/peers.md; installs packages)
	$(BIN)/policyqa eval peers --questions $(DEVELOPMENT) --corpus docs_corpus --work build/peers --out build/peers

report: setup ## the figures of the development questions, without the questions, into docs/bench
	POLICYQA_HOME=build/report/library $(BIN)/policyqa index build --corpus docs_corpus --if-stale
	POLICYQA_HOME=build/report/library $(BIN)/policyqa eval run --questions $(DEVELOPMENT) --sources docs_corpus \
		--out build/report/run --json > build/report/summary.json
	mkdir -p docs/bench
	$(BIN)/policyqa eval report build/report/run --figures-only --out docs/bench/development.html --png docs/bench

model: setup ## train the embedding model anew from BENCH (docs/model-card.md); started again, it goes on where it stopped
	test -d $(BENCH)/statutes || { echo "没有训练数据：请用 make model BENCH=文件夹 指定含 statutes/ 与 laws.tar.gz 的文件夹" >&2; exit 1; }
	mkdir -p $(MODEL_WORK)
	test -d $(MODEL_WORK)/laws || tar -xzf $(BENCH)/laws.tar.gz -C $(MODEL_WORK)
	test -s $(MODEL_WORK)/clauses.jsonl || { \
		$(BIN)/policyqa ingest $(MODEL_WORK)/laws docs_corpus --export $(MODEL_WORK)/clauses.new --json > $(MODEL_WORK)/ingest.json \
		&& mv $(MODEL_WORK)/clauses.new $(MODEL_WORK)/clauses.jsonl; }
	OMP_NUM_THREADS=1 $(BIN)/python -m index.training --judged $(BENCH)/statutes \
		--clauses $(MODEL_WORK)/clauses.jsonl --work $(MODEL_WORK)

# The pages are tested in a real browser. Without one the suite must fail, not pass over them.
browser:
	@command -v chromium >/dev/null || { \
		echo "make test 需要 Chromium 浏览器：页面测试在真实浏览器中进行。Debian 上请先执行 apt-get install chromium fonts-noto-cjk" >&2; \
		exit 1; }

lock: ## resolve pyproject.toml anew in an empty environment and rewrite both lock files
	rm -rf $(LOCK_VENV)
	$(PYTHON) -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --quiet $(PINNED_PIP)
	$(LOCK_VENV)/bin/python -m pip install --quiet $(PINNED_TORCH)
	$(LOCK_VENV)/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > $(LOCK_VENV)/direct.txt
	$(LOCK_VENV)/bin/python -m pip install --quiet -r $(LOCK_VENV)/direct.txt
	$(call freeze,requirements.lock,What the service needs to run)
	$(LOCK_VENV)/bin/python -m pip install --quiet --group dev hatchling editables
	$(call freeze,requirements-dev.lock,What development and the tests need)
	rm -rf $(LOCK_VENV)

define freeze
{ printf '%s\n' \
	'# $(2): every package but torch (pinned in the Makefile, see README.md) and this project.' \
	'# Written by "make lock" (pip freeze of an empty environment with what pyproject.toml names); not edited by hand.'; \
	$(LOCK_VENV)/bin/python -m pip freeze --exclude torch; } > $(1)
endef
