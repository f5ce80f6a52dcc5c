#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the package in a clean Debian system, without compilers or build tools, and lives through what its owner
# does: start the service, import a model, ask, replay, upgrade in the middle of an answer, remove, purge.
# Usage: test_package.sh PACKAGE MODEL CACHE [PREVIOUS]
#   CACHE     folder for the clean system, which a second run finds there
#   PREVIOUS  package of an earlier version; else one is made of PACKAGE by its version alone
# Ends with 77, and a sentence, where no clean system can be made.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=../steps/common.sh
source "$HERE/../steps/common.sh"

skip() {
    note "skipped: $1"
    exit 77
}

[ $# -ge 3 ] || die "The test needs a package, a model and a folder." "test_package.sh PACKAGE MODEL CACHE [PREVIOUS]" 2
PACKAGE="$(realpath "$1")" MODEL="$(realpath "$2")" CACHE_ROOT="$3" PREVIOUS="${4:-}"
RELEASE=bookworm
WORK=""
clean_up() {
    [ -z "$WORK" ] || rm -rf --one-file-system "$WORK"
    find /sys/fs/cgroup -depth -type d -path '*/hearth-package-test*' -exec rmdir {} + 2>/dev/null || true
}
trap clean_up EXIT

[ "$(id -u)" = 0 ] || skip "the test of the package needs root for its clean system: sudo installers/bootstrap package"
for tool in debootstrap unshare pivot_root dpkg-deb; do
    command -v "$tool" >/dev/null || skip "$tool is not here, so that no clean system can be made"
done

# Run in namespaces of its own: makes ROOT the whole of what a command sees, with the views that stand before "--".
# No chroot, in which the kernel refuses the namespaces of the node's own sandbox.
ENTER='set -e
root="$1"; shift
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs run
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir -p ".$2"; else touch ".$2"; fi
    mount --bind "$1" ".$2"
    shift 2
done
shift
python3 -c "import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack(\"16sh22x\", b\"lo\", 0x49))" # loopback up, running
mkdir -p .outside
pivot_root . .outside
umount --lazy /.outside
cd /
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"'

# inside WHAT [PLACE VIEW]… -- COMMAND…: as root in the clean system; WHAT: "offline", or "online" with this network.
inside() {
    local options=(--mount --pid --ipc --fork --kill-child)
    [ "$1" = online ] || options+=(--net)
    shift
    unshare "${options[@]}" bash -c "$ENTER" enter "$WORK/root" "$@"
}

# With the lists of packages; what is installed stays in a cache beside it, so that a second run needs no network.
clean_system() {
    local kept="$CACHE_ROOT/$RELEASE-1.tar"
    mkdir -p "$CACHE_ROOT/archives/partial"
    if [ -e "$kept" ]; then
        note "the clean $RELEASE of an earlier run is used: $kept"
        mkdir "$WORK/root"
        tar -C "$WORK/root" -xf "$kept"
        return 0
    fi
    say "Making a clean Debian $RELEASE with debootstrap: the least that there is, and systemd"
    debootstrap --variant=minbase "$RELEASE" "$WORK/root" >"$WORK/log" 2>&1 || {
        tail -n 5 "$WORK/log" >&2
        skip "debootstrap is refused here, or has no network"
    }
    inside online /etc/resolv.conf /etc/resolv.conf -- sh -c \
        'apt-get -qq update && apt-get -qq -y install --no-install-recommends systemd && useradd --create-home --uid 1000 anna' \
        >"$WORK/log" 2>&1 || {
        tail -n 5 "$WORK/log" >&2
        skip "the clean system cannot be entered here"
    }
    tar -C "$WORK/root" -cf "$kept.partial" .
    mv "$kept.partial" "$kept"
}

# The same programs under an older version.
make_previous() {
    local tree="$WORK/previous.d"
    dpkg-deb --raw-extract "$PACKAGE" "$tree"
    sed -i 's/^Version: .*/&~previous/' "$tree/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip --build "$tree" "$WORK/previous.deb" >/dev/null
    rm -rf "$tree"
    PREVIOUS="$WORK/previous.deb"
}

install_previous() {
    say "Installing $(dpkg-deb --show --showformat '${Package} ${Version}' "$PREVIOUS") with apt"
    cp "$PREVIOUS" "$WORK/root/root/previous.deb"
    cp "$PACKAGE" "$WORK/root/root/package.deb"
    local began=$SECONDS
    inside online /etc/resolv.conf /etc/resolv.conf "$CACHE_ROOT/archives" /var/cache/apt/archives -- \
        apt-get -o APT::Keep-Downloaded-Packages=true -o APT::Sandbox::User=root --no-install-recommends -y -qq \
        install /root/previous.deb >"$WORK/log" 2>&1 || {
        tail -n 15 "$WORK/log" >&2
        die "apt could not install the package." "If its lists are too old, remove $CACHE_ROOT and try again."
    }
    note "installed in $((SECONDS - began)) s"
}

WORK="$(mktemp -d "${TMPDIR:-/var/tmp}/hearth-package.XXXXXX")"
mkdir -p "$CACHE_ROOT"
say "Trying $(basename "$PACKAGE") in a clean system"
clean_system
[ -n "$PREVIOUS" ] || make_previous
install_previous
inside offline "$MODEL" /srv/model.gguf "$HERE/life_of_a_package.sh" /srv/life.sh -- bash /srv/life.sh
