// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase_check.h"

#include "ledger/records.h"
#include "proof/check.h"
#include "proof/profile.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

Status contradicts(const core::Sentence& what) {
    return fail(Code::corrupt, core::say("answer_contradicts", {what}), core::say("nothing_counts_send_request"));
}

/// Everything that the caller wished, whatever the executor fixed of its own.
bool same_wishes(proof::DecodeParams quoted, const proof::DecodeParams& asked) {
    quoted.max_tokens = asked.max_tokens;
    quoted.stop_hash = asked.stop_hash;
    return quoted == asked;
}

} // namespace

Status check_quote(const link::Quote& quote, const link::Ask& ask) {
    if (quote.node_key.is_zero()) return contradicts(core::say("quote_names_no_key"));
    if (quote.input_ids.empty()) return contradicts(core::say("quote_counts_no_token"));
    if (!ask.prompt_ids.empty() && quote.input_ids != ask.prompt_ids)
        return contradicts(core::say("read_another_prompt"));
    if (!same_wishes(quote.decode, ask.decode)) return contradicts(core::say("would_decode_another_way"));
    if (ask.max_tokens && quote.decode.max_tokens != *ask.max_tokens)
        return contradicts(core::say("would_answer_another_length"));
    return {};
}

Status check_price(const link::Quote& quote, const link::Terms& terms) {
    if (!terms.max_price) return {};
    const ledger::Tariff tariff{quote.prompt_token, quote.completion_token};
    HEARTH_TRY(const core::Amount most, tariff.price(quote.input_ids.size(), quote.decode.max_tokens));
    if (most <= *terms.max_price) return {};
    return fail(Code::refused, core::say("answer_may_cost_more", {most.text(), terms.max_price->text()}),
                core::say("allow_more_or_fewer_tokens"));
}

Status check_answer(const proof::ReceiptFile& file, const Bargain& bargain) {
    const proof::SignedReceipt& signed_receipt = file.signed_receipt;
    const proof::Receipt& receipt = signed_receipt.receipt;
    if (receipt.executor_key != bargain.quote.node_key) return contradicts(core::say("another_key_signed"));
    if (!(file.request == bargain.request)) return contradicts(core::say("answers_another_request"));
    if (file.salt_in != bargain.salt_in || file.input_ids != bargain.quote.input_ids)
        return contradicts(core::say("answers_another_prompt"));
    if (bargain.request.needs_beacon() && file.beacon != bargain.beacon)
        return contradicts(core::say("drawn_another_beacon"));
    if (receipt.escrow_id != bargain.escrow || receipt.height != bargain.escrow_height)
        return contradicts(core::say("names_another_payment"));
    for (const proof::CheckRow& row : proof::check_receipt_file(file))
        if (row.outcome == proof::CheckRow::Outcome::failed) return contradicts(row.detail);
    const std::vector<std::uint32_t>& passed_on = bargain.passed_on;
    const bool too_long = !bargain.request.asks_values() && file.output_ids.size() > bargain.request.decode.max_tokens;
    if (too_long || passed_on.size() > file.output_ids.size() ||
        !std::equal(passed_on.begin(), passed_on.end(), file.output_ids.begin()))
        return contradicts(core::say("tokens_not_those_came"));
    if (const auto values = bargain.dimensions; bargain.request.embed && values && file.output_ids.size() != *values)
        return contradicts(
            core::say("vector_of_another_length", {core::figure(file.output_ids.size()), core::figure(*values)}));
    const ledger::Tariff tariff{bargain.quote.prompt_token, bargain.quote.completion_token};
    HEARTH_TRY(const core::Amount price, tariff.price(file.input_ids.size(), receipt.n_out));
    if (receipt.price != price || bargain.request.price_cap < price)
        return contradicts(core::say("price_not_quoted_one"));
    return {};
}

} // namespace hearth::node
