# Everything a person starts. `make run` shows the whole line on invented data; `make up` is daily life.
.PHONY: debian-tools setup run up down status password user test lint bench mutate lock catalogue report backfill test-unit test-db test-debian test-airflow test-e2e test-slow

# Compiled modules are kept in .venv: without them every start of a process of Airflow compiles for seconds.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
RINGS := unit db debian airflow web e2e

setup:  ## the virtual environment of the lock and the command .venv/bin/svodka
	@sh scripts/setup.sh

run: export RUN_BEGAN := $(shell date +%s)
run:  ## from invented exports to a delivered report; again: quick, changes nothing
	@sh scripts/setup.sh
	@$(BIN)/python -m svodka.demo

up: setup  ## the database, Airflow and the mail sink of this home
	@$(BIN)/python -m svodka.services up

down:  ## stops all that run or up started in this home, and only that
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m svodka.services down; else echo "Ничего не работало."; fi

status: setup  ## the services, the channels and the next deadline
	@$(BIN)/python -m svodka.services status; code=$$?; $(BIN)/svodka status || exit $$?; exit $$code

password: setup  ## make password LOGIN=head: a new password for a login of the web pages
	@$(BIN)/python -m svodka.services password "$(LOGIN)"

user: setup  ## make user LOGIN=ivanova ROLE=curator: a person with a role, his first password
	@$(BIN)/python -m svodka.services user "$(LOGIN)" "$(ROLE)"

report: setup  ## make report QUARTER=2026Q3
	@$(BIN)/svodka report $(QUARTER)

backfill: setup  ## make backfill FROM=2026-09-24 TO=2026-09-30: the landed files of these days again
	@$(BIN)/svodka ingest --from $(FROM) --to $(TO)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --disable-progress-bar sql
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

test: lint $(RINGS:%=test-%)  ## lint, then every ring; the slow ones: make test-slow

$(RINGS:%=test-%): test-%: setup
	@echo "== $*"
	@$(BIN)/pytest -q $(if $(filter db,$*),-n 2 --dist loadfile) -m "$* and not slow" tests/$*

test-debian test-slow: debian-tools

debian-tools:  ## what tests need and only Debian has; quick when it is there
	@sh tests/debian/install.sh

define slow
	@$(BIN)/pytest -q -m slow $(1); code=$$?; \
	if [ $$code -eq 1 ]; then echo "== once more, only what failed: kill -9 and waiting depend on a busy machine"; \
		$(BIN)/pytest -q -m slow --last-failed $(1); code=$$?; fi; \
	[ $$code -eq 5 ] || exit $$code
endef

test-slow: setup  ## kill -9, fault matrices, mutants, then the pages in a browser, whose Airflow ends with its process
	$(call slow,--ignore=tests/browser tests)
	$(call slow,tests/browser)

bench: setup  ## what a load, a quarter's figures and their workbook cost, as ratios; make bench ROWS=10000000: a longer history
	@PYTHONPATH=. $(BIN)/python -m bench.intake
	@PYTHONPATH=. $(BIN)/python -m bench.figures $(if $(ROWS),--rows $(ROWS))
	@PYTHONPATH=. $(BIN)/python -m bench.report
	@PYTHONPATH=. $(BIN)/python -m bench.pages

catalogue: setup  ## docs/indicators.md and docs/indicators.ru.md from sql/indicators
	@$(BIN)/python -m svodka.figures.catalogue_docs

mutate: setup  ## each condition of sql/indicators and sql/marts changed once: do the hand-made cases and the oracle notice?
	@$(BIN)/python -m tests.mutation --write docs/mutation.md

lock: setup  ## requirements.txt from requirements.in, for every Python and platform
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
