#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the package in a clean Debian 12, or in that of $HEARTH_TEST_RELEASE (clean_system.sh), without compilers or
# build tools, and lives through what its owner does: start the service, import a model, ask, replay, upgrade in the
# middle of an answer, remove, purge.
# Usage: test_package.sh PACKAGE MODEL CACHE [PREVIOUS]
#   CACHE     folder for the clean system, which a second run finds there
#   PREVIOUS  package of an earlier version; else one is made of PACKAGE by its version alone
# Ends with 77, and a sentence, where no clean system can be made.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=../steps/common.sh
source "$HERE/../steps/common.sh"

[ $# -ge 3 ] || die "The test needs a package, a model and a folder." "test_package.sh PACKAGE MODEL CACHE [PREVIOUS]" 2
PACKAGE="$(realpath "$1")" MODEL="$(realpath "$2")" CACHE_ROOT="$3" PREVIOUS="${4:-}"
RELEASE="${HEARTH_TEST_RELEASE:-bookworm}"
# shellcheck source=clean_system.sh
source "$HERE/clean_system.sh"

# The same programs under an older version.
make_previous() {
    local tree="$WORK/previous.d"
    dpkg-deb --raw-extract "$PACKAGE" "$tree"
    sed -i 's/^Version: .*/&~previous/' "$tree/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip --build "$tree" "$WORK/previous.deb" >/dev/null
    rm -rf "$tree"
    PREVIOUS="$WORK/previous.deb"
}

# apt_install [OPTION]: says apt's last words where it fails.
apt_install() {
    inside online /etc/resolv.conf /etc/resolv.conf "$CACHE_ROOT/archives" /var/cache/apt/archives -- \
        apt-get -o APT::Keep-Downloaded-Packages=true -o APT::Sandbox::User=root --no-install-recommends -y -qq \
        "$@" install /root/previous.deb >"$WORK/log" 2>&1 || {
        tail -n 15 "$WORK/log" >&2
        return 1
    }
}

install_previous() {
    say "Installing $(dpkg-deb --show --showformat '${Package} ${Version}' "$PREVIOUS") with apt"
    cp "$PREVIOUS" "$WORK/root/root/previous.deb"
    cp "$PACKAGE" "$WORK/root/root/package.deb"
    local began=$SECONDS
    apt_install --simulate || die "apt cannot satisfy what the package depends on." "If its lists are too old, remove $CACHE_ROOT and try again."
    apt_install --download-only || skip "what the package depends on could not be fetched"
    apt_install || die "apt could not install the package."
    note "installed in $((SECONDS - began)) s"
}

say "Trying $(basename "$PACKAGE") in a clean system"
begin_clean_system
[ -n "$PREVIOUS" ] || make_previous
install_previous
inside offline "$MODEL" /srv/model.gguf "$HERE/life_of_a_package.sh" /srv/life.sh \
    "$HERE/as_a_user.sh" /srv/as_a_user.sh -- bash /srv/life.sh
