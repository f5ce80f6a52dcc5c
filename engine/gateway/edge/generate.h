// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "gateway/edge/answer_writer.h"
#include "gateway/edge/exchange.h"
#include "gateway/edge/inbox.h"
#include "gateway/edge/responses_writer.h"

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <memory>
#include <optional>

namespace hearth::gateway {

struct CallSource {
    CallKind kind = CallKind::chat;
    std::string body, profile_header;                       ///< body: as it came; empty where `body_hash` stands for it
    std::shared_ptr<const nlohmann::ordered_json> document; ///< the body, where it was read already
    std::string caller;                                     ///< id of an API key, or empty
    core::Nanoseconds received = 0;                         ///< monotonic, when the request was complete
    TurnOfCall turn = {};
    std::shared_ptr<Meter> meter = {};        ///< of a call that is paid by itself
    bool for_opengradient = false;            ///< see ApiCall
    std::string model = {};                   ///< where the path names it, not the body
    std::optional<core::Hash> body_hash = {}; ///< of the body as it came, where `document` was read from it already
    std::size_t body_bytes = 0;               ///< likewise
};

/// One call to chat, completions or responses: starts a generation per choice, gathers what they say and answers whole
/// or as a stream. I/O thread only; the backend's threads reach it through the inbox.
class GenerateExchange final : public Exchange, public std::enable_shared_from_this<GenerateExchange> {
public:
    static std::shared_ptr<GenerateExchange> start(const Services& services, Reply& reply, CallSource source);

    GenerateExchange(const Services& services, Reply& reply, core::Nanoseconds received, TurnOfCall turn);
    void writable() override { pump(); }
    void tick(core::Nanoseconds now) override;
    bool probe() override;
    void stop() override;
    void detach() override;

private:
    struct Choice {
        ChoiceAnswer answer;
        bool started = false, ended = false;
        std::uint32_t prompt_tokens = 0, completion_tokens = 0;
        std::optional<std::uint32_t> cached_tokens;
        std::string evidence_id, receipt_id, node;
        ToolAnswer tools;                  ///< where the call has some
        std::string value;                 ///< the text so far, where it is to be JSON
        std::vector<std::uint32_t> vector; ///< instead of a text, where vectors are asked for
    };

    void pump();
    void handle(CallEvent& event);
    void accept(std::shared_ptr<ApiCall> call);
    void take_started(Choice& choice, const GenerationStarted& started);
    void take_token(Choice& choice, TokenPiece& piece);
    void take_end(Choice& choice, GenerationEnd& end);
    void say(Choice& choice, TokenPiece piece);
    void say_part(Choice& choice, const ToolReader::Piece& part);
    void take_parts(Choice& choice, const std::vector<ToolReader::Piece>& parts);
    void say_whole(Choice& choice);
    void conclude(Choice& choice);
    void begin_stream();
    void flush();
    void finish();
    std::string whole();
    void launch_more();
    void fail(const ApiError& error);
    void release_generations();
    bool is_remembered() const;
    void remember_bytes();
    void leave_pace(bool whole);
    void read_meter(bool failed) const;

    bool all_started() const;
    Usage usage() const;
    std::string evidence_list() const;
    std::string node_list() const;
    void add_call_headers(HttpAnswer& answer) const;

    const Services& m_services;
    Reply* m_reply;
    std::shared_ptr<Inbox> m_inbox;
    std::deque<CallEvent> m_waiting;
    std::shared_ptr<ApiCall> m_call;
    std::optional<AnswerWriter> m_writer;
    std::optional<ResponsesWriter> m_responses; ///< instead of it, where the call is one
    std::vector<Choice> m_choices;
    std::vector<std::unique_ptr<Generation>> m_generations;
    std::string m_out; ///< events of this round, sent as one piece
    std::string m_answer_id;
    core::Sha256 m_sent; ///< the body so far, where it is_remembered()
    core::Nanoseconds m_received, m_overhead = 0, m_last_sent;
    const TurnOfCall m_turn;
    std::string m_caller;
    std::shared_ptr<Meter> m_meter;
    std::size_t m_launched = 0; ///< choices that were started, or are about to be
    std::uint64_t m_pace = 0;   ///< its number while it runs
    bool m_head_sent = false, m_evidence_owed = false, m_charged = false, m_over = false;
};

} // namespace hearth::gateway
