# A fresh machine needs Python 3.11 or newer with venv, pip, make and git; everything else is installed into .venv,
# exactly as locked in requirements/.

PYTHON ?= python3
BUILDER ?= mkdocs
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(if $(UPGRADE),--upgrade --exclude-newer "14 days")

ifeq ($(filter $(BUILDER),mkdocs zensical properdocs),)
$(error "$(BUILDER)" is no builder – set BUILDER to mkdocs, zensical or properdocs)
endif

.PHONY: help site serve check links charts unit test coverage format golden golden-accept bench bench-peers \
	bundle release supply audit lock clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^### / { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

### While you write

site: $(if $(filter mkdocs,$(BUILDER)),.venv/site.stamp,.venv/builders.stamp) ## Build the site in site/; BUILDER=zensical or properdocs uses another builder
	@$(BIN)/explainer build --builder $(BUILDER)

serve: .venv/site.stamp ## Show the site on this machine and follow every change
	@$(BIN)/explainer serve

check: .venv/site.stamp ## Check data, charts and pages
	@$(BIN)/explainer check

links: .venv/site.stamp ## Ask whether the addresses that the site names can be reached (takes minutes)
	@$(BIN)/explainer check --links

charts: .venv/site.stamp ## Draw the charts that are out of date
	@$(BIN)/explainer charts

### While you program

unit: .venv/test.stamp ## Run the quick tests, in seconds: all but those that build, browse or look at this site
	@$(BIN)/pytest --numprocesses auto --dist worksteal --quiet -m "not slow" --durations 3 --durations-min 1 \
		--ignore tests/browser --ignore tests/judges

test: .venv/test.stamp supply ## Run everything that CI runs
	@echo "Checking style and types"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@echo "Checking data, charts and pages"
	@$(BIN)/explainer check
	@echo "Looking for a browser"
	@$(BIN)/python -m tests.browser.find
	@echo "Running the tests"
	@$(BIN)/pytest --numprocesses auto --dist worksteal --quiet

# Tests that only look at what others have built run no line of the engine, and a process that is killed counts none.
coverage: .venv/test.stamp ## Count the lines of the engine that tests run; fails when too few (a quarter of an hour)
	@echo "Running the tests, and counting"
	@rm -rf .cache/coverage
	@$(BIN)/coverage run -m pytest --numprocesses auto --dist worksteal --quiet \
		--ignore tests/browser --ignore tests/judges --ignore tests/test_crashes.py
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

format: .venv/test.stamp ## Bring the code into the project's style, and say what is left to do by hand
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet .

golden: .venv/test.stamp ## Show which charts look otherwise than their golden pictures
	@$(BIN)/python -m tests.golden show

golden-accept: .venv/test.stamp ## Keep the charts as they are drawn now as golden pictures
	@$(BIN)/python -m tests.golden accept

bench: .venv/test.stamp ## Measure how long builds and previews take, what pages weigh, and how long readers wait (minutes)
	@$(BIN)/python -m benchmarks.build --quick
	@$(BIN)/python -m benchmarks.drawing
	@$(BIN)/python -m benchmarks.serving --sizes real --runs 3
	@$(BIN)/explainer build
	@$(BIN)/python -m benchmarks.weight
	@$(BIN)/python -m benchmarks.readers

bench-peers: .venv/test.stamp .cache/peers/mkdocs.stamp .cache/peers/jupyter.stamp .cache/peers/observable.stamp ## Measure other ways to build the same pages (takes an hour)
	@$(BIN)/python -m benchmarks.peers

### To hand out

bundle: .venv/site.stamp ## Write the offline bundle into dist/
	@$(BIN)/explainer bundle

release: .venv/site.stamp ## Make an edition: date, changelog, commit and tag (DATE=2026-11-30, or today)
	@$(BIN)/explainer release $(if $(DATE),--date $(DATE))

### To keep house

supply: .venv/test.stamp ## Check the licences of what is installed, the workflows and the forms of issues
	@echo "Checking licences, workflows and forms"
	@$(BIN)/pip-licenses > .venv/licences.txt
	@$(BIN)/zizmor --offline --pedantic --strict-collection --quiet .github
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

audit: .venv/audit.stamp supply ## List licences, lint workflows, and ask for known weaknesses of what is locked
	@cat .venv/licences.txt
	@$(BIN)/pip-licenses --python .venv/audit/bin/python
	@if command -v actionlint > /dev/null; then actionlint; else echo "actionlint is not installed; it runs in CI"; fi
	@$(BIN)/python -m tests.advisories

lock: .venv/test.stamp ## Bring requirements/ up to date with pyproject.toml (UPGRADE=yes: and with what is newest)
	@$(PIP) install uv
	@$(LOCK) --group build pyproject.toml --output-file requirements/site.txt
	@$(LOCK) --group build --group builders --constraint requirements/site.txt pyproject.toml \
		--output-file requirements/builders.txt
	@$(LOCK) --group build --group test --constraint requirements/builders.txt pyproject.toml \
		--output-file requirements/test.txt
	@$(LOCK) --group audit --constraint requirements/test.txt --output-file requirements/audit.txt
	@$(LOCK) --group peers-mkdocs --constraint requirements/site.txt --output-file requirements/peers-mkdocs.txt
	@$(LOCK) --group peers-jupyter --output-file requirements/peers-jupyter.txt

clean: ## Remove everything that was made, the environment included
	rm -rf .venv .cache site dist docs/files docs/charts tests/judges/node_modules

.venv/site.stamp: requirements/site.txt pyproject.toml
	@echo "Installing what building needs into .venv (first time: a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement requirements/site.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q explainer charts
	@touch $@

.venv/builders.stamp: .venv/site.stamp requirements/builders.txt
	@echo "Installing the other builders into .venv"
	@$(PIP) install --require-hashes --requirement requirements/builders.txt
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements/test.txt tests/judges/package-lock.json
	@echo "Installing what testing needs into .venv"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix tests/judges --silent
	@touch $@

.venv/audit.stamp: .venv/test.stamp requirements/audit.txt
	@echo "Installing what auditing needs into .venv/audit"
	@$(PYTHON) -m venv .venv/audit
	@.venv/audit/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/audit.txt
	@touch $@

.cache/peers/%.stamp: requirements/peers-%.txt
	@echo "Installing what is measured beside this project into .cache/peers/$*"
	@$(PYTHON) -m venv --clear .cache/peers/$*
	@.cache/peers/$*/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@

.cache/peers/observable.stamp: benchmarks/peers/observable/package-lock.json .venv/test.stamp
	@echo "Installing what is measured beside this project into .cache/peers/observable"
	@mkdir -p .cache/peers/observable
	@cp benchmarks/peers/observable/package.json benchmarks/peers/observable/package-lock.json .cache/peers/observable/
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix .cache/peers/observable --silent
	@touch $@
