# Two commands matter: `make run` serves the whole product, `make test` proves it. Both set up what they need.
.DEFAULT_GOAL := help
.PHONY: help run test check bench format voice-pack pictures blank-database gops

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: ## Serve everything with demo content on http://127.0.0.1:8000
	@$(PYTHON) tools/setup.py run
	@exec $(BIN)/unclench serve --demo --host $(HOST) --port $(PORT)

test: ## Run every test
	@$(PYTHON) tools/setup.py test
	@UNCLENCH_CHROMIUM="$$($(BIN)/python tools/browser.py)" && export UNCLENCH_CHROMIUM && $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(TESTS)

check: ## Lint, format, types, layers, migrations
	@$(PYTHON) tools/setup.py test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=unclench.project.settings.test $(BIN)/python -m django makemigrations --check --dry-run

bench: ## Measure us beside our peers; prints ratios
	@$(PYTHON) tools/setup.py bench
	@UNCLENCH_CHROMIUM="$$($(BIN)/python tools/browser.py)" && export UNCLENCH_CHROMIUM && $(BIN)/python -m bench $(ONLY)

voice-pack: ## Speak the shipped scripts again (needs Debian's festival and festvox-us-slt-hts)
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m unclench.voices.pack_build

gops: ## Draw and code the pictures of the shipped scripts and the cover again
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m unclench.render.gops build
	$(BIN)/python -m unclench.render.picture_cover build

blank-database: ## Make the migrated, empty database that new sites copy
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m unclench.project.blank build

format: ## Bring the code into the house's shape
	@$(PYTHON) tools/setup.py test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

pictures: ## Take the README's pictures of the running product again
	@$(PYTHON) tools/setup.py test
	@UNCLENCH_CHROMIUM="$$($(BIN)/python tools/browser.py)" && export UNCLENCH_CHROMIUM && $(BIN)/python tools/pictures.py
