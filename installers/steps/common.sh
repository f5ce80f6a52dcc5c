# SPDX-License-Identifier: Apache-2.0
# Messages, checks of the machine, and the stamps that make every step repeatable.

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }

# die SENTENCE HINT [STATUS]
die() {
    printf '\nbootstrap: %s\n' "$1" >&2
    [ -n "${2:-}" ] && printf '           %s\n' "$2" >&2
    exit "${3:-1}"
}

# HOME and the XDG variables as their specification reads them: what is no absolute path counts as absent. Whatever is
# started later finds them so.
user_folders() {
    local name
    case "${HOME:-}" in
    /*) ;;
    *) HOME="$(getent passwd "$(id -u)" | cut -d: -f6 || true)" ;;
    esac
    case "$HOME" in
    /*) export HOME ;;
    *) die "Your home folder is unknown: HOME holds no absolute path, and the password database knows none." \
        "Set HOME to an absolute path." ;;
    esac
    for name in XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR; do
        case "${!name:-}" in
        /*) ;;
        *) unset "$name" ;;
        esac
    done
}

no_more() {
    [ $# -eq 0 ] || die "This command takes no argument, but got \"$1\"." "Run installers/bootstrap --help." 2
}

# A stamp says that a step with exactly these inputs is complete; it is written last.
stamp_file() { printf '%s/stamps/%s' "$CACHE" "$1"; }
done_before() { [ -e "$(stamp_file "$1")" ]; }
mark_done() {
    mkdir -p "$CACHE/stamps"
    : >"$(stamp_file "$1")"
}

check_platform() {
    [ "$(uname -s)" = Linux ] || die "Hearth builds on Linux; this is $(uname -s)." "Use a Debian 12 machine or virtual machine."
    [ "$(uname -m)" = x86_64 ] || die "Hearth needs a 64-bit x86 processor; this is $(uname -m)." \
        "The pinned libtorch is for x86-64. Use such a machine."
    local id="" version=""
    if [ -r /etc/os-release ]; then
        id="$(. /etc/os-release && printf '%s' "${ID:-}")"
        version="$(. /etc/os-release && printf '%s' "${VERSION_ID:-0}")"
    fi
    if ! { [ "$id" = debian ] && [ "${version%%.*}" -ge 12 ]; } && ! { [ "$id" = ubuntu ] && [ "${version%%.*}" -ge 24 ]; }; then
        [ "${HEARTH_ANY_DISTRIBUTION:-}" = 1 ] && return 0
        die "The package names are those of Debian 12 and Ubuntu 24.04; this is ${id:-an unknown system} $version." \
            "Install the packages listed in installers/steps/packages.sh by hand, then set HEARTH_ANY_DISTRIBUTION=1."
    fi
}

# check_space FOLDER GIB WHAT
check_space() {
    mkdir -p "$1"
    local free
    free="$(df -Pk "$1" | awk 'NR==2 {print int($4 / 1048576)}')"
    [ "$free" -ge "$2" ] || die "$3 needs $2 GiB of free disk at $1; there are $free GiB." \
        "Free some space, or set XDG_CACHE_HOME to a larger disk."
}

check_memory() {
    local total
    total="$(awk '/^MemTotal:/ {print int($2 / 1048576)}' /proc/meminfo)"
    [ "$total" -ge 3 ] || die "Building Hearth needs 4 GiB of memory; this machine has $total GiB." \
        "Build on a larger machine and copy build/bin."
}

# Parallel compile jobs: one per processor, but no more than one per 1.5 GiB of memory.
jobs_here() {
    local by_memory cpus
    by_memory="$(awk '/^MemAvailable:/ {print int($2 / 1572864)}' /proc/meminfo)"
    cpus="$(nproc)"
    [ "$by_memory" -lt 1 ] && by_memory=1
    [ "$by_memory" -lt "$cpus" ] && printf '%s' "$by_memory" || printf '%s' "$cpus"
}

clean() {
    local all=0
    case "${1:-}" in
        "") ;;
        --all) all=1 ;;
        *) die "clean knows only --all, not \"$1\"." "" 2 ;;
    esac
    say "Removing $BUILD"
    rm -rf "$BUILD"
    if [ "$all" = 1 ]; then
        say "Removing $CACHE"
        rm -rf "$CACHE"
    fi
    note "A node's home (keys, receipts, models) is never touched."
}
