// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/params.h"
#include "ledger/records.h"

namespace hearth::ledger {

/// Version of the rules. 1: nodes without proof of possession, one price for all, anybody's verdict counts. 2: nodes
/// prove their keys and offer tariffs, an escrow fixes price and beacon, the draws of an epoch use the beacon of the
/// block that ended it, only the auditor that was drawn is heard, an audit that does not pass opens a dispute, and only
/// paid work ends a probation. 3: proposals and votes. 4: the app hash is over a map of more buckets, for short proofs
/// in large states. 5: payment channels, validators answer with a stake, and the certificate of a node key may have an
/// end, and another key replaces it. 6: a node settles answers by its channel's voucher and is paid past its receipts
/// by none, and an epoch's root may bring the head of a log of evidence. 7: auditors are paid, a wrong answer costs
/// more stake where many are wrong at a time, and there may be a subsidy, below what is destroyed. 8: nodes state their
/// roles and where gateways are reached, validators that are away lose their vote until they come back, credits pay for
/// answers, stakes are locked and weigh by that, work weighs as long as it is recent, and a doubt that a jury shares is
/// paid. A chain keeps the blocks of older rules and goes on under newer ones after upgrade().
inline constexpr std::uint64_t present_rules = 8;
/// Since when there is governance; there are channels and bonds; certificates of node keys end; channels pay answers;
/// logs are anchored; auditors are paid; wrong answers count together; work is subsidised.
inline constexpr std::uint64_t governed_rules = 3, channel_rules = 5, certified_rules = 5, answering_rules = 6,
                               anchored_rules = 6, auditing_rules = 7, correlated_rules = 7, issuing_rules = 7;
/// Since when nodes state their roles; validators that are away lose their vote for a time.
inline constexpr std::uint64_t announced_rules = 8, downtime_rules = 8;
/// Since when there are credits; stakes weigh by their locks, and work by its age; doubts that a jury shares are paid.
inline constexpr std::uint64_t credit_rules = 8, locking_rules = 8, doubting_rules = 8;
/// Of the map under the app hash.
unsigned bucket_bits(std::uint64_t rules);
/// Errors: unsupported for versions that this program does not know.
core::Status check_rules(std::uint64_t rules);

/// What the operator gets of a price under these parameters (floor; the remainder goes to the treasury).
core::Amount executor_share(core::Amount price, const Params& params);
/// What a node asks that names no price of its own.
Tariff usual_tariff(const Params& params);
/// Price of an answer under the first rules: per-token prices in 10⁻⁹ EMB, from the parameters.
core::Amount price_of(std::uint64_t prompt_tokens, std::uint64_t completion_tokens, const Params& params);
/// H("aud/1" ‖ beacon ‖ receipt) < rate: is this receipt drawn for an audit? The first eight bytes of the
/// hash, read as a big-endian number, are compared with floor(rate · 2⁶⁴ / 10⁶).
bool is_drawn(const core::Hash& beacon, const core::ReceiptId& receipt, std::uint64_t rate_ppm);
/// Receipts that count against a probation: those that were paid, and no more than the fees would pay for, so that
/// nobody ends it with work for nothing. Under the first rules all that were settled.
std::uint64_t proven_receipts(const NodeRecord& node, const Params& params, std::uint64_t rules);
/// The draw's rate for a receipt of this executor: new, on probation (also after a failure) or steady.
std::uint64_t audit_rate_ppm(const NodeRecord& node, bool exact, const Params& params,
                             std::uint64_t rules = present_rules);

} // namespace hearth::ledger
