#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The part of test_package.sh that runs in the clean system, as root and without a network: /root/previous.deb is
# installed, /root/package.deb follows it, /srv/model.gguf is the default model, anna is an ordinary user. The service
# runs as the user unit of the package, under a systemd of anna's own; where the kernel lends that no control group, the
# test says so and starts the program itself.
set -euo pipefail

# shellcheck source=as_a_user.sh
source /srv/as_a_user.sh
CGROUP=hearth-package-test # clean_system.sh removes it
MANAGER=0

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
    if [ "$MANAGER" = 1 ]; then
        STARTED=$SECONDS
        as_anna systemctl --user start hearthd || fail "The unit did not start: $(as_anna systemctl --user status hearthd)"
        return 0
    fi
    start_by_hand
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

import_ask_replay
open_window

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
