// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/money/settlement.h"
#include "proof/merkle.h"

#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::Status;

constexpr const char* roots_setting = "roots_posted_before_epoch";

} // namespace

/// One root for each ended epoch in which this node's keys settled something. The note of what is posted moves on once
/// all of them are.
Status Settlement::post_roots() {
    const core::Epoch now = m_ledger.head().epoch;
    HEARTH_TRY(const std::string text, m_store.setting(roots_setting));
    core::Epoch next = 0; // a broken note costs only work: the ledger refuses a root that it has
    std::from_chars(text.data(), text.data() + text.size(), next);
    HEARTH_TRY(const auto epochs, m_store.epochs_with_receipts(next, now));
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
        m_sender->send(key, ledger::PostEpochRoot{epoch, proof::merkle_root(leaves), leaves.size()},
                       [this, one_less, epoch = epoch](const core::Result<ledger::TxResult>& posted) {
                           const Code code = posted ? Code::conflict : posted.error().code;
                           if (code == Code::io) m_retry.keep(posted.error());
                           if (code == Code::io || code == Code::unavailable || code == Code::timed_out) return;
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
