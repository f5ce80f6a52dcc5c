// SPDX-License-Identifier: Apache-2.0
#include "transfer_load.h"

#include "core/clock.h"
#include "core/hash.h"

namespace hearth::app {

namespace {

core::SigningKey key_of(const std::string& name) {
    return core::SigningKey::from_seed(core::sha256(core::as_bytes(name)).view());
}

} // namespace

TransferLoad::TransferLoad(std::size_t senders, std::size_t each) : m_transfers(senders) {
    m_genesis.chain_id = "hearth-bench";
    m_genesis.time = core::system_clock().now();
    for (std::size_t i = 0; i < senders; ++i) {
        const core::SigningKey key = key_of("sender " + std::to_string(i));
        const core::PublicKey target = key_of("target " + std::to_string(i)).public_key();
        m_genesis.accounts[key.public_key()] = core::Amount::from_units(1'000'000'000);
        for (std::size_t k = 0; k < each; ++k) {
            ledger::Transaction tx;
            tx.sender = key.public_key();
            tx.sequence = k;
            tx.valid_until = 1'000'000'000;
            tx.message = ledger::Transfer{target, core::Amount::from_units(1)};
            m_transfers[i].push_back(ledger::SignedTransaction::sign(std::move(tx), m_genesis.chain_id, key));
        }
    }
}

} // namespace hearth::app
