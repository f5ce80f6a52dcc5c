# SPDX-License-Identifier: Apache-2.0
# Debian packages, and their test in a clean system.

# What a build of the programs does not need: checks of what a package holds, and a clean root to install it in.
PACKAGE_TOOLS=(lintian debootstrap desktop-file-utils appstream patchelf)
LARGEST_PACKAGE_MIB=80
CLEAN_ROOT=1

parse_package() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --no-test) CLEAN_ROOT=0; shift ;;
            --update-key) [ $# -ge 2 ] || die "--update-key needs what make_release.py key prints." "" 2; UPDATE_KEY="$2"; shift 2 ;;
            --update-url) [ $# -ge 2 ] || die "--update-url needs the folder's https address." "" 2; UPDATE_URL="$2"; shift 2 ;;
            *) die "package does not know \"$1\"." "Run installers/bootstrap --help." 2 ;;
        esac
    done
    [ -z "${UPDATE_KEY:-}" ] || [ -n "${UPDATE_URL:-}" ] || die "--update-key goes with --update-url." "" 2
}

check_descriptions() {
    local linux="$ROOT/resources/linux" findings
    desktop-file-validate "$linux/org.hearth.Hearth.desktop" || die "The desktop entry is not valid (see above)."
    appstreamcli validate --no-net "$linux/org.hearth.Hearth.metainfo.xml" >"$CACHE/appstream.log" 2>&1 || {
        cat "$CACHE/appstream.log" >&2
        die "The AppStream description is not valid (see above)."
    }
    note "desktop entry and AppStream description are valid"
    if command -v systemd-analyze >/dev/null; then
        findings="$(systemd-analyze security --offline=true "$linux/hearthd.service" | sed -n 's/.*Overall exposure level for //p')"
        note "systemd-analyze security: $findings"
    else
        note "systemd-analyze is not here, so that nothing rates the unit's hardening"
    fi
}

check_package() {
    local package="$1" installed
    installed="$(dpkg-deb --field "$package" Installed-Size)"
    note "$(basename "$package"): $(($(stat -c %s "$package") / 1048576)) MiB, installed $((installed / 1024)) MiB"
    [ "$(dpkg-deb --field "$package" Package)" != hearth ] || [ "$installed" -le $((LARGEST_PACKAGE_MIB * 1024)) ] ||
        die "The main package takes more than $LARGEST_PACKAGE_MIB MiB." "See what grew: dpkg-deb --contents $package"
    [ "$(dpkg-deb --field "$package" Package)" != hearth ] ||
        [[ "$(dpkg-deb --field "$package" Depends)" == *qml6-module-qtquick* ]] ||
        die "The main package names none of the QML modules that the window opens." \
            "Build it with this system's own Qt: CMake says which files no package holds."
    lintian --fail-on error --no-cfg --allow-root --tag-display-limit 0 "$package" >"$CACHE/lintian.log" 2>&1 || {
        cat "$CACHE/lintian.log" >&2
        die "lintian finds errors in $(basename "$package") (see above)."
    }
    note "lintian: no errors, $(grep -c '^W:' "$CACHE/lintian.log" || true) warnings"
}

# Everything that the plug-in needs is in its own package or in Debian's.
check_torch_package() {
    local tree="$CACHE/hearth-torch.tree" listed
    rm -rf "$tree"
    dpkg-deb --extract "$1" "$tree"
    listed="$(ldd "$tree/usr/lib/hearth/libhearth-torch.so")"
    rm -rf "$tree"
    if grep -q 'not found' <<<"$listed" || ! grep -q "=> $tree/.*libtorch_cpu.so" <<<"$listed"; then
        printf '%s\n' "$listed" >&2
        die "The plug-in for libtorch misses a library of its package (see above)."
    fi
}

make_archive() {
    local made
    say "Making the archive for other distributions"
    rm -f "$BUILD"/hearth-*-linux-x86_64.tar.gz
    made="$("$ROOT/installers/linux/tarball.sh" "$BUILD" "$(dpkg-deb --field "$BUILD"/hearth_*.deb Version)" "$BUILD")" ||
        die "The archive could not be made (see above)."
    ARCHIVE="${made% *}"
    note "$(basename "$ARCHIVE"): $(($(stat -c %s "$ARCHIVE") / 1048576)) MiB, for ${made##* } or newer"
}

# try_in_clean_system TEST FILE [PREVIOUS]
try_in_clean_system() {
    local status=0
    "$ROOT/installers/linux/$1" "$2" "$CACHE/models/$DEFAULT_MODEL_FILE" "$CACHE/clean-root" "${@:3}" || status=$?
    [ "$status" = 0 ] || [ "$status" = 77 ] ||
        die "$(basename "$2") did not pass its test in a clean system (see above)."
}

# Another distribution's packages are built there: its Qt and Boost are others.
try_ubuntu() {
    local status=0
    if [ -z "${HEARTH_UBUNTU_MIRROR:-}" ]; then
        note "Ubuntu 24.04 is not tried: HEARTH_UBUNTU_MIRROR names no mirror of its archive"
        return 0
    fi
    "$ROOT/installers/linux/ubuntu.sh" "$ROOT" "$CACHE/models/$DEFAULT_MODEL_FILE" "$CACHE/clean-root" \
        "$BUILD/ubuntu-24.04" || status=$?
    [ "$status" = 0 ] || [ "$status" = 77 ] || die "The packages for Ubuntu 24.04 did not pass their test (see above)."
}

# The package that passed here last, if it is of a lower version: what an upgrade begins from.
earlier_package() {
    local kept
    for kept in "$CACHE"/passed/hearth_*.deb; do
        [ -e "$kept" ] || continue
        dpkg --compare-versions "$(dpkg-deb --field "$kept" Version)" lt "$(dpkg-deb --field "$1" Version)" && echo "$kept"
    done
    return 0
}

keep_package() {
    mkdir -p "$CACHE/passed"
    rm -f "$CACHE"/passed/*.deb
    cp "$1" "$CACHE/passed"
}

make_packages() {
    local start=$SECONDS package archive earlier
    install_packages "${PACKAGE_TOOLS[@]}"
    say "Building the programs"
    configure
    compile hearth-package-files
    say "Packing"
    rm -f "$BUILD"/hearth_*.deb "$BUILD"/hearth-torch_*.deb
    (cd "$BUILD" && SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || date +%s)}" \
        cpack -G DEB) >"$CACHE/cpack.log" 2>&1 || {
        tail -n 30 "$CACHE/cpack.log" >&2
        die "The packages could not be made (the end of the log is above)."
    }
    say "Checking them"
    check_descriptions
    for package in "$BUILD"/hearth_*.deb "$BUILD"/hearth-torch_*.deb; do check_package "$package"; done
    check_torch_package "$BUILD"/hearth-torch_*.deb
    make_archive
    if [ "$CLEAN_ROOT" = 1 ]; then
        fetch_default_model
        mapfile -t earlier < <(earlier_package "$BUILD"/hearth_*.deb)
        try_in_clean_system test_package.sh "$BUILD"/hearth_*.deb "${earlier[@]}"
        keep_package "$BUILD"/hearth_*.deb
        try_in_clean_system test_tarball.sh "$ARCHIVE"
        try_ubuntu
    fi
    say "Done in $((SECONDS - start)) s"
    for archive in "$BUILD"/hearth_*.deb "$BUILD"/hearth-torch_*.deb "$ARCHIVE"; do note "$archive"; done
    note "install with: sudo apt install $(ls "$BUILD"/hearth_*.deb)"
}
