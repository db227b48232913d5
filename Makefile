# The verbs of this project; CI calls the same ones.
SHELL := /bin/bash
UV := .venv/bin/uv
PY := .venv/bin/python
RASA := .venv-rasa/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
# The embedding runs in threads that spin while they wait, unless told not to: beside other work that costs seconds.
export OMP_WAIT_POLICY := passive
export PYTHONPATH := $(CURDIR)
BROWSER := $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
BOT := config.yml $(wildcard bot/data/*.yml bot/domain/*.yml bot/components/*.py) \
       $(shell find pulang/language pulang/safety pulang/places pulang/taxonomy -type f -not -name '*.pyc' 2>/dev/null)

.PHONY: help run setup test check train learn evaluate bench translate lock clean
.DEFAULT_GOAL := help

help:  ## List the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup  ## Set up everything and start Pulang on http://127.0.0.1:8000
	@exec .venv/bin/pulang up

setup: .venv/ready .venv-rasa/ready bot/models/pulang.tar.gz locales/compiled  ## Both environments, the model, the translations

.venv/ready: requirements/service.txt requirements/uv.txt pyproject.toml
	@echo "[1/4] Python 3.12 environment ..."
	@test -x .venv/bin/python || $(call python,3.12) -m venv .venv
	@test -x $(UV) || .venv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	@VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes requirements/service.txt
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv-rasa/ready: requirements/rasa.txt .venv/ready
	@echo "[2/4] Python 3.10 environment for Rasa (the largest download) ..."
	@test -x .venv-rasa/bin/python || $(call python,3.10) -m venv .venv-rasa
	@VIRTUAL_ENV=.venv-rasa $(UV) pip sync --quiet --require-hashes requirements/rasa.txt
	@touch $@

# The python of a version: the one on the path, or the one pyenv knows from .python-version.
python = $(or $(shell command -v python$(1) 2>/dev/null),$(error python$(1) was not found; install it, for example with pyenv))

bot/models/pulang.tar.gz: $(BOT) | .venv-rasa/ready
	@echo "[3/4] Training the bot (some minutes the first time; only when its inputs have changed) ..."
	@mkdir -p bot/models
	@$(RASA) -W ignore -m rasa train --quiet --fixed-model-name pulang --out bot/models --data bot/data --domain bot/domain \
	  > bot/models/train.log 2>&1 || { tail -20 bot/models/train.log; exit 1; }
	@touch $@

locales/compiled: $(wildcard locales/*/LC_MESSAGES/*.po) | .venv/ready
	@echo "[4/4] Translations ..."
	@.venv/bin/pybabel -q compile -d locales -D pulang 2>&1 | grep -v '^compiling' || true
	@touch $@

train: .venv-rasa/ready  ## Train the bot again
	@rm -f bot/models/pulang.tar.gz && $(MAKE) --no-print-directory bot/models/pulang.tar.gz

learn: .venv-rasa/ready  ## Learn the danger model again from its messages; the result is committed
	@$(RASA) -W ignore -m pulang.safety.learn

evaluate: setup  ## Measure what is understood and what danger is heard; writes docs/understanding.md and docs/danger.md
	@OMP_NUM_THREADS=1 $(RASA) -W ignore -m benchmarks.understanding
	@OMP_NUM_THREADS=1 $(RASA) -W ignore -m benchmarks.danger

check: .venv/ready  ## Lint, types, import rules, lock files, translations, rows to learn from
	@.venv/bin/ruff check -q .
	@.venv/bin/mypy --no-error-summary pulang actions channels console
	@.venv/bin/lint-imports --no-cache > .import-linter.log || { cat .import-linter.log; exit 1; }
	@rm -f .import-linter.log
	@$(PY) -m benchmarks.understanding.rows

test: setup check  ## Every test: both environments, browser, a fresh clone that starts and answers
	@if [ -z "$(BROWSER)" ]; then echo "No Chromium found: the browser tests are left out."; fi
	@$(PY) -m pytest -q --ignore=tests/bot --ignore=tests/smoke --numprocesses auto --dist loadfile
	@$(PY) -m pytest -q tests/smoke
	@cd tests/bot && PYTHONPATH=$(CURDIR) ../../$(RASA) -m pytest -q .

bench: setup  ## Measure: acknowledgement, reply, kills, Rasa's pipelines
	@$(PY) -m benchmarks

translate: .venv/ready  ## Find new texts for the translators
	@.venv/bin/pybabel -q extract -F babel.cfg -o locales/pulang.pot --no-location --sort-output --omit-header .
	@for language in su jv en; do \
	  .venv/bin/pybabel -q update -i locales/pulang.pot -d locales -D pulang -l $$language --no-fuzzy-matching --init-missing --omit-header; done
	@rm -f locales/compiled && $(MAKE) --no-print-directory locales/compiled

lock: .venv/ready  ## Lock the newest allowed releases of every dependency
	@$(UV) pip compile -q -U pyproject.toml --extra service --extra test --python-version 3.12 --generate-hashes --no-header --no-annotate -o requirements/service.txt
	@$(UV) pip compile -q -U pyproject.toml --extra rasa --python-version 3.10 --generate-hashes --no-header --no-annotate -o requirements/rasa.txt
	@awk '/^uv==/{on=1;print;next} on&&/^    /{print;next} {on=0}' requirements/service.txt > requirements/uv.txt

clean:  ## Remove what was built; data in PULANG_HOME stays
	@rm -rf .venv .venv-rasa bot/models .rasa locales/compiled
