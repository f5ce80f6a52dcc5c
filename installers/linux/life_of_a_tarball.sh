#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The part of test_tarball.sh that runs in the clean system, as root and without a network: /srv/hearth.tar.gz is the
# archive, /srv/model.gguf the default model, anna an ordinary user, who installs nothing.
set -euo pipefail

# shellcheck source=as_a_user.sh
source /srv/as_a_user.sh

install -d -o anna -g anna -m 700 "$RUNTIME"
say "Unpacking the archive as an ordinary user"
# The same programs as those of an earlier version.
as_anna tar -C /home/anna -xzf /srv/hearth.tar.gz
NEW="$(echo /home/anna/hearth-*)"
mv "$NEW" /home/anna/previous
PROGRAMS=/home/anna/previous/bin
as_anna hearthd --version
start_by_hand
ctl status | sed 's/^/    /'
import_ask_replay
open_window

say "Going to another version in the middle of an answer"
before="$(identity)"
begin_answer story 200 7 "Tell a long story about a hearth."
as_anna tar -C /home/anna -xzf /srv/hearth.tar.gz
ctl stop >/dev/null 2>&1 || fail "The service did not stop."
PROGRAMS="$NEW/bin"
rm -r /home/anna/previous
start_by_hand
ctl status --wait --timeout 60 >/dev/null 2>&1 || fail "The new version does not take work."
end_answer story
[ "$(identity)" = "$before" ] || fail "The identity is another one in the new version."
[ "$(receipts | wc -l)" -ge 2 ] || fail "Receipts are missing in the new version."
note "the answer ended, the new version replayed it; same identity, every receipt"

say "Removing it"
ctl stop >/dev/null 2>&1 || fail "The service did not stop."
rm -r "$NEW"
[ -s "$HOME_OF_NODE/node.sqlite" ] && [ -d "$HOME_OF_NODE/keys" ] || fail "The node's home went with the programs."
[ -z "$(find / -xdev -path /home -prune -o -path /proc -prune -o -iname '*hearth*' -not -path '/srv/*' -not -path '/sys/*' -not -path '/tmp/*' -not -path '/run/*' -print)" ] ||
    fail "Something of it is outside its folder."
note "nothing was installed; keys, receipts and models are as they were"
