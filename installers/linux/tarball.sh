#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes an archive for other distributions, which is unpacked anywhere and started there: the tree of the package with
# the libraries that it needs, but for the C library's own and those that belong to a desktop and its graphics card.
# Usage: tarball.sh BUILD VERSION FOLDER   (prints the archive and the C library that it needs)
set -euo pipefail

BUILD="$1" VERSION="$2" FOLDER="$3"
NAME="hearth-$VERSION-linux-x86_64"
WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT
TREE="$WORK/$NAME"
BUNDLED="$TREE/lib/hearth/bundled" QT="$TREE/lib/hearth/qt"
# Of the system: the C library, and what fits its X server, fonts and drivers alone.
OWN='^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util|mvec|GL|EGL|GLX|GLdispatch|OpenGL|vulkan|drm|gbm|X11|X11-xcb|xcb|fontconfig|freetype|expat|udev|systemd|dbus-1)\.so.*)$'

elf_files() { find "$TREE" -type f \( -perm -u+x -o -name '*.so*' \) -exec sh -c 'head -c 4 "$1" | grep -q ELF' _ {} \; -print; }

# The modules of QML that the package beside it names as what it depends on, and the plug-ins of Qt that a window wants.
copy_qt() {
    local package file from plugins depends
    from="$(qtpaths6 --query QT_INSTALL_QML)" plugins="$(qtpaths6 --query QT_INSTALL_PLUGINS)"
    depends="$(dpkg-deb --field "$BUILD"/hearth_"$VERSION"_*.deb Depends)"
    for package in $(grep -o 'qml6-module-[a-z-]*' <<<"$depends" | sort -u); do
        while read -r file; do
            [ -f "$file" ] || continue
            mkdir -p "$QT/qml/$(dirname "${file#"$from"/}")"
            cp "$file" "$QT/qml/${file#"$from"/}"
        done < <(dpkg -L "$package" | grep "^$from/")
    done
    mkdir -p "$QT/plugins"
    for package in platforms imageformats iconengines xcbglintegrations platforminputcontexts; do
        cp -r "$plugins/$package" "$QT/plugins/"
    done
    printf '[Paths]\nPrefix = ../lib/hearth/qt\nPlugins = plugins\nQmlImports = qml\n' >"$TREE/bin/qt.conf"
}

# Every library that something in the tree links, and what those link, each with its authors' notice.
copy_libraries() {
    local name file package
    mkdir -p "$BUNDLED" "$TREE/share/doc/hearth/libraries"
    elf_files | xargs ldd | sed -n 's/^\t\(\S*\) => \(\/\S*\) .*/\1 \2/p' | sort -u | while read -r name file; do
        [[ $name =~ $OWN ]] && continue
        cp -L "$file" "$BUNDLED/$name"
        package="$(dpkg -S "$(realpath "$file")" 2>/dev/null | head -n 1 | cut -d: -f1)" || continue
        [ ! -e "/usr/share/doc/$package/copyright" ] || cp -L "/usr/share/doc/$package/copyright" "$TREE/share/doc/hearth/libraries/$package"
    done
}

point_to_bundled() {
    local file
    while read -r file; do
        patchelf --set-rpath "\$ORIGIN/$(realpath --relative-to="$(dirname "$file")" "$BUNDLED")" "$file"
    done < <(elf_files)
}

cmake --install "$BUILD" --component hearth --strip --prefix "$TREE" >/dev/null
rm -r "$TREE/lib/systemd" # names /usr/bin
copy_qt
copy_libraries
point_to_bundled
glibc="$(elf_files | xargs objdump -T 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)"
tar -C "$WORK" --sort=name --owner=0 --group=0 --numeric-owner -czf "$FOLDER/$NAME.tar.gz" "$NAME"
printf '%s %s\n' "$FOLDER/$NAME.tar.gz" "$glibc"
