# SPDX-License-Identifier: Apache-2.0
# First light: a node, a question, a verified answer, its earning.

GUI=1
NETWORK=0
PROMPT="Why is the sky blue? Answer in two sentences."
MODEL=""

parse_run() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --no-gui) GUI=0; shift ;;
            --network) NETWORK=1; shift ;;
            --prompt) [ $# -ge 2 ] || die "--prompt needs a text." "" 2; PROMPT="$2"; shift 2 ;;
            --model) [ $# -ge 2 ] || die "--model needs a path." "" 2; MODEL="$2"; shift 2 ;;
            *) die "run does not know \"$1\"." "Run installers/bootstrap --help." 2 ;;
        esac
    done
    [ -z "$MODEL" ] || [ -e "$MODEL" ] || die "The model $MODEL does not exist." "Give a GGUF file or a Hugging Face folder."
}

ctl() { "$BIN/hearthctl" "$@"; }
# field NAME: one member of the JSON object on standard input
field() { python3 -c 'import json,sys; v=json.load(sys.stdin)
for k in sys.argv[1].split("."): v=v[int(k)] if isinstance(v,list) else v[k]
print(v)' "$1"; }

STARTED_PID=""
stop_started() {
    [ -n "$STARTED_PID" ] || return 0
    kill -TERM "$STARTED_PID" 2>/dev/null || return 0
    wait "$STARTED_PID" 2>/dev/null || true
    STARTED_PID=""
}

start_node() {
    if ctl --json status >/dev/null 2>&1; then
        note "a node runs already; it is used as it is"
        return 0
    fi
    local log="$CACHE/hearthd.log" waited=0
    setsid "$BIN/hearthd" --foreground >"$log" 2>&1 </dev/null &
    STARTED_PID=$!
    trap stop_started EXIT
    until ctl --json status >/dev/null 2>&1; do
        kill -0 "$STARTED_PID" 2>/dev/null || { tail -n 5 "$log" >&2; die "The node did not start (see above)." "hearthctl doctor says more."; }
        waited=$((waited + 1))
        [ "$waited" -le 300 ] || die "The node did not answer within 60 s." "Its log is $log."
        sleep 0.2
    done
}

import_model() {
    local path="${MODEL:-$CACHE/models/$DEFAULT_MODEL_FILE}" name="" shown
    [ -n "$MODEL" ] || name="smollm2-135m-instruct"
    if [ -n "$name" ] && shown="$(ctl --json model show "$name" 2>/dev/null)"; then
        MODEL_ID="$(field model_id <<<"$shown")"
        note "model $name is imported already"
        return 0
    fi
    say "Importing the model $path"
    local answer
    answer="$(ctl --json model import "$path" ${name:+--name "$name"} | tail -n 1)" ||
        die "The model could not be imported (see above)." "hearthctl model import $path"
    MODEL_ID="$(field model_id <<<"$answer")"
}

run_node() {
    fetch_default_model
    say "Starting a solo node"
    start_node
    import_model
    local base result="$CACHE/answer.json" receipt
    base="$(ctl --json status | field api)"
    say "Asking over $base/chat/completions"
    note "question: $PROMPT"
    printf '\n'
    python3 "$HERE/steps/ask.py" "$base" "$MODEL_ID" "$PROMPT" "$result" || die "No answer came (see above)." "hearthctl doctor says more."
    receipt="$(field receipt_id <"$result")"
    say "Replaying the answer and checking its receipt"
    ctl receipt verify "$receipt" --replay || die "The answer did not verify." "hearthctl receipt show $receipt says more."
    say "Earning booked for it"
    ctl --json earnings | python3 -c 'import json,sys
rows=[r for r in json.load(sys.stdin)["rows"] if r["receipt_id"]==sys.argv[1] and r["state"] in ("pending","confirmed","paid")]
if not rows: sys.exit(1)
print("    %.9f EMB, %s" % (int(rows[0]["amount"])/1e9, rows[0]["state"]))' "$receipt" ||
        die "No earning is booked for the receipt $receipt." "hearthctl earnings says more."
    finish_run
}

finish_run() {
    if [ "$GUI" = 1 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -x "$BIN/hearth" ]; then
        say "Opening the window; the node goes on when you close it"
        setsid "$BIN/hearth" >/dev/null 2>&1 </dev/null &
        trap - EXIT
        note "stop the node with: kill -TERM $(pgrep -n -x hearthd || true)"
    else
        [ -z "$STARTED_PID" ] || note "stopping the node that this command started"
        stop_started
    fi
    say "Done"
}
