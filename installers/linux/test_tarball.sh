#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Unpacks the archive as an ordinary user of a clean system that is not the one it was built on, and lives with it.
# Usage: test_tarball.sh ARCHIVE MODEL CACHE. Ends with 77, and a sentence, where no clean system can be made.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=../steps/common.sh
source "$HERE/../steps/common.sh"
[ $# -eq 3 ] || die "The test needs an archive, a model and a folder." "test_tarball.sh ARCHIVE MODEL CACHE" 2
ARCHIVE="$(realpath "$1")" MODEL="$(realpath "$2")" CACHE_ROOT="$3"
RELEASE=trixie
# shellcheck source=clean_system.sh
source "$HERE/clean_system.sh"

say "Trying $(basename "$ARCHIVE") in a clean system"
begin_clean_system
# What every desktop has.
inside online /etc/resolv.conf /etc/resolv.conf "$CACHE_ROOT/archives" /var/cache/apt/archives -- \
    apt-get -o APT::Keep-Downloaded-Packages=true -o APT::Sandbox::User=root --no-install-recommends -y -qq \
    install libgl1 libegl1 libopengl0 libx11-xcb1 libfontconfig1 libdbus-1-3 bubblewrap >"$WORK/log" 2>&1 || {
    tail -n 5 "$WORK/log" >&2
    skip "the libraries of a desktop cannot be fetched here"
}
inside offline "$MODEL" /srv/model.gguf "$ARCHIVE" /srv/hearth.tar.gz "$HERE/life_of_a_tarball.sh" /srv/life.sh \
    "$HERE/as_a_user.sh" /srv/as_a_user.sh -- bash /srv/life.sh
