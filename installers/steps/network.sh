# SPDX-License-Identifier: Apache-2.0
# A network on this machine: four validators, a gateway, and two homes that compute and check each other.

NETWORK_DIR=""
JOINED=()

stop_network() {
    [ -n "$NETWORK_DIR" ] || return 0
    local home
    for home in "${JOINED[@]}"; do ctl --home "$home" stop >/dev/null 2>&1 || true; done
    ctl network down "$NETWORK_DIR/chain" >/dev/null 2>&1 || true
    NETWORK_DIR=""
}

# join NAME PORT
join_home() {
    local home="$NETWORK_DIR/$1"
    mkdir -p "$home"
    printf '[api]\nlisten = "127.0.0.1:0"\n' >"$home/hearth.toml"
    ctl --home "$home" network join "$INVITATION" --listen "127.0.0.1:$2" | sed 's/^/    /'
    "$BIN/hearthd" --home "$home" 2>&1 | sed 's/^/    /' >&2
    JOINED+=("$home")
    note "$1: importing the model"
    ctl --home "$home" --json model import "${MODEL:-$CACHE/models/$DEFAULT_MODEL_FILE}" --name asked >/dev/null ||
        die "The model could not be imported by $1 (see above)." "$BIN/hearthctl --home $home doctor"
}

# The name of the home whose receipt it is.
owner_of() {
    local home
    for home in "${JOINED[@]}"; do
        ctl --home "$home" --json receipt list 2>/dev/null | grep -q "$1" && basename "$home" && return 0
    done
    return 1
}

# A receipt that another home has replayed: "HOME RECEIPT", or nothing.
checked_elsewhere() {
    local home
    for home in "${JOINED[@]}"; do
        ctl --home "$home" --json receipt list | python3 -c 'import json,sys
for row in json.load(sys.stdin)["receipts"]:
    for stage in row["stages"]:
        if stage["name"] == "verified" and stage["state"] == "done" and "Another machine" in stage["detail"]:
            print(sys.argv[1], row["receipt_id"]); sys.exit(0)' "$(basename "$home")"
    done | head -n 1
}

# What the receipt $2 of the home $1 brought, once its reward is paid, and the account that has it.
vested() {
    local paid account
    paid="$(ctl --home "$1" --json --timeout 600 earnings --wait "$2" | python3 -c 'import json,sys
for row in json.load(sys.stdin)["rows"]:
    if row["receipt_id"] == sys.argv[1] and row["state"] == "paid": print("%.9f" % (int(row["amount"]) / 1e9))' "$2")" || return 1
    [ -n "$paid" ] || return 1
    account="$(ctl --home "$1" --json keys show | python3 -c 'import json,sys
print(next(k["public_key"] for k in json.load(sys.stdin)["keys"] if k["role"] == "payout"))')" || return 1
    note "$(basename "$1") was paid $paid EMB for it; as the gateway's ledger says, its owner's account has:"
    ctl --home "$NETWORK_DIR/chain/gateway" ledger account "$account" | sed 's/^/    /'
}

wait_for_gateway() {
    local waited=0
    until python3 -c 'import json,sys,urllib.request
sys.exit(0 if json.load(urllib.request.urlopen(sys.argv[1] + "/models", timeout=5))["data"] else 1)' "$1" 2>/dev/null; do
        waited=$((waited + 1))
        [ "$waited" -le 120 ] || die "No home offers work to the gateway." "Its log: $NETWORK_DIR/chain/gateway/logs/hearthd.log"
        sleep 1
    done
}

run_network() {
    fetch_default_model
    NETWORK_DIR="$(mktemp -d "${TMPDIR:-/tmp}/hearth-network.XXXXXX")"
    trap stop_network EXIT
    say "Founding a network: four validators and a gateway"
    ctl network init --validators 4 --epoch-seconds 5 "$NETWORK_DIR/chain" >/dev/null ||
        die "The network could not be founded (see above)." "Network mode needs Go 1.22 or newer: run installers/bootstrap build."
    ctl network up "$NETWORK_DIR/chain" | sed 's/^/    /'
    INVITATION="$(ctl network invite "$NETWORK_DIR/chain")"
    say "Two homes join with its invitation"
    join_home anna 26710
    join_home bert 26711
    local base result="$NETWORK_DIR/answer.json" found="" asked=0
    base="$(field base_url <"$NETWORK_DIR/chain/gateway/run/api.json")"
    wait_for_gateway "$base"
    say "Asking the gateway over $base/chat/completions"
    note "question: $PROMPT"
    printf '\n'
    python3 "$HERE/steps/ask.py" "$base" asked "$PROMPT" "$result" || die "No answer came (see above)." \
        "The gateway's log: $NETWORK_DIR/chain/gateway/logs/hearthd.log"
    note "answered by $(owner_of "$(field receipt_id <"$result")" || echo "an unknown home"), over the link that it dialled"
    say "Asking on until the beacon has drawn an answer and the other home has checked it"
    while found="$(checked_elsewhere)"; [ -z "$found" ]; do
        asked=$((asked + 1))
        [ "$asked" -le 90 ] || die "No answer was drawn and checked." "Look at: $BIN/hearthctl --home $NETWORK_DIR/anna receipt list"
        python3 "$HERE/steps/ask.py" "$base" asked "Count to $asked." "$result" >/dev/null || true
    done
    note "$asked more questions; ${found%% *}'s answer was computed again by the other home, which found the same:"
    ctl --home "$NETWORK_DIR/${found%% *}" receipt show "${found##* }" | head -n 12 | sed 's/^/    /'
    say "Waiting until its reward has vested: it could be contradicted until then"
    vested "$NETWORK_DIR/${found%% *}" "${found##* }" || die "The reward did not vest." \
        "Look at: $BIN/hearthctl --home $NETWORK_DIR/${found%% *} earnings"
    say "The same state everywhere"
    ctl network status "$NETWORK_DIR/chain" | sed 's/^/    /'
    note "stopping everything that this command started"
    local place="$NETWORK_DIR"
    stop_network
    rm -rf "$place"
    say "Done"
}
