# SPDX-License-Identifier: Apache-2.0
# The consensus engine of network mode, by Go's own client. Solo mode needs none of it.

COMET_VERSION=v0.38.25
COMET=github.com/cometbft/cometbft
GOGOPROTO=github.com/cosmos/gogoproto
# Module, version and the hash that Go names its content by.
COMET_MODULES=(
    "$COMET $COMET_VERSION h1:jtGSyssudmkjED2fk9wFGfd/fNyPKvLIinW62ELxZH4="
    "$GOGOPROTO v1.7.0 h1:79USr0oyXAbxg3rspGh/m4SWNyoz/GLaAh0QlCe2fro="
)

go_program() {
    command -v go || { [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go; }
}

go_is_new_enough() {
    local version
    version="$("$1" env GOVERSION 2>/dev/null)" || return 1
    [ "$(printf 'go1.22\n%s\n' "${version%% *}" | sort -V | head -n 1)" = go1.22 ]
}

# fetch_go_module GO MODULE VERSION HASH
fetch_go_module() {
    local answer
    answer="$(GOTOOLCHAIN=local GOFLAGS=-mod=mod "$1" mod download -json "$2@$3" 2>/dev/null)" || return 1
    printf '%s' "$answer" | grep -qF "\"Sum\": \"$4\"" ||
        die "The Go module $2 $3 is not the one that was expected." "Remove it from Go's module cache and try again."
}

# What it is built with is checked against the module's own go.sum.
install_comet() {
    local module
    for module in "${COMET_MODULES[@]}"; do
        # shellcheck disable=SC2086
        fetch_go_module "$1" $module || return 1
    done
    CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=mod "$1" install "$COMET/cmd/cometbft@$COMET_VERSION"
}

fetch_comet() {
    local go stamp="comet-$COMET_VERSION"
    if ! go="$(go_program)" || ! go_is_new_enough "$go"; then
        note "CometBFT: Go 1.22 or newer is not here, so network mode is not built. Solo mode is complete without it."
        return 0
    fi
    if done_before "$stamp" && [ -x "$("$go" env GOPATH)/bin/cometbft" ]; then
        note "CometBFT ${COMET_VERSION#v}: here."
        return 0
    fi
    say "Fetching and building CometBFT ${COMET_VERSION#v}, the consensus engine of network mode"
    if install_comet "$go"; then
        mark_done "$stamp"
    else
        note "CometBFT could not be fetched and built, so network mode is not built. Solo mode is complete without it."
    fi
}
