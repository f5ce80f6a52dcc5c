// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/priority.h"
#include "core/result.h"
#include "gateway/edge/answered_bytes.h"
#include "gateway/edge/caller_rate.h"
#include "gateway/edge/log_question.h"
#include "gateway/edge/model_card.h"
#include "gateway/schedule/route.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hearth::gateway {

/// One generation as the OpenAI surface asks for it, checked and normalised. One per choice (`n`).
struct GenerationRequest {
    std::string model; ///< name or id; empty = default
    std::string profile;
    std::string messages_json; ///< chat: the conversation as JSON; else empty
    std::string tools_json;
    std::string template_kwargs_json;      ///< further variables of the chat template as a JSON object; empty = none
    std::optional<std::string> prompt;     ///< completions
    std::vector<std::uint32_t> prompt_ids; ///< completions with token ids
    double temperature = 1.0, top_p = 1.0, min_p = 0.0;
    std::uint32_t top_k = 0;
    double frequency_penalty = 0.0, presence_penalty = 0.0, repetition_penalty = 1.0;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> max_tokens; ///< nullopt = up to the context
    std::vector<std::string> stop;
    bool ignore_eos = false;
    std::optional<std::uint32_t> top_logprobs; ///< nullopt = no logprobs at all
    bool score_prompt = false; ///< the prompt's tokens come first, with their logprobs; max_tokens may be 0
    std::string constraint;    ///< grammar that the answer keeps to (receipt.cddl); empty = none
    bool embed = false;        ///< the prompt's vector instead of an answer; max_tokens is 0
    bool run = false;          ///< likewise, what the model makes of the tensors whose words prompt_ids are
    core::Priority priority = core::Priority::normal; ///< not the caller's to choose
    std::string caller;       ///< id of the API key that asks; empty = somebody on this machine without one
    std::uint32_t choice = 0; ///< index among `n`; makes the draws of the choices differ under one seed
    schedule::Route route;    ///< on which terms
};

struct LogprobItem {
    std::uint32_t id = 0;
    std::string bytes;
    std::optional<double> logprob; ///< none for the first token of a prompt
};

struct TokenPiece {
    std::string text; ///< whole characters; may be empty
    std::uint32_t id = 0;
    std::size_t text_offset = 0; ///< where its own text begins, in characters of the answer
    std::optional<LogprobItem> logprob;
    std::vector<LogprobItem> top;
    bool of_prompt = false;
};

struct GenerationEnd {
    std::string finish_reason;             ///< "stop", "length", "cancelled"
    bool at_stop_text = false;             ///< a stop text of the request ended it
    std::string tail;                      ///< text that was held back
    std::vector<std::uint32_t> output_ids; ///< or a vector's fp32 bits, or the words of tensors
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
    std::optional<std::uint32_t> cached_tokens = {}; ///< of the prompt, that a cache had; none = not known
    std::string receipt_id;                          ///< hex; empty if nothing was signed
    std::string node = {};                           ///< of another home that computed it, hex; empty: this home did
    std::string level, system_fingerprint;
    std::uint32_t ttft_ms = 0, total_ms = 0;
};

/// Receives one generation in order: started, tokens, then exactly one of finished and failed. Called from a
/// thread of the backend; must not block.
class GenerationSink {
public:
    virtual ~GenerationSink() = default;
    /// `evidence_id` is fixed from the start: it stands in a response header before the first token. `node`: as
    /// GenerationEnd's; another one may take its place.
    virtual void started(std::uint32_t prompt_tokens, const std::string& evidence_id, const std::string& node) = 0;
    virtual void token(const TokenPiece& piece) = 0;
    virtual void finished(const GenerationEnd& end) = 0;
    virtual void failed(const core::Error& error) = 0;
};

/// Destroying it cancels the generation, if it still runs.
class Generation {
public:
    virtual ~Generation() = default;
};

/// What the OpenAI edge asks of whoever runs models. Thread-safe; every call and the end of a Generation may
/// block, the gateway makes them on threads of its own. Errors of start() that callers see:
/// not_found (model), too_large (context overflow, both numbers in the message), invalid_argument, busy,
/// unavailable (paused, with the reason), out_of_memory, conflict (what the caller's key may spend does not cover it).
class Backend {
public:
    virtual ~Backend() = default;
    virtual std::vector<ModelCard> models() = 0;
    virtual core::Result<std::unique_ptr<Generation>> start(const GenerationRequest& request,
                                                            std::shared_ptr<GenerationSink> sink) = 0;
    /// The evidence envelope as a JSON object (text). `caller`: id of the API key that reads, which finds that of its
    /// own answers alone; empty: somebody on this machine, who finds all. Errors: not_found.
    virtual core::Result<std::string> evidence(const std::string& evidence_id, const std::string& caller) = 0;
    /// Its receipt, and this node's signature that it belongs to these bytes (openai.md). Errors: not_found, io.
    virtual core::Result<std::string> answer_receipt(const AnsweredBytes& answer);
    /// Its two hashes as Phala's family of networks signs them, by this node's key. Errors: not_found.
    virtual core::Result<SignedHashes> sign_hashes(const AnsweredBytes& answer);
    /// The public half of that key, hex. Errors: not_found.
    virtual core::Result<std::string> signing_key();
    /// None: there is no such limit. Never blocks.
    virtual std::optional<CallerRate> rate(const std::string& caller);
    /// JSON (evidence-log.cddl). Errors: not_found, invalid_argument, corrupt.
    virtual core::Result<std::string> log(const LogQuestion& question);
};

} // namespace hearth::gateway
