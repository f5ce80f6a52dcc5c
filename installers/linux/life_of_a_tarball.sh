#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The part of test_tarball.sh that runs in the clean system, as root and without a network: /srv/hearth.tar.gz is the
# archive, /srv/model.gguf the default model, anna an ordinary user, who installs nothing.
set -euo pipefail

# shellcheck source=as_a_user.sh
source /srv/as_a_user.sh

install -d -o anna -g anna -m 700 "$RUNTIME"
say "Unpacking the archive as an ordinary user"
as_anna tar -C /home/anna -xzf /srv/hearth.tar.gz
PROGRAMS="$(echo /home/anna/hearth-*/bin)"
as_anna hearthd --version
start_by_hand
ctl status | sed 's/^/    /'
import_ask_replay
open_window
ctl stop >/dev/null 2>&1 || fail "The service did not stop."
note "nothing was installed"
