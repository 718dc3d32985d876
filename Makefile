# The commands of the project; `make` alone lists them. `make serve` and `make test` do everything on a fresh machine.
PORT ?= 8000
BENCH_EVENTS ?= 100000
export PORT
# The commands are run again and again: what Python compiled is kept, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help

# The first Python on the PATH that is new enough, or the one that PYTHON names. pyproject.toml says the same version.
PYTHONS = $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
RUN_PYTHON = for python in $(PYTHONS); do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && exec "$$python"
NO_PYTHON = ; done; \
	echo "Parley needs Python 3.11 or later, which $(if $(PYTHON),$(PYTHON) is not,is not on the PATH); \
	name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1

# As .venv/bin/parley, but Ctrl-C while it is still importing is no traceback.
PARLEY = import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); from api.cli.main import main; main(prog_name="parley")

# How tests are shared out: a process for each core, the tests of a group in one of them (tests/conftest.py).
PYTEST = .venv/bin/python -m pytest --numprocesses auto --dist loadgroup --no-loadscope-reorder

# The virtual environment holds exactly what the locks name: first what serving needs, then what tests need besides.
.venv/serving: deploy/requirements.txt pyproject.toml deploy/environment.py
	@$(RUN_PYTHON) deploy/environment.py serving $(NO_PYTHON)

# A Python that was removed or upgraded leaves an environment without one; one that PYTHON names may be another than
# that of the environment, or too old.
ifneq ($(PYTHON)$(shell test -x .venv/bin/python || echo none),)
.PHONY: .venv/serving
endif

.venv/ready: .venv/serving deploy/requirements-dev.txt
	@$(RUN_PYTHON) deploy/environment.py ready $(NO_PYTHON)

.PHONY: help port serve test test-long coverage mutate soak generators check build format lock audit licences sbom land bench bench-lock cluster cluster-stop test-cluster clean
help: ## Say what each command does.
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

# The port comes before the work that would be for nothing.
ifneq ($(filter serve,$(MAKECMDGOALS)),)
.venv/serving: | port
endif
port:
	@$(RUN_PYTHON) api/cli/port.py $(NO_PYTHON)

serve: port .venv/serving ## Serve the real record on PORT, built first if anything changed.
	@.venv/bin/python -c '$(PARLEY)' serve

test: .venv/ready ## Run the test suite.
	@$(PYTEST)

test-long: .venv/ready ## The tests, with the generated requests of many minutes instead of seconds.
	@PARLEY_LONG=50 $(PYTEST)

coverage: .venv/ready ## Which lines and branches the tests reach, in all processes that they start; TESTS="tests/query" asks some.
	@rm -rf build/coverage; mkdir -p build/coverage
	@.venv/bin/coverage run -m pytest --numprocesses auto --dist loadgroup --no-loadscope-reorder --quiet $(TESTS) || echo "Not all tests passed; what they reached is counted."
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage html --quiet --directory build/coverage/html
	@.venv/bin/coverage report

MUTANTS ?= 30
SEED ?= 17
mutate: .venv/ready ## Put MUTANTS small faults into each subject, and see whether its tests notice; MODULES="totals db/query/lists.py" asks some.
	@.venv/bin/python -m venv build/mutation/.venv
	@build/mutation/.venv/bin/pip install --quiet --disable-pip-version-check -r tests/mutation/requirements.txt
	@build/mutation/.venv/bin/python -m tests.mutation --mutants $(MUTANTS) --seed $(SEED) --modules $(MODULES) --tests $(TESTS)

MINUTES ?= 20
RATE ?= 20
soak: .venv/ready ## Serve for MINUTES under a mixed and partly hostile load of RATE requests a second, and say what grew.
	@.venv/bin/python -m tests.soak --minutes $(MINUTES) --rate $(RATE)

generators: .venv/ready ## Let six generators write a client of openapi.yaml, and use each (needs Node.js and Java).
	@npm ci --prefix tests/generators --ignore-scripts --no-audit --no-fund --silent
	@.venv/bin/python -m venv tests/generators/.venv
	@tests/generators/.venv/bin/pip install --quiet --disable-pip-version-check -r tests/generators/requirements.txt
	@.venv/bin/python -m tests.generators

check: .venv/ready ## What a change must pass before a commit: format, lint, types, records, the specification, all quick tests.
	@echo "Format of the code (ruff format)"
	@.venv/bin/ruff format --check --quiet
	@echo "Lint (ruff check)"
	@.venv/bin/ruff check --quiet
	@echo "Types (mypy)"
	@.venv/bin/mypy
	@echo "Known patterns of unsafe code (bandit)"
	@.venv/bin/bandit --quiet --configfile pyproject.toml --recursive api db schemas deploy gunicorn.conf.py
	@echo "Form of the records (parley format)"
	@.venv/bin/parley format --check
	@echo "The records themselves (parley check)"
	@.venv/bin/parley check
	@echo "openapi.yaml in step with the code (parley openapi)"
	@.venv/bin/parley openapi --check
	@echo "Tests (pytest), but for those that are slow: make test runs them too"
	@$(PYTEST) --quiet -m "not slow"

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
	.venv/bin/pip install --quiet --quiet --disable-pip-version-check uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install -o deploy/requirements.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install --extra dev -o deploy/requirements-dev.txt pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra install --extra mcp --constraints deploy/requirements-dev.txt -o deploy/requirements-mcp.txt pyproject.toml

# It fails where a package was passed over or nobody could be asked, because nothing is known then. AUDIT may name another
# server that speaks OSV: make audit AUDIT="--osv-url http://localhost:8080/v1/query".
audit: .venv/ready ## Ask whether anything that the locks name has a known vulnerability.
	@.venv/bin/python deploy/audit.py $(AUDIT)

licences: .venv/ready ## Write down the licence of everything that the locks name.
	.venv/bin/python deploy/licences.py

sbom: .venv/ready ## Write what serving consists of, with hashes, as CycloneDX; the same bytes for the same lock.
	mkdir -p build
	.venv/bin/python -W ignore -m cyclonedx_py requirements --output-reproducible --pyproject pyproject.toml -o build/sbom.json deploy/requirements.txt

# LAND is the file land-50m.json of the npm package world-atlas, which `npm pack world-atlas@2.0.2` brings.
land: .venv/serving ## Write the coastlines of the maps anew, from the file that LAND names.
	.venv/bin/python deploy/land.py $(LAND)

bench: .venv/serving ## Measure Parley and its peers over BENCH_EVENTS generated events, within ten minutes.
	.venv/bin/python -m bench --events $(BENCH_EVENTS)

bench-lock: .venv/ready ## Resolve anew what the peers are made of.
	.venv/bin/pip install --quiet --quiet --disable-pip-version-check uv
	for name in bench/environments/*.in; do .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make bench-lock" -o "$${name%.in}.txt" "$$name"; done

clean: ## Remove what the other commands made.
	rm -rf .venv .venv.* build *.egg-info
