# SPDX-License-Identifier: Apache-2.0
# The whole test suite.

# What tests run beside us lives in environments of its own: NAME, its file of requirements, what it is, more of pip's options.
make_environment() {
    local name="$1" requirements="$ROOT/tests/e2e/$2" what="$3" stamp python
    shift 3
    stamp="$name-$(sha256sum "$requirements" | cut -c1-16)"
    if done_before "$stamp" && [ -x "$CACHE/$name/bin/python" ]; then
        note "$what for tests: here."
        return 0
    fi
    say "Fetching the $what for the end-to-end tests"
    python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    rm -rf "${CACHE:?}/$name"
    if ! "$python" -m venv "$CACHE/$name" ||
        ! "$CACHE/$name/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            --only-binary=:all: "$@" -r "$requirements"; then
        rm -rf "${CACHE:?}/$name"
        die "The $what could not be fetched for the tests." "Check the network and pip's settings, then run the bootstrap again."
    fi
    mark_done "$stamp"
}

# The stock x402 clients, pinned by their lock file; a test that needs them says so where they are not.
fetch_x402_clients() {
    local from="$ROOT/tests/e2e/x402" stamp
    stamp="npm-x402-$(cat "$from"/package*.json | sha256sum | cut -c1-16)"
    done_before "$stamp" && return 0
    if ! command -v npm >/dev/null; then
        note "the x402 clients are left out: there is no npm here"
        return 0
    fi
    say "Fetching the x402 clients for the tests"
    rm -rf "$CACHE/npm-x402"
    mkdir -p "$CACHE/npm-x402"
    cp "$from"/package.json "$from"/package-lock.json "$CACHE/npm-x402/"
    if ! (cd "$CACHE/npm-x402" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
        rm -rf "$CACHE/npm-x402"
        note "the x402 clients are left out: npm's registry could not be reached, or has other packages"
        return 0
    fi
    mark_done "$stamp"
}

fetch_environments() {
    make_environment venv-e2e requirements.txt "openai Python client"
    make_environment venv-harness requirements-harness.txt "evaluation harness" --no-deps
}

run_tests() {
    local start=$SECONDS built
    say "Checking the format"
    check_format
    fetch_default_model
    fetch_test_data
    fetch_environments
    fetch_x402_clients
    say "Building everything, tests included"
    configure
    compile
    built=$((SECONDS - start))
    say "Running every test"
    (cd "$BUILD" && ctest --output-on-failure --parallel 4 --no-tests=error) ||
        die "Some tests failed (see above)." "Run one alone with: cd build && ctest -R NAME --output-on-failure"
    note "built in $built s, tested in $((SECONDS - start - built)) s"
}
