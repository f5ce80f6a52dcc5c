// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"
#include "gateway/evidence/network_proof.h"
#include "gateway/networks/call_price.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hearth::gateway {

struct OfferedModel {
    std::string id;
    std::int64_t created_s = 0;
    std::string owned_by;
};

struct RawRequest {
    std::string path; ///< below the network's base: "/chat/completions"
    std::string body; ///< sent as it is
    bool stream = false;
    /// Whether an answer that names this model certainly is of another one than was asked for; may be empty.
    std::function<bool(const std::string& named)> is_other_model = {};
};

struct RawHead {
    int status = 0;
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers; ///< those that may go on to the caller
};

/// What the bytes of an answer say about themselves.
struct AnswerFacts {
    int status = 0;                                    ///< 0: the network had not begun to answer
    bool asked = false;                                ///< the request was on its way: it may be computed, and billed
    std::optional<std::string> model;                  ///< that it names
    std::optional<std::string> id;                     ///< "chatcmpl-…"
    std::optional<std::string> error;                  ///< that it tells inside
    std::optional<std::uint64_t> next_event = {};      ///< number of the event that would follow, where they have some
    bool other_model = false;                          ///< than was asked for, by RawRequest::is_other_model
    std::optional<TokenUsage> usage = {};              ///< that it says it used
    core::Nanoseconds event_gap = 0;                   ///< usual time between two events of a stream; 0 = not known
    std::shared_ptr<const core::Bytes> peer = nullptr; ///< the certificate of the connection, where one was examined
};

/// Takes one answer: a head, bodies, then exactly one of ended and failed, which may come alone. Called on a thread of
/// the network; must not block.
class RawSink {
public:
    virtual ~RawSink() = default;
    virtual void asked() {} ///< the request is on its way: whoever leaves from now on may have to pay
    virtual void head(const RawHead& head) = 0;
    /// Bytes as they came, of a stream whole events. False: no more until RawCall::read_on().
    virtual bool body(std::string bytes) = 0;
    virtual void ended(const AnswerFacts& facts) = 0;
    /// Errors: unavailable (not reached, or it says so itself), timed_out, refused (it does not take our key, it
    /// redirects), corrupt (no whole answer).
    virtual void failed(const core::Error& error, const AnswerFacts& facts) = 0;
};

/// Destroying it cancels the call; a last word may still be under way to the sink then.
class RawCall {
public:
    virtual ~RawCall() = default;
    virtual void read_on() = 0;
};

/// How long a call may take, in nanoseconds. What the caller does not take does not count as the network's silence.
struct Deadlines {
    core::Nanoseconds connect = 10'000'000'000;
    core::Nanoseconds first_byte = 300'000'000'000; ///< after the request was sent
    core::Nanoseconds stall = 120'000'000'000;      ///< without a byte of an answer that has begun
    /// Of a stream that has shown its pace: five of its longest gaps are enough, if they are longer than this. Nobody
    /// else can go on with it, so that it gets more time than a node.
    core::Nanoseconds least_stall = 60'000'000'000;
    core::Nanoseconds total = 3'600'000'000'000;
};

/// A call that ended, for whoever proves it.
struct AnsweredCall {
    std::string path, model; ///< that was asked for
    AnswerFacts facts;
    bool whole = false;
    core::Hash request_hash, response_hash;               ///< SHA-256 of the bodies
    std::optional<std::string> request_body, answer_body; ///< if keeps_transcript(), and they are not huge
    core::Nanoseconds ended_at = 0;
};

/// What is known about an answer.
struct AnswerEvidence {
    std::vector<proof::CheckRow> rows;
    proof::Level level = proof::Level::none;
    std::optional<evidence::NetworkProof> proof;
};

/// A network of inference behind this gateway, whatever its protocol. Thread-safe.
class Network {
public:
    virtual ~Network() = default;
    /// Blocks until the network answered or `deadlines` are over.
    virtual core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) = 0;
    /// None: what it asks is not known here.
    virtual std::optional<NetworkQuote> quote(const std::string& model) const = 0;
    /// Byte exact: the body goes out as it is, what comes back is passed on so or not at all. No redirect is followed.
    virtual std::unique_ptr<RawCall> call(RawRequest request, const Deadlines& deadlines,
                                          std::shared_ptr<RawSink> sink) = 0;
    virtual bool keeps_transcript() const { return false; }
    /// Finds what the network's own evidence shows, asking it where that is needed. Calls `then` once, from here or
    /// from a thread of the network; must not block. Lives until then.
    virtual void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) = 0;
};

} // namespace hearth::gateway
