// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/sequencer.h"
#include "node/service_impl.h"

namespace hearth::node {

using core::Status;

/// Solo mode's ledger: one sequencer, one caller account with play money, rules from the parameter file.
Status Service::Impl::open_ledger(bool) {
    rooms.ledger = options.ledger;
    if (rooms.ledger) return {};
    if (ledger::NetworkPlace::is_there(rooms.home)) return join_chain();
    HEARTH_TRY(core::SigningKey sequencer_key, rooms.identity->sequencer_key());
    ledger::Genesis genesis;
    genesis.chain_id = "hearth-solo-" + sequencer_key.public_key().hex().substr(0, 12);
    genesis.time = options.clock->now();
    genesis.params = ledger::Params::solo();
    genesis.accounts[rooms.identity->caller_key().public_key()] = rooms.settings.caller_allotment;
    ledger::Sequencer::Options sequencing;
    sequencing.folder = rooms.home.ledger();
    sequencing.epoch_length = rooms.settings.epoch_length;
    sequencing.clock = options.clock;
    HEARTH_TRY(rooms.ledger, ledger::Sequencer::open(sequencing, genesis, std::move(sequencer_key)));
    return {};
}

/// A network's ledger: its blocks are ordered by all validators and applied here as well.
Status Service::Impl::join_chain() {
    HEARTH_TRY(rooms.place, ledger::NetworkPlace::load(rooms.home));
    const ledger::NetworkPlace& place = *rooms.place;
    ledger::CometLedger::Options following;
    following.folder = ledger::NetworkPlace::folder(rooms.home);
    following.listen = place.listen;
    following.external_address = place.external_address;
    following.peers = place.peers;
    following.local = place.local;
    if (place.local) following.timing = ledger::CometTiming::local();
    HEARTH_TRY(auto chain, ledger::CometLedger::open(following, place.genesis));
    rooms.chain = chain.get();
    rooms.ledger = std::move(chain);
    core::log::info("service", "network", {{"chain", place.genesis.chain_id}, {"genesis", place.genesis.hash().hex()}});
    return {};
}

} // namespace hearth::node
