// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "ledger/rules.h"
#include "node/money/settlement.h"
#include "node/state/upstream_store.h"
#include "proof/merkle.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::Status;

constexpr const char* roots_setting = "roots_posted_before_epoch";

/// The newest signed head of this home's log of evidence, where it goes into the ledger with the root of `epoch`: it
/// has grown since the last one.
core::Result<std::optional<ledger::LogAnchor>> log_to_anchor(Store& store, const LedgerView& ledger,
                                                             const core::PublicKey& key, core::Epoch epoch) {
    HEARTH_TRY(const auto head, UpstreamStore(store).tree_head());
    if (!head || head->size == 0) return std::optional<ledger::LogAnchor>();
    const auto anchored = ledger.anchored_log();
    bool takes_it = !anchored || anchored->root.log->size < head->size;
    ledger.read([&](const ledger::State& state) {
        takes_it = takes_it && state.rules() >= ledger::anchored_rules && state.node(key) != nullptr &&
                   state.epoch_root(key, epoch) == nullptr;
    });
    return takes_it ? std::optional(ledger::LogAnchor{head->size, head->root}) : std::nullopt;
}

} // namespace

/// One root for each ended epoch in which this node's keys settled something, or its log of evidence grew. The note of
/// what is posted moves on once all of them are.
Status Settlement::post_roots() {
    const core::Epoch now = m_ledger.head().epoch;
    HEARTH_TRY(const std::string text, m_store.setting(roots_setting));
    core::Epoch next = 0; // a broken note costs only work: the ledger refuses a root that it has
    std::from_chars(text.data(), text.data() + text.size(), next);
    HEARTH_TRY(auto epochs, m_store.epochs_with_receipts(next, now));
    const std::pair last{now == 0 ? 0 : now - 1, m_identity.node_key()->public_key()};
    std::optional<ledger::LogAnchor> log;
    if (now > 0) {
        HEARTH_TRY(log, log_to_anchor(m_store, *this, last.second, last.first));
    }
    if (log && std::find(epochs.begin(), epochs.end(), last) == epochs.end()) epochs.push_back(last);
    const auto left = std::make_shared<std::atomic<std::size_t>>(1);
    const auto one_less = [this, left, now] {
        if (--*left > 0) return;
        if (const Status kept = m_store.set_setting(roots_setting, std::to_string(now)); !kept)
            m_retry.keep(kept.error());
    };
    for (const auto& [epoch, executor] : epochs) {
        HEARTH_TRY(const auto ids, m_store.receipts_of_epoch(epoch, executor));
        std::vector<core::Hash> leaves;
        for (const std::string& id : ids) {
            HEARTH_TRY(const core::Hash hash, core::Hash::parse(id));
            leaves.push_back(proof::merkle_leaf(hash.view()));
        }
        const auto key = m_identity.node_key(executor);
        if (!key) continue;
        ++*left;
        ledger::PostEpochRoot root{epoch, proof::merkle_root(leaves), leaves.size()};
        if (std::pair(epoch, executor) == last) root.log = log;
        m_sender->send(
            key, std::move(root), [this, one_less, epoch = epoch](const core::Result<ledger::TxResult>& posted) {
                const Code code = posted ? Code::conflict : posted.error().code;
                if (code == Code::io) m_retry.keep(posted.error());
                if (code == Code::io || code == Code::unavailable || code == Code::timed_out || code == Code::busy)
                    return;
                if (code != Code::conflict) // it was posted before
                    core::log::warning("settlement", "root not posted",
                                       {{"epoch", epoch}, {"reason", posted.error().message}});
                one_less();
            });
    }
    one_less();
    return m_retry.take();
}

} // namespace hearth::node
