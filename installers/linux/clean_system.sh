# SPDX-License-Identifier: Apache-2.0
# Sourced by the tests of packages: a clean system in a folder of its own, which is gone afterwards. Whoever sources it
# sets CACHE_ROOT, where the system is kept for the next run, and RELEASE: one of Debian, or noble, which is Ubuntu 24.04
# and comes from $HEARTH_UBUNTU_MIRROR.

skip() {
    note "skipped: $1"
    exit 77
}

WORK=""
clean_up() {
    [ -z "$WORK" ] || rm -rf --one-file-system "$WORK"
    find /sys/fs/cgroup -depth -type d -path '*/hearth-package-test*' -exec rmdir {} + 2>/dev/null || true
}
trap clean_up EXIT

[ "$(id -u)" = 0 ] || skip "the test of a package needs root for its clean system: sudo installers/bootstrap package"
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

# What debootstrap is told of RELEASE. Ubuntu's archive is believed by its own keys alone.
of_release() {
    local keys=/usr/share/keyrings/ubuntu-archive-keyring.gpg scripts=/usr/share/debootstrap/scripts
    SYSTEM="Debian $RELEASE" MADE_FROM=("$RELEASE" "$WORK/root")
    [ "$RELEASE" = noble ] || return 0
    SYSTEM="Ubuntu 24.04"
    [ -n "${HEARTH_UBUNTU_MIRROR:-}" ] || skip "$SYSTEM is not tried: HEARTH_UBUNTU_MIRROR names no mirror of its archive"
    [ -e "${HEARTH_UBUNTU_KEYS:-$keys}" ] ||
        skip "$SYSTEM is not tried: the keys of its archive are not at $keys, and HEARTH_UBUNTU_KEYS names no other file"
    MADE_FROM=(--components=main,universe --keyring="${HEARTH_UBUNTU_KEYS:-$keys}" --force-check-gpg
        "$RELEASE" "$WORK/root" "$HEARTH_UBUNTU_MIRROR")
    # An older debootstrap does not know the release by its name; all of Ubuntu's are made alike.
    [ -e "$scripts/$RELEASE" ] || MADE_FROM+=("$scripts/gutsy")
}

# With the lists of packages; what is installed stays in a cache beside it, so that a second run needs no network.
clean_system() {
    local kept="$CACHE_ROOT/$RELEASE-1.tar"
    mkdir -p "$CACHE_ROOT/archives/partial"
    if [ -e "$kept" ]; then
        note "the clean $SYSTEM of an earlier run is used: $kept"
        mkdir "$WORK/root"
        tar -C "$WORK/root" -xf "$kept"
        return 0
    fi
    say "Making a clean $SYSTEM with debootstrap: the least that there is, and systemd"
    debootstrap --variant=minbase "${MADE_FROM[@]}" >"$WORK/log" 2>&1 || {
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

begin_clean_system() {
    WORK="$(mktemp -d "${TMPDIR:-/var/tmp}/hearth-package.XXXXXX")"
    mkdir -p "$CACHE_ROOT"
    of_release
    clean_system
}
