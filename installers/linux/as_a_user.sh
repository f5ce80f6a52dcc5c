# SPDX-License-Identifier: Apache-2.0
# Sourced by what the tests of packages run in a clean system: what an ordinary user, anna, does with a node. PROGRAMS
# may name the folder of its programs.

HOME_OF_NODE=/home/anna/.local/share/hearth
RUNTIME=/run/user/1000
STARTED=0

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
    printf '\nThe package failed its test: %s\n' "$*" >&2
    tail -n 5 /home/anna/hearthd.log "$HOME_OF_NODE"/logs/*.log >&2 2>/dev/null || true
    exit 1
}

as_anna() { setpriv --reuid anna --regid anna --init-groups env -i HOME=/home/anna XDG_RUNTIME_DIR=$RUNTIME \
    PATH="${PROGRAMS:+$PROGRAMS:}/usr/bin:/bin" LC_ALL=C.UTF-8 "$@"; }
ctl() { as_anna hearthctl "$@"; }
# member NAME: a string or a number of the JSON on standard input
member() { grep -o "\"$1\":[ ]*\(\"[^\"]*\"\|[0-9.]*\)" | head -n 1 | sed 's/^[^:]*:[ ]*//; s/"//g'; }
receipts() { ctl --json receipt list --limit 100 | grep -o '"receipt_id":[ ]*"[^"]*"' | sort -u; }
identity() { ctl --json keys show | tr -d ' \n'; }

start_by_hand() {
    STARTED=$SECONDS
    as_anna setsid hearthd --foreground >/home/anna/hearthd.log 2>&1 </dev/null &
    for _ in $(seq 300); do
        ! ctl status >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    fail "The service did not start."
}

# begin_answer NAME TOKENS SEED PROMPT: asks, and returns when the first words came.
begin_answer() {
    as_anna hearthctl --json chat --max-tokens "$2" --temperature 1 --seed "$3" "$4" >"/home/anna/$1" 2>"/home/anna/$1.error" &
    ASKING=$!
    for _ in $(seq 400); do [ -s "/home/anna/$1" ] && break; sleep 0.05; done
    [ -s "/home/anna/$1" ] || fail "The answer did not begin: $(cat "/home/anna/$1.error")"
    kill -0 "$ASKING" 2>/dev/null || fail "The answer was over before anything else happened."
}

# end_answer NAME: it ended well, and verifies.
end_answer() {
    local receipt
    wait "$ASKING" || fail "The answer broke: $(cat "/home/anna/$1.error")"
    receipt="$(tail -n 1 "/home/anna/$1" | member receipt_id)"
    [ -n "$receipt" ] || fail "The answer has no receipt."
    ctl receipt verify "$receipt" --replay >/dev/null 2>&1 || fail "The answer does not verify."
}

# http BODY: one question to the OpenAI endpoint, with nothing but bash.
http() {
    local at="${BASE#http://}" address
    address="${at%%/*}"
    exec 5<>"/dev/tcp/${address%:*}/${address##*:}"
    printf 'POST /v1/chat/completions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
        "$address" "${#1}" "$1" >&5
    cat <&5
    exec 5>&-
}

# The default model, a question over HTTP, and its replay.
import_ask_replay() {
    local answer evidence
    say "Importing the default model"
    ctl model import /srv/model.gguf --name smollm2-135m-instruct >/dev/null 2>/home/anna/import.error ||
        fail "The model could not be imported: $(tail -n 3 /home/anna/import.error)"
    note "serving after $((SECONDS - STARTED)) s"
    BASE="$(ctl --json status | member api)"

    say "Asking over $BASE/chat/completions"
    answer="$(http '{"messages":[{"role":"user","content":"Why is the sky blue? Answer in one sentence."}],"max_tokens":48}')"
    grep -q '^HTTP/1.1 200' <<<"$answer" || fail "The endpoint answered: $answer"
    note "$(member content <<<"$answer")"
    evidence="$(sed -n 's/^X-Evidence-Id: *\([0-9a-fA-F-]*\).*/\1/Ip' <<<"$answer" | tr -d '\r')"
    [ -n "$evidence" ] || fail "The answer names no evidence."

    say "Replaying the answer"
    ctl receipt verify "$evidence" --replay 2>/dev/null | grep -E '^Valid|replay ' | sed 's/^ */    /' || fail "The answer does not verify."
}

open_window() {
    say "Opening the window without a screen"
    as_anna env QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software timeout 60 hearth --measure | sed 's/^/    /' ||
        fail "The window does not open."
}
