// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase.h"
#include "proof/profile.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

Status contradicts(const std::string& what) {
    return fail(Code::corrupt, "The executor's answer contradicts what it was asked for: " + what + ".",
                "Nothing of it counts; send the request again.");
}

/// Everything that the caller wished, whatever the executor fixed of its own.
bool same_wishes(proof::DecodeParams quoted, const proof::DecodeParams& asked) {
    quoted.max_tokens = asked.max_tokens;
    quoted.stop_hash = asked.stop_hash;
    return quoted == asked;
}

} // namespace

Status check_quote(const link::Quote& quote, const link::Ask& ask) {
    if (quote.node_key.is_zero()) return contradicts("its quote names no key");
    if (quote.input_ids.empty()) return contradicts("its quote counts no token");
    if (!ask.prompt_ids.empty() && quote.input_ids != ask.prompt_ids) return contradicts("it read another prompt");
    if (!same_wishes(quote.decode, ask.decode)) return contradicts("it would decode in another way");
    if (ask.max_tokens && quote.decode.max_tokens != *ask.max_tokens)
        return contradicts("it would answer at another length");
    return {};
}

Status check_answer(const proof::ReceiptFile& file, const Bargain& bargain) {
    const proof::SignedReceipt& signed_receipt = file.signed_receipt;
    const proof::Receipt& receipt = signed_receipt.receipt;
    if (receipt.executor_key != bargain.quote.node_key) return contradicts("another key signed it");
    if (!(file.request == bargain.request)) return contradicts("it answers another request");
    if (file.salt_in != bargain.salt_in || file.input_ids != bargain.quote.input_ids)
        return contradicts("it answers another prompt");
    if (bargain.request.needs_beacon() && file.beacon != bargain.beacon)
        return contradicts("it was drawn with another beacon");
    if (receipt.escrow_id != bargain.escrow || receipt.height != bargain.escrow_height)
        return contradicts("it names another payment");
    for (const proof::CheckRow& row : proof::check_receipt_file(file))
        if (row.outcome == proof::CheckRow::Outcome::failed) return contradicts(row.detail);
    const std::vector<std::uint32_t>& passed_on = bargain.passed_on;
    if (file.output_ids.size() > bargain.request.decode.max_tokens || passed_on.size() > file.output_ids.size() ||
        !std::equal(passed_on.begin(), passed_on.end(), file.output_ids.begin()))
        return contradicts("its tokens are not those that came");
    const ledger::Tariff tariff{bargain.quote.prompt_token, bargain.quote.completion_token};
    HEARTH_TRY(const core::Amount price, tariff.price(file.input_ids.size(), file.output_ids.size()));
    if (receipt.price != price || bargain.request.price_cap < price)
        return contradicts("its price is not the quoted one");
    return {};
}

} // namespace hearth::node
