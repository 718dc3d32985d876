# The commands of the project. `make serve` and `make test` do everything on a fresh machine; the rest is for those who change it.
PORT ?= 8000
PYTHON ?= python3
export PORT
.DEFAULT_GOAL := check

PIP = .venv/bin/pip install --quiet --disable-pip-version-check

# The virtual environment holds exactly what the locks name, hashes checked: first what serving needs, then what tests need besides.
.venv/serving: deploy/requirements.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes -r deploy/requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch .venv/serving

.venv/ready: .venv/serving deploy/requirements-dev.txt
	$(PIP) --require-hashes -r deploy/requirements-dev.txt
	touch .venv/ready

.PHONY: serve test test-long check build format lock clean
serve: .venv/serving ## Build the real record and serve it on PORT.
	.venv/bin/parley serve

test: .venv/ready ## Run the test suite.
	.venv/bin/python -m pytest

test-long: .venv/ready ## The tests, with the generated requests of many minutes instead of seconds.
	PARLEY_LONG=50 .venv/bin/python -m pytest

check: .venv/ready ## Everything a change must pass: format, lint, types, records, the specification, tests.
	.venv/bin/ruff format --check --quiet
	.venv/bin/ruff check --quiet
	.venv/bin/mypy
	.venv/bin/parley format --check
	.venv/bin/parley check
	.venv/bin/parley openapi --check
	.venv/bin/python -m pytest --quiet

build: .venv/serving ## Build a release from the records and activate it.
	.venv/bin/parley build

format: .venv/ready ## Write code and records in their canonical form, and the generated files anew.
	.venv/bin/ruff check --quiet --fix
	.venv/bin/ruff format --quiet
	.venv/bin/parley format
	.venv/bin/parley openapi

lock: .venv/ready ## Resolve the dependencies anew and write the lock files.
	.venv/bin/pip install --quiet uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install -o deploy/requirements.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install --extra dev -o deploy/requirements-dev.txt pyproject.toml

clean: ## Remove what the other commands made.
	rm -rf .venv build *.egg-info
