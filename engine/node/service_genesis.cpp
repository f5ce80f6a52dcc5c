// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "ledger/sequencer.h"
#include "node/service_impl.h"

namespace hearth::node {

using core::Status;

/// Solo mode's ledger: one sequencer, one caller account with play money, rules from the parameter file.
Status Service::Impl::open_ledger(bool) {
    rooms.ledger = options.ledger;
    if (rooms.ledger) return {};
    HEARTH_TRY(core::SigningKey sequencer_key, rooms.identity->sequencer_key());
    ledger::Genesis genesis;
    genesis.chain_id = "hearth-solo-" + sequencer_key.public_key().hex().substr(0, 12);
    genesis.time = core::system_clock().now();
    genesis.params = ledger::Params::solo();
    genesis.accounts[rooms.identity->caller_key().public_key()] = rooms.settings.caller_allotment;
    ledger::Sequencer::Options sequencing;
    sequencing.folder = rooms.home.ledger();
    sequencing.epoch_length = rooms.settings.epoch_length;
    HEARTH_TRY(rooms.ledger, ledger::Sequencer::open(sequencing, genesis, std::move(sequencer_key)));
    return {};
}

} // namespace hearth::node
