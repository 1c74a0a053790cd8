PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
UV_VERSION := 0.13.9
EXAMPLES ?= 20000
COUNT  ?= 1000000
# What a database can do otherwise is in how rows are written, asked for, locked, ordered and counted. These only
# draw what was read, ask what the others ask, or play long with rows that others write, too; they are half of it.
SAME_ON_ANY_DATABASE := $(wildcard tests/accounts/test_*_page.py tests/accounts/test_*_pages.py) \
	$(patsubst %,tests/accounts/test_%.py,editor editor_form everybody explanation_depends inside panel past_inside \
		policy_dialogs resource_question) \
	$(patsubst %,tests/lessons/test_%.py,check landing_page lesson_page roles) \
	tests/lessons/building/test_pages.py tests/lessons/classroom/test_class_pages.py \
	tests/lessons/classroom/test_rehearsing.py
WITH_DATABASE := tests/accounts tests/lessons tests/orgsim_site $(addprefix --ignore ,$(SAME_ON_ANY_DATABASE))

# On one's own machine, without a certificate. Production says otherwise (README).
export HTTPS ?= false
export ALLOWED_HOSTS ?= 127.0.0.1,localhost,[::1],$(HOST)

# Compiled once, whatever the machine says otherwise: compiling all that the tests import takes longer
# than many of them.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/bytecode

.DEFAULT_GOAL := help
.PHONY: help install run test test-postgresql test-outside test-browser laws mutants fuzz messages bench load lint format lock clean

help: ## list what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "orgsim needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.runtime: requirements.txt | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

# Whoever tries it at home need not invite themselves.
run: export INSTRUCTOR_SIGN_UP ?= open
install: $(VENV)/.runtime ## set up what serving orgsim takes

run: $(VENV)/.runtime ## set up and serve orgsim on http://127.0.0.1:8000/ (HOST, PORT)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "orgsim: http://$(HOST):$(PORT)/"
	@$(BIN)/uvicorn orgsim_site.asgi:application --host $(HOST) --port $(PORT) --log-level warning --timeout-graceful-shutdown 2

test: $(VENV)/.dev ## set up and run the tests, but those that take other programs (ARGS="-k …" to choose)
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	@# The tables of the models, which the line above holds to be those of the migrations. Those make the tables
	@# of the other two suites, in ten times as long.
	@$(BIN)/pytest --ignore tests/browser --ignore tests/outside --no-migrations -p no:playwright -p no:base_url --numprocesses auto --dist loadfile $(ARGS)

test-postgresql: $(VENV)/.dev ## run the tests that use a database on a PostgreSQL server of their own
	@# Databases are left behind (--reuse-db): they go with the server.
	@tests/with_postgresql.sh $(BIN)/pytest $(WITH_DATABASE) --reuse-db -p no:playwright -p no:base_url --numprocesses auto --dist loadfile $(ARGS)

test-outside: $(VENV)/.dev ## let other programs judge: the AWS CLI against a mock AWS, linters of policies and templates
	@$(BIN)/pytest tests/outside -p no:playwright -p no:base_url --numprocesses auto --dist load $(ARGS)

test-browser: $(VENV)/.dev ## run the tests that drive a real Chromium
	@$(BIN)/pytest tests/browser --numprocesses auto --dist load $(ARGS)

laws: $(VENV)/.dev ## hold every law of a decision in EXAMPLES made-up worlds (SEED), and every lesson's variants
	@$(BIN)/python -m tests.laws --examples $(EXAMPLES) $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m tests.variants

mutants: $(VENV)/.dev ## break the engine in many small ways: do the tests notice? (ARGS="boundary" to choose)
	@$(BIN)/python -m tests.mutants $(ARGS)

fuzz: $(VENV)/.dev ## throw COUNT near-policies at the parser and the validator (SEED)
	@$(BIN)/python -m tests.fuzz --count $(COUNT) $(if $(SEED),--seed $(SEED))

messages: $(VENV)/.dev ## bring locale/ up to date with the strings of the site, compile it, and say what is missing
	@DJANGO_SETTINGS_MODULE=orgsim_site.settings $(BIN)/python -m orgsim_site.messages

bench: $(VENV)/.dev ## print the benchmarks: ratios within one run
	@$(BIN)/python -m benchmarks

load: $(VENV)/.dev ## hold a class of 200 on PostgreSQL and one of 40 on SQLite, against the production server (two minutes each)
	@missed=0; DURABLE=yes tests/with_postgresql.sh $(BIN)/python -m benchmarks.load --learners 200 || missed=1; \
	DATABASE_URL= $(BIN)/python -m benchmarks.load --learners 40 || missed=1; exit $$missed

lint: $(VENV)/.dev ## style, types, layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev ## put the code into shape
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format

lock: $(BIN)/uv ## pin the dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet --upgrade -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --quiet --upgrade -c requirements.txt -o requirements-dev.txt

clean: ## remove what make made, and the local database
	@rm -rf $(VENV) var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
