# The commands of the project. `make serve` and `make test` do everything on a fresh machine; the rest is for those who change it.
PORT ?= 8000
PYTHON ?= python3
BENCH_EVENTS ?= 100000
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

.PHONY: serve test test-long check build format lock audit licences sbom bench bench-lock cluster cluster-stop test-cluster clean
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
	.venv/bin/bandit --quiet --configfile pyproject.toml --recursive api db schemas deploy gunicorn.conf.py
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

cluster: .venv/serving ## Three nodes and two proxies on this machine, in namespaces of their own (root; see docs/deployment.md).
	.venv/bin/python -m tests.cluster up

cluster-stop: .venv/serving ## End the cluster.
	.venv/bin/python -m tests.cluster stop

test-cluster: .venv/serving ## Break a cluster under load and print what held; ROWS="1 7" tries only some promises.
	.venv/bin/python -m tests.cluster test $(ROWS)

lock: .venv/ready ## Resolve the dependencies anew and write the lock files.
	.venv/bin/pip install --quiet uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install -o deploy/requirements.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install --extra dev -o deploy/requirements-dev.txt pyproject.toml

# It fails where a package was passed over or nobody could be asked, because nothing is known then. AUDIT may name another
# server that speaks OSV: make audit AUDIT="--osv-url http://localhost:8080/v1/query".
audit: .venv/ready ## Ask whether anything that the locks name has a known vulnerability.
	.venv/bin/pip-audit --strict --vulnerability-service osv --disable-pip --require-hashes --progress-spinner off $(AUDIT) -r deploy/requirements.txt -r deploy/requirements-dev.txt

licences: .venv/ready ## Write down the licence of everything that the locks name.
	.venv/bin/python deploy/licences.py

sbom: .venv/ready ## Write what serving consists of, with hashes, as CycloneDX; the same bytes for the same lock.
	mkdir -p build
	.venv/bin/python -W ignore -m cyclonedx_py requirements --output-reproducible --pyproject pyproject.toml -o build/sbom.json deploy/requirements.txt

bench: .venv/serving ## Measure Parley and its peers over BENCH_EVENTS generated events, within ten minutes.
	.venv/bin/python -m bench --events $(BENCH_EVENTS)

bench-lock: .venv/ready ## Resolve anew what the peers are made of.
	.venv/bin/pip install --quiet uv
	for name in bench/environments/*.in; do .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make bench-lock" -o "$${name%.in}.txt" "$$name"; done

clean: ## Remove what the other commands made.
	rm -rf .venv build *.egg-info
