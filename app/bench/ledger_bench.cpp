// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/clock.h"
#include "core/hash.h"
#include "ledger/state.h"
#include "proof/receipt.h"
#include "proof_bench.h"
#include "voucher_bench.h"

#include <algorithm>

namespace hearth::app {
namespace {

using core::Amount;

core::Hash hash_of(const std::string& text) {
    return core::sha256(core::as_bytes(text));
}

core::SigningKey key_of(const std::string& name) {
    return core::SigningKey::from_seed(hash_of(name).view());
}

/// A network in memory, one transaction a block.
class Town {
public:
    static core::Result<Town> founded(std::uint32_t nodes) {
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-bench";
        genesis.accounts[key_of("payer").public_key()] = Amount::from_units(1'000'000'000'000'000);
        // All are drawn, by strangers.
        HEARTH_CHECK(genesis.params.set_all({{"audit.self_allowed", 0}, {"audit.new_ppm", 1'000'000}}));
        Town town(genesis);
        for (std::uint32_t i = 0; i < nodes; ++i) {
            const std::string name = std::to_string(i);
            const auto owner = key_of("owner " + name), node = key_of("node " + name);
            HEARTH_CHECK(town.send(owner, ledger::RegisterNode::certified(node, owner.public_key(), genesis.chain_id,
                                                                          owner.public_key())));
        }
        HEARTH_CHECK(town.send(town.m_executor, ledger::OfferTariff{{}, "fp32", town.m_tariff}));
        return town;
    }

    core::Status settle(const std::string& name) {
        proof::Receipt receipt;
        receipt.executor_key = m_executor.public_key();
        receipt.profile = "fp32";
        receipt.n_in = 10;
        receipt.n_out = 20;
        receipt.request_hash = hash_of("request " + name);
        receipt.escrow_id = core::id_cast<core::EscrowId>(hash_of("escrow " + name));
        HEARTH_TRY(receipt.price, m_tariff.price(receipt.n_in, receipt.n_out));
        HEARTH_CHECK(send(key_of("payer"), ledger::OpenEscrow{receipt.escrow_id,
                                                              receipt.executor_key,
                                                              {},
                                                              receipt.request_hash,
                                                              receipt.price,
                                                              m_context.epoch + 9,
                                                              ledger::AcceptedTariff{"fp32", m_tariff}}));
        receipt.height = m_context.height;
        return send(m_executor, ledger::SettleReceipt{proof::SignedReceipt::sign(receipt, m_executor).encode()});
    }

    /// Seconds that the block took which drew what had been settled.
    double draw() {
        begin_block();
        m_state.end_epoch(m_context.epoch, m_context, m_events);
        ++m_context.epoch;
        const core::Nanoseconds start = core::monotonic();
        begin_block();
        return static_cast<double>(core::monotonic() - start) / 1e9;
    }

    /// Seconds for the question what one of the auditors has to do.
    double duties(std::uint32_t node) const {
        const core::PublicKey key = key_of("node " + std::to_string(node)).public_key();
        const core::Nanoseconds start = core::monotonic();
        static_cast<void>(m_state.duties_of(key));
        return static_cast<double>(core::monotonic() - start) / 1e9;
    }

private:
    explicit Town(const ledger::Genesis& genesis) : m_state(genesis), m_tariff(ledger::usual_tariff(genesis.params)) {}

    void begin_block() {
        ++m_context.height;
        m_context.beacon = hash_of("block " + std::to_string(m_context.height));
        m_state.begin_block(m_context, m_events);
    }
    core::Status send(const core::SigningKey& key, ledger::Message message) {
        begin_block();
        ledger::Transaction tx;
        tx.sender = key.public_key();
        if (const ledger::Account* account = m_state.account(tx.sender)) tx.sequence = account->sequence;
        tx.valid_until = m_context.height;
        tx.message = std::move(message);
        return m_state.apply(ledger::SignedTransaction::sign(std::move(tx), m_context.chain_id, key), m_context,
                             m_events);
    }

    ledger::State m_state;
    ledger::Tariff m_tariff;
    ledger::BlockContext m_context{"hearth-bench", 0, 0, 0, {}};
    std::vector<ledger::LedgerEvent> m_events;
    core::SigningKey m_executor = key_of("node 0");
};

} // namespace

core::Result<Report> ledger_bench(const LedgerOptions& options) {
    const std::uint32_t few = std::max<std::uint32_t>(2, options.nodes / 10);
    HEARTH_TRY(Town small, Town::founded(few));
    HEARTH_TRY(Town large, Town::founded(options.nodes));
    std::vector<double> of_few, of_all, duties;
    for (int run = 0; run < options.runs; ++run) {
        for (std::uint32_t i = 0; i < options.receipts; ++i)
            for (Town* town : {&small, &large})
                HEARTH_CHECK(town->settle(std::to_string(run) + "." + std::to_string(i)));
        of_few.push_back(small.draw() / options.receipts);
        of_all.push_back(large.draw() / options.receipts);
        for (std::uint32_t i = 0; i < 100; ++i)
            duties.push_back(large.duties(i % options.nodes));
    }
    Report report;
    report.name = "ledger";
    report.isa = "one core";
    report.threads = 1;
    report.runs = options.runs;
    report.metrics = {{"nodes", options.nodes},
                      {"receipts", options.receipts},
                      {"draw_us_per_receipt", median(of_all) * 1e6},
                      {"draw_ns_per_node", median(of_all) * 1e9 / options.nodes},
                      {"duties_us", median(duties) * 1e6}};
    // 1: ten times the nodes cost ten times as much.
    report.ratios = {{"draw_growth", median(of_all) / median(of_few) * few / options.nodes}};
    HEARTH_CHECK(voucher_bench(options, report));
    HEARTH_CHECK(proof_bench(options, report));
    return report;
}

} // namespace hearth::app
