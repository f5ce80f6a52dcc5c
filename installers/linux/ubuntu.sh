#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the packages in a clean Ubuntu 24.04 by the same recipe, and lives with them there as test_package.sh does.
# Usage: ubuntu.sh SOURCES MODEL CACHE FOLDER
#   CACHE   folder for the clean system and for what the build downloads, which a second run finds there
#   FOLDER  where the packages are put
# $HEARTH_UBUNTU_MIRROR names a mirror of Ubuntu's archive. Ends with 77, and a sentence, where that cannot be tried.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=../steps/common.sh
source "$HERE/../steps/common.sh"

[ $# -eq 4 ] || die "The build needs sources, a model, a cache and a folder." "ubuntu.sh SOURCES MODEL CACHE FOLDER" 2
SOURCES="$(realpath "$1")" MODEL="$(realpath "$2")" CACHE_ROOT="$3" FOLDER="$4"
RELEASE=noble
# shellcheck source=clean_system.sh
source "$HERE/clean_system.sh"

begin_clean_system
check_space "${TMPDIR:-/var/tmp}" 8 "The build for $SYSTEM"
say "Building the packages in a clean $SYSTEM (an hour on two processors)"
settings=() # how package clients reach their registries from here
for name in http_proxy https_proxy no_proxy PIP_INDEX_URL SSL_CERT_FILE; do
    [ -z "${!name:-}" ] || settings+=("$name=${!name}")
done
mkdir -p "$WORK/root/srv/hearth" "$CACHE_ROOT/build-$RELEASE" "$FOLDER"
git -C "$SOURCES" archive HEAD | tar -C "$WORK/root/srv/hearth" -xf -
inside online /etc/resolv.conf /etc/resolv.conf "$CACHE_ROOT/archives" /var/cache/apt/archives \
    "$CACHE_ROOT/build-$RELEASE" /srv/cache -- \
    env "${settings[@]}" XDG_CACHE_HOME=/srv/cache HOME=/root SOURCE_DATE_EPOCH="$(git -C "$SOURCES" log -1 --format=%ct)" \
    sh -c 'apt-get -qq update && apt-get -qq -y install --no-install-recommends bash git ca-certificates >/dev/null &&
        /srv/hearth/installers/bootstrap package --no-test' || die "The packages could not be built in $SYSTEM (see above)."
rm -f "$FOLDER"/hearth_*.deb "$FOLDER"/hearth-torch_*.deb
cp "$WORK"/root/srv/hearth/build/hearth_*.deb "$WORK"/root/srv/hearth/build/hearth-torch_*.deb "$FOLDER"
clean_up
WORK=""
HEARTH_TEST_RELEASE=$RELEASE "$HERE/test_package.sh" "$FOLDER"/hearth_*.deb "$MODEL" "$CACHE_ROOT"
