#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The part of test_package.sh that runs in the clean system, as root and without a network: /root/previous.deb is
# installed, /root/package.deb follows it, /srv/model.gguf is the default model, anna is an ordinary user. The service
# runs as the user unit of the package, under a systemd of anna's own; where the kernel lends that no control group, the
# test says so and starts the program itself.
set -euo pipefail

HOME_OF_NODE=/home/anna/.local/share/hearth
RUNTIME=/run/user/1000
CGROUP=hearth-package-test # test_package.sh removes it
STARTED=0 MANAGER=0

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
    printf '\ntest_package: %s\n' "$*" >&2
    tail -n 5 /home/anna/hearthd.log "$HOME_OF_NODE"/logs/*.log >&2 2>/dev/null || true
    exit 1
}

as_anna() { setpriv --reuid anna --regid anna --init-groups env -i HOME=/home/anna XDG_RUNTIME_DIR=$RUNTIME \
    PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"; }
ctl() { as_anna hearthctl "$@"; }
# member NAME: a string or a number of the JSON on standard input
member() { grep -o "\"$1\":[ ]*\(\"[^\"]*\"\|[0-9.]*\)" | head -n 1 | sed 's/^[^:]*:[ ]*//; s/"//g'; }
receipts() { ctl --json receipt list --limit 100 | grep -o '"receipt_id":[ ]*"[^"]*"' | sort -u; }
identity() { ctl --json keys show | tr -d ' \n'; }

start_manager() {
    local hierarchy
    mkdir -p /run/systemd/system
    for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
        [ -e "$hierarchy/cgroup.procs" ] || continue
        { mkdir -p "$hierarchy/$CGROUP" && chown -R anna: "$hierarchy/$CGROUP" &&
            echo $$ >"$hierarchy/$CGROUP/cgroup.procs"; } 2>/dev/null || return 1
    done
    as_anna setsid /usr/lib/systemd/systemd --user >/home/anna/manager.log 2>&1 </dev/null &
    for _ in $(seq 50); do
        ! as_anna systemctl --user show-environment >/dev/null 2>&1 || return 0
        sleep 0.1
    done
    return 1
}

start_service() {
    STARTED=$SECONDS
    if [ "$MANAGER" = 1 ]; then
        as_anna systemctl --user start hearthd || fail "The unit did not start: $(as_anna systemctl --user status hearthd)"
        return 0
    fi
    as_anna setsid hearthd --foreground >/home/anna/hearthd.log 2>&1 </dev/null &
    for _ in $(seq 300); do
        ! ctl status >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    fail "The service did not start."
}

restart_service() {
    if [ "$MANAGER" = 1 ]; then
        as_anna systemctl --user daemon-reload
        as_anna systemctl --user try-restart hearthd || fail "The unit did not start again."
    else
        ctl stop >/dev/null 2>&1 || fail "The service did not stop."
        start_service
    fi
    ctl status --wait --timeout 60 >/dev/null 2>&1 || fail "The node does not take work after its restart."
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

say "What is installed"
for tool in cc gcc c++ clang make cmake ninja cargo python3; do
    ! command -v "$tool" >/dev/null || fail "The clean system has $tool."
done
[ -z "$(find / -xdev -name 'libtorch*.so*' -print -quit)" ] || fail "The clean system has libtorch."
for file in man/man1/hearth{,d,ctl}.1.gz bash-completion/completions/hearthctl applications/org.hearth.Hearth.desktop \
    doc/hearth/copyright doc/hearth/changelog.gz metainfo/org.hearth.Hearth.metainfo.xml; do
    # Clean systems leave manual pages and documents out if dpkg is told so; it lists them all the same.
    dpkg -L hearth | grep -qx "/usr/share/$file" || fail "The package has no /usr/share/$file."
done
! find /etc/systemd /home -name 'hearthd.service' | grep -q . || fail "The service starts without having been asked to."
as_anna hearthd --version
[ "$(as_anna bash -c 'source /usr/share/bash-completion/completions/hearthctl
    COMP_WORDS=(hearthctl model imp) COMP_CWORD=2; _hearthctl; echo "${COMPREPLY[*]}"')" = import ] ||
    fail "The completion does not know hearthctl model import."
note "no compiler, no libtorch, nothing started; programs, manual pages and completions are there"

say "Starting the service as an ordinary user"
install -d -o anna -g anna -m 700 "$RUNTIME"
if start_manager; then
    MANAGER=1
    [ "$(as_anna systemctl --user is-enabled hearthd || true)" = disabled ] || fail "The unit is enabled without having been asked for."
    note "by its user unit"
else
    note "the unit is not tried: no control group can be made here for a systemd of the user's own"
fi
start_service
ctl status | sed 's/^/    /'

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

say "Opening the window without a screen"
as_anna env QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software timeout 60 hearth --measure | sed 's/^/    /' ||
    fail "The window does not open."

say "Upgrading in the middle of an answer"
before="$(identity)"
begin_answer story 600 7 "Tell a very long story about a hearth."
dpkg --install /root/package.deb >/root/dpkg.log 2>&1 || { cat /root/dpkg.log >&2; fail "dpkg could not upgrade."; }
[ "$(dpkg-query --show --showformat '${Version}' hearth)" = "$(dpkg-deb --field /root/package.deb Version)" ] ||
    fail "The version is still the old one."
kill -0 "$ASKING" 2>/dev/null && note "the answer still ran when every file had been replaced"
end_answer story
note "it ended, and a worker of the new version replayed it"
# As the package's own script does where the system is run by systemd, again in the middle of an answer.
begin_answer second 150 8 "Tell a story about a fire."
restart_service
end_answer second
note "so did one that ran when the service was restarted"
kept="$(receipts)"
[ "$(wc -l <<<"$kept")" -ge 3 ] || fail "There are not three receipts: $kept"
[ "$(identity)" = "$before" ] || fail "The identity is another one after the upgrade."
ctl chat --max-tokens 8 "Hello" >/dev/null 2>&1 || fail "The node does not answer after the upgrade."
note "same identity, every receipt, and it answers"

say "Removing and purging"
ctl stop >/dev/null 2>&1 || fail "The service did not stop."
state() { (cd "$HOME_OF_NODE" && find . -type f ! -path './logs/*' | sort | xargs sha256sum); }
kept="$(state)"
grep -q keys/ <<<"$kept" || fail "The node's home holds no keys: $kept"
apt-get -y -qq remove hearth >/root/apt.log 2>&1 || { cat /root/apt.log >&2; fail "apt could not remove the package."; }
! command -v hearthd >/dev/null || fail "hearthd is still there."
[ "$(state)" = "$kept" ] || fail "The removal touched the node's home."
apt-get -y -qq purge hearth >/root/apt.log 2>&1 || { cat /root/apt.log >&2; fail "apt could not purge the package."; }
[ "$(state)" = "$kept" ] || fail "The purge touched the node's home."
[ -z "$(find /usr/lib/hearth /usr/share/hearth /usr/lib/systemd/user/hearthd.service 2>/dev/null)" ] || fail "Files stayed behind."
note "programs are gone; keys, receipts and models are as they were"
