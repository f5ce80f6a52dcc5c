# SPDX-License-Identifier: Apache-2.0
# The whole test suite.

# The stock openai client lives in an environment of its own that only tests use.
make_client_environment() {
    local requirements="$ROOT/tests/e2e/requirements.txt" stamp python
    stamp="venv-e2e-$(sha256sum "$requirements" | cut -c1-16)"
    if done_before "$stamp" && [ -x "$CACHE/venv-e2e/bin/python" ]; then
        note "openai client for tests: here."
        return 0
    fi
    say "Fetching the openai Python client for the end-to-end tests"
    python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    rm -rf "$CACHE/venv-e2e"
    if ! "$python" -m venv "$CACHE/venv-e2e" ||
        ! "$CACHE/venv-e2e/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            --only-binary=:all: -r "$requirements"; then
        rm -rf "$CACHE/venv-e2e"
        die "The openai client could not be fetched for the tests." "Check the network and pip's settings, then run the bootstrap again."
    fi
    mark_done "$stamp"
}

run_tests() {
    local start=$SECONDS built
    fetch_default_model
    fetch_test_data
    make_client_environment
    say "Building everything, tests included"
    configure
    compile
    built=$((SECONDS - start))
    say "Running every test"
    (cd "$BUILD" && ctest --output-on-failure --parallel 2 --no-tests=error) ||
        die "Some tests failed (see above)." "Run one alone with: cd build && ctest -R NAME --output-on-failure"
    note "built in $built s, tested in $((SECONDS - start - built)) s"
}
