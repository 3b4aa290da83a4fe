# safetysite. `make serve` runs the site, `make test` tests it; `make help` lists the rest.
PORT ?= 8000
PYTHON ?= python3
ORIGIN ?= http://127.0.0.1:$(PORT)
export ORIGIN
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help serve run test check lint types schema audit bench drill clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The environment is made anew when the locked dependencies or the package change.
$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

serve: $(READY) ## check the content, then serve it on http://127.0.0.1:$PORT (production server)
	@$(BIN)/safetysite check
	@$(BIN)/safetysite index
	@echo "Serving on http://127.0.0.1:$(PORT); stop with Ctrl-C."
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 --no-ws --log-level error wsgi:app

run: $(READY) ## develop: serve with reload when content, templates or code change
	@$(BIN)/safetysite index
	@$(BIN)/flask --app safetysite.develop:app run --debug --port $(PORT) --extra-files "$$(find content templates -type f | paste -sd: -)"

test: $(READY) tests/.ready ## everything: model, rules, pages, real content, valid HTML
	$(BIN)/pytest

tests/.ready: tests/setup.sh tests/package-lock.json
	sh tests/setup.sh
	@touch $@

check: $(READY) ## check the content alone; CONTENT=folder checks another one
	@$(BIN)/safetysite check $(CONTENT)

lint: $(READY) ## ruff and djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

types: $(READY) ## mypy, strict
	$(BIN)/mypy

schema: $(READY) ## JSON Schema of the front matter, for editors, into docs/schema
	@$(BIN)/safetysite schema docs/schema

audit: $(READY) tests/.ready tests/audit/.ready ## Lighthouse on home, an answer, search and map, as phone and desktop (minutes)
	@$(BIN)/safetysite index
	@node tests/audit/audit.js

tests/audit/.ready: tests/audit/package-lock.json
	npm ci --prefix tests/audit --silent --no-audit --no-fund
	@touch $@

bench: $(READY) ## measure the search against SQLite FTS5, and serving against nginx, side by side (minutes; needs nginx and wrk)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.serving

drill: $(READY) ## kill index builds fifty times and see that the old index stays (minutes)
	$(BIN)/python -m tests.search.drill_kill

clean: ## remove what was made
	rm -rf .venv search_index/*/ tests/node_modules tests/.ready tests/audit/node_modules tests/audit/.ready .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
