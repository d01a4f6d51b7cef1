# Everything a developer runs. CONTRIBUTING.md says what the checks stand for.
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint bench peers report model lock browser servers docs coverage mutation supply licences \
	sbom audit secrets bundle

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
# Where the questions and laws for training and measuring lie, and where a training keeps its state.
BENCH ?= ../shared/bench
MODEL_WORK ?= build/model
# What the report and the comparison with others ask; our own sets are in eval/questions/.
DEVELOPMENT ?= $(BENCH)/dev_questions.jsonl
# Tests of one file stay together, in the order of tests/conftest.py: what takes longest comes early.
WORKERS ?= 2
SPREAD := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
# pip and torch are pinned here; everything else, with hashes, in the two lock files.
PINNED_PIP := pip==26.1
PINNED_TORCH := torch==2.13.0

export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STAMP) ## make .venv with everything pinned

# torch goes last and by itself: which build of it is right depends on the machine (see README.md), so it has no hash in
# the locks. What it needs besides is installed from the lock before it.
$(STAMP): pyproject.toml requirements-dev.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更高版本（可用 make setup PYTHON=python3.12 指定）" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PINNED_PIP)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet $(PINNED_TORCH)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

run: setup ## build the index of docs_corpus/ if missing or stale, answer a sample question, serve on 127.0.0.1:8000
	$(BIN)/policyqa index build --corpus docs_corpus --if-stale
	$(BIN)/policyqa serve --sample 日照对创投机构奖励多少

test: setup browser servers ## the whole test suite
	$(BIN)/python -m pytest $(SPREAD)

check: setup lint servers ## lint, then the tests that take no seconds and need no browser
	$(BIN)/python -m pytest $(SPREAD) -m "not slow" $(addprefix --ignore tests/,ui e2e cluster)

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

# The tests of replicas start their own database, cache and proxy; they, too, fail where these are missing.
servers:
	@for program in redis-server nginx initdb; do \
		PATH="$$PATH:/usr/sbin:$$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)" command -v $$program >/dev/null || { \
			echo "make test 需要 PostgreSQL、Redis 和 nginx（缺 $$program）：多进程部署的测试会各自启动一个。Debian 上请先执行 apt-get install postgresql redis-server nginx" >&2; \
			exit 1; }; \
	done

lock: $(BIN)/uv ## resolve pyproject.toml anew and rewrite both lock files; LOCK=--upgrade takes the newest of everything
	$(call resolve,requirements.lock,What the service needs to run,--all-extras)
	$(call resolve,requirements-dev.lock,What development$(,) the tests and the documentation need,--all-extras --group dev --group docs)

$(BIN)/uv:
	$(MAKE) setup

# Only metadata is read. What is pinned already stays, unless pyproject.toml or LOCK asks for something else. The lines
# hold for every Python from 3.11 on, on amd64 and arm64; no index is named in them.
, := ,
define resolve
echo '$(PINNED_TORCH)' | $(BIN)/uv pip compile pyproject.toml $(3) --quiet --constraints - --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-package torch --no-emit-package pip $(LOCK) --output-file $(1)
{ printf '%s\n' \
	'# $(2): every package but torch and pip (pinned in the Makefile, see README.md) and this project.' \
	'# Written by "make lock" from pyproject.toml, with the hashes of every file of a release; not edited by hand.'; \
	cat $(1); } > $(1).new
mv $(1).new $(1)
endef

docs: setup ## build the documentation into build/site; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

coverage: setup browser servers ## the whole suite, with the branches of the core packages counted (thresholds: pyproject.toml)
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-branch --cov-report term-missing:skip-covered --cov-report html:build/coverage

mutation: setup ## mutate the clause trees, the numerals, the fusion and the verification; survivors: mutmut results
	$(BIN)/mutmut run
	$(BIN)/mutmut results

supply: setup secrets ## no unused dependency, no dead code, no secret
	$(BIN)/deptry .
	$(BIN)/python -m pytest -q tests/repository

licences: setup ## write docs/licences.md: every package that is installed with the service, and its licence
	$(BIN)/python -m tests.repository.licences > docs/licences.md.new
	mv docs/licences.md.new docs/licences.md

sbom: setup ## write build/sbom.json (CycloneDX): what requirements.lock and the project consist of
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.json

# The advisories come from the network. Without it there is nothing to compare with: that is said, and is no failure.
audit: setup ## known vulnerabilities of what is locked
	deploy/audit.sh $(BIN)/pip-audit requirements.lock

secrets: setup ## no secret in a tracked file (what is known to be none: .secrets.baseline)
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline

bundle: setup docs sbom ## one archive for a machine without any network, in dist/
	PYTHON=$(BIN)/python TORCH='$(PINNED_TORCH)' deploy/bundle.sh dist
