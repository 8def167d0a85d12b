# Two commands do everything: `make demo` and `make test`. Each brings its own tools; outputs go under build/.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := build/tools/bin/uv
TOOLS := $(filter build/%,$(UV))
RUN := $(UV) run --quiet
CARGO := cargo
CARGO_TESTED := --workspace --exclude mlmeta-clustering-rs --exclude mlmeta-preprocessing-rs

export UV_PYTHON ?= $(PYTHON)
OLDEST := build/oldest

export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-full test-oldest test-sanitizers test-neon test-python test-rust test-browser lint lint-python lint-rust docs docs-serve bench parity wheels

help:  ## explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(TOOLS)  ## the main job on real data: quantise a photograph's colours with every provider, save, serve, ask
	@test -d .venv || echo "Preparing the environment and building the Rust parts: about two minutes, once."
	$(RUN) python examples/colours.py --out build/demo

test: test-rust test-python  ## the tests, Python and Rust

test-full: test-rust test-sanitizers test-oldest  ## the tests, what is slow, the sanitizers, and the oldest supported versions
	$(RUN) pytest -m "slow or not slow"

test-oldest: $(TOOLS)  ## the Python tests with the oldest scikit-learn and NumPy that are supported
	rm -rf $(OLDEST)/wheels
	MATURIN_PEP517_ARGS="--profile release" $(UV) build --quiet --wheel --all-packages --out-dir $(OLDEST)/wheels
	$(UV) venv --quiet --clear --python '>=3.11,<3.13' $(OLDEST)/environment
	$(UV) export --quiet --no-hashes --no-emit-workspace --only-group test --only-group docs > $(OLDEST)/newest.txt
	$(UV) pip install --quiet --no-config --python $(OLDEST)/environment --requirement $(OLDEST)/newest.txt --override tests/oldest.txt \
	    $(OLDEST)/wheels/*.whl
	$(OLDEST)/environment/bin/python -m pytest -m "not slow and not newest" tests/core tests/ecosystem plugins/*/tests

test-python: $(TOOLS)  ## the Python tests
	$(RUN) pytest -m "not slow"

test-rust: $(TOOLS)  ## the Rust tests
	$(CARGO) test --locked --release --quiet --no-fail-fast $(CARGO_TESTED)

test-sanitizers:  ## the Rust tests of unsafe code and of training under AddressSanitizer, where a nightly toolchain is installed
	@if $(CARGO) +nightly --version >/dev/null 2>&1; then \
	    echo "cargo +nightly test, under AddressSanitizer"; \
	    RUSTFLAGS=-Zsanitizer=address ASAN_OPTIONS=allocator_may_return_null=1 CARGO_TARGET_DIR=target/sanitizers \
	        $(CARGO) +nightly test --locked --release --quiet --target "$$(rustc -vV | sed -n 's/host: //p')" --lib --tests \
	        -p mlmeta-kernels -p mlmeta-cluster -p mlmeta-preprocessing; \
	else echo "Not run: AddressSanitizer needs a nightly toolchain, and none is installed."; fi

test-neon:  ## the kernels at their NEON level, on an aarch64 machine
	MLMETA_SIMD=neon MLMETA_SIMD_REQUIRE=1 $(CARGO) test --locked --release --quiet -p mlmeta-kernels --features neon

test-browser: $(TOOLS) docs  ## the docs in a real browser (needs Debian's chromium)
	$(RUN) --group browser pytest -m slow tests/docs

lint: lint-python lint-rust  ## ruff, mypy, import-linter, rustfmt, clippy

lint-python: $(TOOLS)  ## ruff, mypy strict and the arrows between the rooms
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports

lint-rust:  ## rustfmt and clippy
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --release --quiet --workspace --all-targets -- -D warnings

docs: $(TOOLS)  ## the site, strictly, under build/site
	$(RUN) python docs/build_catalogue.py --out docs/catalogue
	$(RUN) mkdocs build --strict

docs-serve: $(TOOLS)  ## the site on a loopback port, rebuilt on every edit
	$(RUN) python docs/build_catalogue.py --out docs/catalogue
	$(RUN) mkdocs serve

bench: $(TOOLS)  ## a new record of the demonstration, from dist wheels in a clean environment
	$(RUN) python benches/record.py --uv $(UV)

parity: $(TOOLS)  ## a new record of how often our K-Means has scikit-learn's labels (about a quarter of an hour)
	$(RUN) python -m benches.parity --providers np,rs --out benches/records/$$(date -u +%Y-%m-%d)-parity.json

wheels: $(TOOLS)  ## sdists and wheels (of PACKAGE=..., for PLATFORM=manylinux_...), under build/wheels
	$(if $(PLATFORM),MATURIN_PEP517_ARGS="--compatibility $(PLATFORM)") $(UV) build --quiet $(if $(PACKAGE),--package $(PACKAGE),--all-packages) --out-dir build/wheels

build/tools/bin/uv: Makefile
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@
