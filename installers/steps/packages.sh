# SPDX-License-Identifier: Apache-2.0
# Debian packages and the Rust toolchain.

PACKAGES=(
    # compilers and tools
    build-essential cmake ninja-build pkg-config ccache clang-format-14 unzip ca-certificates
    # fetching pinned archives; a test's throw-away environment
    python3 python3-pip python3-venv
    # engine
    libssl-dev openssl libcurl4-openssl-dev libsodium-dev libcbor-dev libspdlog-dev nlohmann-json3-dev libtomlplusplus-dev libcli11-dev
    libedit-dev libboost-dev libboost-filesystem-dev libboost-system-dev libsqlite3-dev libsqlitecpp-dev libsecp256k1-dev libseccomp-dev bubblewrap libbenchmark-dev
    # network mode: the consensus engine's protocol
    protobuf-compiler libprotobuf-dev
    # GPUs: loader and headers, shader compiler, a software device and the validation layer for the tests
    libvulkan-dev glslang-tools mesa-vulkan-drivers vulkan-validationlayers
    # desktop
    qt6-base-dev qt6-declarative-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qt6-declarative-dev-tools libgl1-mesa-dev
    qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-layouts qml6-module-qtquick-templates
    qml6-module-qtquick-window qml6-module-qtquick-dialogs qml6-module-qtquick-shapes qml6-module-qtqml
    qml6-module-qtqml-workerscript qml6-module-qtqml-models qml6-module-qttest qml6-module-qt-labs-platform
    fonts-dejavu-core fonts-inter
    # a screen reader's bus, for one test: the window on a display in memory
    xvfb dbus-daemon at-spi2-core
)

installed() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "Installing packages needs root, and sudo is not here." "Run as root: apt-get install ${missing[*]}"
    fi
}

cargo_is_new_enough() {
    local version
    version="$(cargo --version 2>/dev/null | awk '{print $2}')" || return 1
    [ -n "$version" ] && [ "$(printf '1.87.0\n%s\n' "$version" | sort -V | head -n 1)" = 1.87.0 ]
}

# Debian keeps a newer toolchain beside its usual one; Ubuntu's have their version in their name.
newest_cargo() {
    if apt-cache show cargo-web >/dev/null 2>&1; then
        echo cargo-web
    else
        apt-cache --names-only search '^cargo-1\.[0-9]+$' | awk '{print $1}' | sort -V | tail -n 1
    fi
}

# A toolchain with its version in the names of its programs, under the names by which they are called.
name_cargo() {
    local version="${1#cargo-}" program
    [ "$version" != "$1" ] && [ "$version" != web ] || return 0
    mkdir -p "$CACHE/rust"
    for program in cargo rustc rustdoc; do ln -sf "/usr/bin/$program-$version" "$CACHE/rust/$program"; done
    export PATH="$CACHE/rust:$PATH"
}

# install_packages NAME…
install_packages() {
    missing=()
    local name cargo="" old_cargo=0
    [ ! -x "$CACHE/rust/cargo" ] || export PATH="$CACHE/rust:$PATH"
    for name in "$@"; do
        installed "$name" || missing+=("$name")
    done
    cargo_is_new_enough || old_cargo=1
    if [ ${#missing[@]} -eq 0 ] && [ "$old_cargo" = 0 ]; then
        note "Packages of this system: all $# are here."
        return 0
    fi
    command -v apt-get >/dev/null || die "apt-get is not here, so these packages cannot be installed: ${missing[*]}" \
        "Install them and Rust's cargo 1.87 or newer by hand, and run the bootstrap again."
    as_root apt-get update -qq || die "The package lists could not be fetched." "Check the network and /etc/apt/sources.list."
    if [ "$old_cargo" = 1 ]; then
        cargo="$(newest_cargo)"
        [ -n "$cargo" ] || die "Rust's cargo 1.87 or newer is needed for the text library, and this system's packages hold none." \
            "Install a toolchain of its own, as rustup does, and run the bootstrap again."
        missing+=("$cargo")
    fi
    say "Installing ${#missing[@]} packages of this system (root is used for this step only)"
    note "${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        die "Some packages could not be installed." "The lines above say which; correct that and run the bootstrap again."
    name_cargo "$cargo"
    hash -r
    cargo_is_new_enough || die "Rust's cargo 1.87 or newer is needed for the text library." \
        "Install a newer toolchain, as Debian's cargo-web is one, and run the bootstrap again."
}

deps() {
    check_platform
    check_memory
    check_space "$CACHE" 3 "The download cache"
    check_space "$ROOT" 3 "The build"
    say "Checking what Hearth is built with"
    install_packages "${PACKAGES[@]}"
    fetch_libtorch
    [ "$CUDA" = 0 ] || fetch_cuda
    fetch_crates
    fetch_comet
}
