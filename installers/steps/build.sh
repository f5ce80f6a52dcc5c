# SPDX-License-Identifier: Apache-2.0
# Configuring and compiling.

PROGRAMS=(hearthd hearth-worker hearth-probe hearthctl hearth-bench hearth-gpu-check hearth)

configure() {
    # Warnings are errors where the code is tested, not where a newer compiler may know new ones.
    local preset=release options=()
    [ -n "${CI:-}" ] && preset=ci
    [ "$CUDA" = 1 ] && options+=(-DHEARTH_CUDA=ON)
    cmake -S "$ROOT" --preset "$preset" "${options[@]}" >"$CACHE/configure.log" 2>&1 || {
        tail -n 30 "$CACHE/configure.log" >&2
        die "The build could not be configured (the end of the log is above)." "Run installers/bootstrap deps, then try again."
    }
}

compile() {
    ninja -C "$BUILD" -j "$(jobs_here)" "$@" || die "The build failed (see above)." "Correct the cause and run the command again; it goes on where it stopped."
}

build_programs() {
    local start=$SECONDS
    say "Building ${PROGRAMS[*]}"
    configure
    compile "${PROGRAMS[@]}"
    note "built in $((SECONDS - start)) s, programs are in $BIN"
}
