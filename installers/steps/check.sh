# SPDX-License-Identifier: Apache-2.0
# What a contributor runs before handing over: the format, a second compiler, clang-tidy, the sanitisers.

CHECK_PACKAGES=(clang-14 clang-tidy-14 libclang-rt-14-dev)
SUITES=()

# suite NAME COMMAND...: every suite runs, whatever became of those before it; the table says what failed.
suite() {
    local name="$1" start=$SECONDS state=passed took
    shift
    say "$name"
    ("$@") || state=FAILED
    took=$((SECONDS - start))
    SUITES+=("$(printf '%-44s %-6s %4d min %02d s' "$name" "$state" $((took / 60)) $((took % 60)))")
}

say_what_ran() {
    local row failed=0
    say "What ran"
    for row in "${SUITES[@]}"; do
        note "$row"
        case "$row" in *FAILED*) failed=1 ;; esac
    done
    [ "$failed" = 0 ] || die "Not everything passed (see above)." "Correct the cause; tests/README.md says how each suite is run alone."
}

# Files of these kinds in the working tree, committed or not.
files_of() {
    local file
    git -C "$ROOT" ls-files --cached --others --exclude-standard -- "$@" | sort -u | while IFS= read -r file; do
        if [ -e "$ROOT/$file" ]; then printf '%s\n' "$file"; fi
    done
}

check_format() {
    local program=clang-format-14
    command -v "$program" >/dev/null || program=clang-format
    if ! git -C "$ROOT" rev-parse --git-dir >/dev/null 2>&1; then
        note "This is no git checkout: the format is not checked."
        return 0
    fi
    (cd "$ROOT" && files_of '*.cpp' '*.h' | xargs -d '\n' -P "$(nproc)" -n 64 "$program" --dry-run -Werror) ||
        die "Some files are not formatted (see above)." "Format them: $program -i FILE..."
}

# What this state is compared with: where its branch left main. On main itself that is what others have of it, else the
# last release, else what it was twenty commits ago: nothing would be left to look at otherwise.
base_of_changes() {
    local head base tag each
    head="$(git -C "$ROOT" rev-parse HEAD)"
    tag="$(git -C "$ROOT" describe --tags --abbrev=0 2>/dev/null)" || tag=""
    for each in main origin/main ${tag:+"$tag"}; do
        base="$(git -C "$ROOT" merge-base HEAD "$each" 2>/dev/null)" || continue
        if [ "$base" != "$head" ]; then
            printf '%s\n' "$base"
            return
        fi
    done
    git -C "$ROOT" rev-parse --verify --quiet 'HEAD~20' || git -C "$ROOT" rev-list --max-parents=0 HEAD | tail -n 1
}

# Sources that changed since then, and what is not committed.
changed_sources() {
    local base
    base="$(base_of_changes)"
    {
        git -C "$ROOT" diff --name-only --diff-filter=d "$base" -- '*.cpp'
        git -C "$ROOT" ls-files --others --exclude-standard -- '*.cpp'
    } | sort -u
}

build_with_clang() {
    # Warnings need no optimisation.
    build_in "$BUILD/clang" all -- -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DCMAKE_CXX_COMPILER=clang++-14 \
        -DHEARTH_TOGETHER=ON
}

# Needs what the Clang build has generated, and a command for each source.
check_tidy() {
    local folder="$BUILD/clang" file files=()
    configure_in "$folder" -DHEARTH_TOGETHER=OFF || return 1
    while IFS= read -r file; do
        # What this configuration leaves out has no command there.
        if grep -qF "\"file\": \"$ROOT/$file\"" "$folder/compile_commands.json"; then files+=("$file"); fi
    done < <(changed_sources)
    note "${#files[@]} changed sources"
    [ ${#files[@]} -eq 0 ] || (cd "$ROOT" && printf '%s\n' "${files[@]}" |
        xargs -d '\n' -P "$(nproc)" -n 4 clang-tidy-14 -p "$folder" --quiet)
}

# configure_in FOLDER OPTION...
configure_in() {
    local folder="$1"
    shift
    cmake -S "$ROOT" -B "$folder" -G Ninja -DHEARTH_WERROR=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
        -DHEARTH_CARGO_FOLDER="$BUILD/engine/text/cargo" "$@" >"$CACHE/configure.log" 2>&1 || {
        tail -n 30 "$CACHE/configure.log" >&2
        return 1
    }
}

# build_in FOLDER TARGET... -- OPTION...
build_in() {
    local folder="$1" targets=()
    shift
    while [ "$1" != -- ]; do
        targets+=("$1")
        shift
    done
    shift
    configure_in "$folder" "$@" || return 1
    ninja -C "$folder" -j "$(jobs_here)" -k 0 "${targets[@]}"
}

# The libraries that read what others send and that run on several threads, and the tests of them; "fuzz" are the corpora of
# all decoders. Beside them stand only `compute`, whose kernels have their own bounds as tests, and what needs a screen, a
# GPU or a model of full size.
ASAN_PARTS=(core model text proof exact control hub telemetry worker ledger link audit gateway node fuzz)
TSAN_PARTS=(core control hub telemetry worker ledger link gateway node)

# configure_sanitised FOLDER SANITISERS
configure_sanitised() {
    configure_in "$BUILD/$1" -DCMAKE_BUILD_TYPE=Debug -DHEARTH_SANITIZE="$2" -DHEARTH_DESKTOP=OFF -DHEARTH_TOGETHER=ON
}

tests_of() {
    if [ "$1" = fuzz ]; then printf 'tests/fuzz'; else printf 'tests/unit/%s' "$1"; fi
}

# run_sanitised FOLDER PART...: builds those parts of engine/ in a folder that was configured, and runs their tests.
run_sanitised() {
    local folder="$BUILD/$1" part targets=() state=0
    shift
    for part in "$@"; do targets+=("$(tests_of "$part")/all"); done
    ninja -C "$folder" -j "$(jobs_here)" "${targets[@]}" || return 1
    for part in "$@"; do
        (cd "$folder/$(tests_of "$part")" && ctest --output-on-failure --parallel 4 --no-tests=error) || state=1
    done
    return $state
}

# sanitised FOLDER SANITISERS PART...
sanitised() {
    configure_sanitised "$1" "$2" && run_sanitised "$1" "${@:3}"
}

# One stream of transactions through the ledger as two compilers have built it, optimised to different degrees.
check_one_state() {
    local program=tests/tst_ledger_everywhere folder hash="" seen=""
    for folder in "$BUILD/clang" "$BUILD/asan" "$BUILD/tsan"; do
        [ -x "$folder/$program" ] || continue
        hash="$("$folder/$program" --stream)" || return 1
        note "$hash  $folder"
        [ -z "$seen" ] || [ "$hash" = "$seen" ] || die "Two builds give two states." "Look for what a compiler may choose: order of evaluation, floating point, overflow."
        seen="$hash"
    done
    [ -n "$seen" ] || die "No build holds $program." "Build first; the suites before this one do."
}

run_checks() {
    PACKAGES+=("${CHECK_PACKAGES[@]}")
    deps
    fetch_default_model
    fetch_test_data
    fetch_embedding_model
    fetch_speech_model
    suite "Format" check_format
    suite "Build with Clang, every warning an error" build_with_clang
    suite "clang-tidy on changed files" check_tidy
    suite "Address and undefined-behaviour sanitisers" sanitised asan address,undefined "${ASAN_PARTS[@]}"
    suite "Thread sanitiser" sanitised tsan thread "${TSAN_PARTS[@]}"
    suite "One state from every build" check_one_state
    say_what_ran
}
