# SPDX-License-Identifier: Apache-2.0
# Configuring and compiling.

PROGRAMS=(hearthd hearth-worker hearth-probe hearthctl hearth-bench hearth-gpu-check hearth)

configure() {
    # Warnings are errors where the code is tested, not where a newer compiler may know new ones. Many sources at once: most
    # builds begin from nothing here; who changes the code and builds again and again takes a preset of CMake's.
    local preset=release options=(-DHEARTH_TOGETHER=ON)
    [ -n "${CI:-}" ] && preset=ci
    [ "$CUDA" = 1 ] && options+=(-DHEARTH_CUDA=ON)
    [ -z "${UPDATE_KEY:-}" ] || options+=("-DHEARTH_UPDATE_KEY=$UPDATE_KEY")
    [ -z "${UPDATE_URL:-}" ] || options+=("-DHEARTH_UPDATE_URL=$UPDATE_URL")
    cmake -S "$ROOT" --preset "$preset" "${options[@]}" >"$CACHE/configure.log" 2>&1 || {
        tail -n 30 "$CACHE/configure.log" >&2
        die "The build could not be configured (the end of the log is above)." "Run installers/bootstrap deps, then try again."
    }
}

compile() {
    ninja -C "$BUILD" -j "$(jobs_here)" "$@" || die "The build failed (see above)." "Correct the cause and run the command again; it goes on where it stopped."
}

parse_build() {
    TIMING=0
    while [ $# -gt 0 ]; do
        case "$1" in
            --timing) TIMING=1 ;;
            *) die "build knows only --cuda and --timing, not \"$1\"." "Run installers/bootstrap --help." 2 ;;
        esac
        shift
    done
}

# The ten files that took longest when they were last built here, from Ninja's log: start, end, …, output.
say_slowest() {
    say "The ten slowest files"
    awk -F '\t' -v root="$BUILD/" '/^#/ { next }
        { if (index($4, root) == 1) $4 = substr($4, length(root) + 1); took[$4] = $2 - $1 }
        END { for (file in took) printf "%8.1f s  %s\n", took[file] / 1000, file }' "$BUILD/.ninja_log" |
        sort -rn | sed -n '1,10s/^/    /p'
}

build_programs() {
    local start=$SECONDS
    say "Building ${PROGRAMS[*]}"
    configure
    compile "${PROGRAMS[@]}"
    note "built in $((SECONDS - start)) s, programs are in $BIN"
    [ "${TIMING:-0}" = 0 ] || say_slowest
}
