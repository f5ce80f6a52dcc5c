// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/recorder.h"

#include "core/log.h"

namespace hearth::gateway {
namespace {

constexpr std::size_t longest_transcript = std::size_t{16} << 20;

using core::monotonic;

/// The network is there and answers; what it did not like was the request.
bool shows_health(const AnswerFacts& facts) {
    const bool busy = facts.status == 429 || facts.status == 408;
    return facts.status < 500 && !busy && !(facts.status == 200 && facts.error);
}

core::Sentence why_not_whole(const AnswerFacts& facts) {
    if (facts.error) return core::say("network_told_error", {*facts.error});
    return core::say("network_answered_http", {std::to_string(facts.status)});
}

} // namespace

Upstreams::Recorder::Recorder(Upstreams& upstreams, std::shared_ptr<Network> network, const Place& place,
                              evidence::Envelope envelope, std::optional<std::string> request_body,
                              std::shared_ptr<void> admission, std::shared_ptr<RawSink> sink)
    : m_upstreams(upstreams), m_network(std::move(network)), m_place(place), m_envelope(std::move(envelope)),
      m_admission(std::move(admission)), m_sink(std::move(sink)), m_began(monotonic()),
      m_request(std::move(request_body)) {
    if (m_request) m_answer.emplace();
}

/// The caller left.
Upstreams::Recorder::~Recorder() {
    if (m_over) return;
    {
        const std::lock_guard lock(m_upstreams.m_mutex);
        m_upstreams.m_directory.abandoned(m_place);
    }
    m_envelope.reason = "The caller left before the end.";
    keep({.status = static_cast<int>(m_envelope.status), .model = {}, .id = {}, .error = {}}, {});
}

void Upstreams::Recorder::head(const RawHead& head) {
    m_envelope.status = static_cast<std::uint32_t>(head.status);
    {
        const std::lock_guard lock(m_upstreams.m_mutex);
        m_upstreams.m_directory.begun(m_place, monotonic() - m_began);
    }
    m_sink->head(head);
}

bool Upstreams::Recorder::body(std::string bytes) {
    m_hash.update(bytes);
    m_envelope.response_bytes += bytes.size();
    if (m_answer && m_answer->size() + bytes.size() > longest_transcript) m_answer.reset();
    if (m_answer) *m_answer += bytes;
    return m_sink->body(std::move(bytes));
}

void Upstreams::Recorder::judge(const std::optional<core::Error>& error, const AnswerFacts& facts) {
    const std::lock_guard lock(m_upstreams.m_mutex);
    Directory& directory = m_upstreams.m_directory;
    if (error && error->code == core::Code::cancelled)
        directory.abandoned(m_place);
    else if (error)
        directory.failed(m_place, *error, monotonic());
    else if (shows_health(facts))
        directory.succeeded(m_place);
    else
        directory.failed(m_place, core::fail(core::Code::unavailable, why_not_whole(facts)), monotonic());
}

void Upstreams::Recorder::ended(const AnswerFacts& facts) {
    m_over = true;
    judge(std::nullopt, facts);
    m_envelope.whole = facts.status == 200 && !facts.error;
    if (!m_envelope.whole) m_envelope.reason = why_not_whole(facts);
    keep(facts, [sink = m_sink, facts] { sink->ended(facts); });
}

void Upstreams::Recorder::failed(const core::Error& error, const AnswerFacts& facts) {
    m_over = true;
    judge(error, facts);
    m_envelope.status = static_cast<std::uint32_t>(facts.status);
    m_envelope.reason = error.message;
    keep(facts, [sink = m_sink, error, facts] { sink->failed(error, facts); });
}

AnsweredCall Upstreams::Recorder::answered(const AnswerFacts& facts) {
    return {m_envelope.path,      m_place.model,           facts,
            m_envelope.whole,     m_envelope.request_hash, m_envelope.response_hash,
            std::move(m_request), std::move(m_answer),     m_envelope.ended_at};
}

/// Then the caller hears of the end; a caller whose evidence could not be kept hears that.
void Upstreams::Recorder::keep(const AnswerFacts& facts, std::function<void()> then) {
    m_envelope.response_hash = m_hash.finish();
    m_envelope.ended_at = core::system_clock().now();
    m_envelope.answered_as = facts.model;
    AnsweredCall call = answered(facts);
    const auto envelope = std::make_shared<evidence::Envelope>(std::move(m_envelope));
    m_network->prove(std::move(call), [upstreams = &m_upstreams, network = m_network, envelope, sink = m_sink, facts,
                                       then = std::move(then),
                                       admission = std::exchange(m_admission, nullptr)](AnswerEvidence found) mutable {
        envelope->checks = std::move(found.rows);
        envelope->level = found.level;
        envelope->proof = std::move(found.proof);
        // The one copy: it is given back before the caller hears of the end.
        upstreams->keep(std::move(*envelope), [sink, facts, then = std::move(then),
                                               admission = std::move(admission)](const core::Status& kept) mutable {
            admission.reset();
            if (!then) return;
            if (kept)
                then();
            else
                sink->failed(kept.error(), facts);
        });
    });
}

} // namespace hearth::gateway
