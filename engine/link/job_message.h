// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/priority.h"
#include "core/result.h"
#include "core/units.h"
#include "link/gateway_message.h"
#include "proof/receipt.h"
#include "proof/scores.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the two halves of one job say to each other: the purchase, which pays, and the execution, which computes.
/// Solo mode hands these values over in memory, a network sends them over a link. In order:
///
///   purchase   ask ->                   assign ->                     (cancel ->)
///   execution        <- quote                     <- chunk ... <- result
///
/// and `failed` from either side instead, after which nothing more comes and nothing is paid: an executor that its
/// caller gave up, or lost, signs nothing, and where a payment channel was to pay it works that much less on credit.
/// Layout: resources/schema/job.cddl.
namespace hearth::link {

/// The question. The executor counts its tokens and keeps a place at a worker.
struct Ask {
    core::ModelId model_id;
    std::string profile;
    /// Exactly one of the three is given.
    std::string messages_json;         ///< a conversation, rendered by the model's chat template
    std::optional<std::string> prompt; ///< plain text
    std::vector<std::uint32_t> prompt_ids;
    std::string tools_json, template_kwargs_json; ///< of a conversation; empty = none
    core::Nanoseconds asked_at = 0;               ///< wall clock; what a template that asks for the date is told
    proof::DecodeParams decode;                   ///< without max_tokens and stop_hash, which the quote fixes
    std::optional<std::uint32_t> max_tokens;      ///< nullopt = up to the context
    std::vector<std::string> stop;
    bool ignore_eos = false;
    std::optional<std::uint32_t> top_logprobs; ///< nullopt = no logprobs
    bool score_prompt = false;
    std::string constraint; ///< grammar that the answer keeps to; empty = none
    bool embed = false;     ///< the vector of the text, and no answer
    bool run = false;       ///< what the model makes of the tensors whose words the ids are
    core::Hash tenant;      ///< who may share cached beginnings with whom
    core::Priority priority = core::Priority::normal;
};
/// What it will cost at most, and what the request must say.
struct Quote {
    core::PublicKey node_key;
    std::string model_name; ///< for people
    std::vector<std::uint32_t> input_ids;
    proof::DecodeParams decode;                  ///< max_tokens and stop_hash set
    core::Amount prompt_token, completion_token; ///< offered on the ledger
};
/// The money is locked; go on.
struct Assign {
    proof::Request request;
    core::Hash salt_in;
    core::EscrowId escrow_id;       ///< or a payment channel's id
    core::Height escrow_height = 0; ///< of its block, whose beacon the sampler's key is made with
    /// What the caller has of the answer already, from an executor that was lost (`request.begun`): drawn again,
    /// checked, and not sent a second time.
    std::vector<std::uint32_t> known_ids;
    std::optional<core::Signature> order = {}; ///< the payer's, where a channel pays: ledger::order_digest
};
struct Logprob {
    std::uint32_t id = 0;
    std::string bytes; ///< of the token
    std::optional<std::int64_t> micronats;
};
struct ChunkToken {
    std::uint32_t id = 0;
    std::string text; ///< whole characters that became certain with this token
    std::uint32_t text_offset = 0;
    std::optional<Logprob> logprob;
    std::vector<Logprob> top;
    bool of_prompt = false;
};
struct Chunk {
    std::uint64_t first = 0; ///< index of its first token among all that were sent, the known ones counted
    std::vector<ChunkToken> tokens;
};
/// The end: a signed receipt with its openings, or nothing to sign, as no token came.
struct Result {
    std::optional<proof::ReceiptFile> file;
    proof::StopReason stop_reason = proof::StopReason::length;
    std::string tail; ///< text held back until now
    /// Of the question, that were in the executor's cache. Known within one home alone: nothing is sent of it.
    std::optional<std::uint32_t> cached_tokens = {};
};
/// The caller left: ends at the next token, with a receipt for what was computed.
struct Cancel {};
struct Failed {
    core::Error error;
};

/// Beside the jobs: a voucher for answers that a payment channel pays (ledger/channel.h), encoded. Answered by a result
/// without a file once it is kept, or by a failure.
struct Pay {
    core::Bytes voucher;
};

using JobMessage = std::variant<Ask, Quote, Assign, Chunk, Result, Cancel, Failed, Fetch, Seek, Found, Pay>;

/// One end of one job's conversation. Any thread, in order; must not block. After a final message (`Result`,
/// `Failed` or `Found`) nothing is received any more.
class JobEnd {
public:
    virtual ~JobEnd() = default;
    virtual void receive(JobMessage message) = 0;
    /// On another machine, which can ask elsewhere when this one ends the job.
    virtual bool is_afar() const { return false; }
};

} // namespace hearth::link
