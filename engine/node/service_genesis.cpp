// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/sequencer.h"
#include "node/service_impl.h"
#include "node/state/left_chain.h"

namespace hearth::node {

using core::Status;

/// Solo mode's ledger: one sequencer, one caller account with play money, rules from the parameter file.
Status Service::Impl::open_ledger(bool) {
    ledger = options.ledger;
    const bool joins = !ledger && ledger::NetworkPlace::is_there(options.home);
    if (joins) HEARTH_CHECK(join_chain());
    // Not before a network's chain is open: as long as it is not, the home can go back to its own with all its jobs.
    HEARTH_CHECK(part_from_left_chains(options.home, options.on_step));
    if (ledger) return {};
    HEARTH_TRY(core::SigningKey sequencer_key, identity->sequencer_key());
    ledger::Genesis genesis;
    genesis.chain_id = "hearth-solo-" + sequencer_key.public_key().hex().substr(0, 12);
    genesis.time = options.clock->now();
    genesis.params = ledger::Params::solo();
    genesis.accounts[identity->caller_key().public_key()] = options.settings.caller_allotment;
    ledger::Sequencer::Options sequencing;
    sequencing.folder = options.home.ledger();
    sequencing.epoch_length = options.settings.epoch_length;
    sequencing.clock = options.clock;
    sequencing.keep_blocks = options.settings.keep_blocks;
    HEARTH_TRY(ledger, ledger::Sequencer::open(sequencing, genesis, std::move(sequencer_key)));
    return {};
}

/// A network's ledger: its blocks are ordered by all validators and applied here as well.
Status Service::Impl::join_chain() {
    HEARTH_TRY(network_place, ledger::NetworkPlace::load(options.home));
    if (!options.settings.gateway) network_place->link_listen.clear();
    const ledger::NetworkPlace& place = *network_place;
    ledger::CometLedger::Options following;
    following.folder = ledger::NetworkPlace::folder(options.home);
    following.genesis_file = ledger::NetworkPlace::genesis_file(options.home);
    following.listen = place.listen;
    following.external_address = place.external_address;
    following.peers = place.peers;
    following.local = place.local;
    following.headers_listen = place.headers_listen;
    following.state_sync = place.state_sync;
    following.snapshot_every = place.snapshot_every;
    if (place.local) following.timing = ledger::CometTiming::local();
    HEARTH_TRY(auto opened, ledger::CometLedger::open(following, place.genesis));
    chain = opened.get();
    ledger = std::move(opened);
    core::log::info("service", "network", {{"chain", place.genesis.chain_id}, {"genesis", place.genesis.hash().hex()}});
    return {};
}

} // namespace hearth::node
