// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"

namespace hearth::ledger {

/// When something would take effect.
struct Moment {
    std::uint64_t rules = 0;
    core::Height height = 0; ///< of the present block
    core::Epoch epoch = 0;
};
/// Whether the content could take effect now: asked when it is proposed and again when its time has come. `from`: as in
/// Proposal. Errors: not_found, conflict, refused, unsupported.
core::Status check_possible(const ProposalContent& content, const std::vector<std::uint64_t>& from,
                            const Tables& tables, const Params& params, const Moment& now);
/// The present values of what the content changes.
std::vector<std::uint64_t> present_values(const ProposalContent& content, const Params& params);
/// What an open proposal's votes give.
Tally tally_of(std::uint64_t id, const Tables& tables, const Params& params);
/// Of those who delegated to the key and did not vote themselves.
Weight delegated_to(std::uint64_t id, const core::PublicKey& key, const Tables& tables);

/// What becomes of proposals as epochs end. Internal to ledger; borrows everything.
struct Assembly {
    Tables& tables;
    Params& params;
    const std::uint64_t rules;
    const core::Height height;
    std::vector<LedgerEvent>& events;

    /// Everything that is due at the end of `epoch` or before.
    void run(core::Epoch epoch);
    /// Ends a proposal of any kind without effect.
    void cancel(std::uint64_t id, core::Epoch epoch);

private:
    void watch(std::uint64_t id, Proposal proposal);
    void close(std::uint64_t id, Proposal proposal);
    void execute(std::uint64_t id, Proposal proposal);
    void settle_deposit(Proposal& proposal, bool burn);
    void learn_turnout(const Tally& tally);
    void tell(EventKind kind, std::uint64_t id, const Proposal& proposal, core::Amount amount = {});
};

} // namespace hearth::ledger
