// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/recorder.h"

#include "core/log.h"

namespace hearth::gateway {
namespace {

core::Nanoseconds monotonic() {
    return core::system_clock().monotonic();
}

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
                              evidence::Envelope envelope, std::shared_ptr<void> admission,
                              std::shared_ptr<RawSink> sink)
    : m_upstreams(upstreams), m_network(std::move(network)), m_place(place), m_envelope(std::move(envelope)),
      m_admission(std::move(admission)), m_sink(std::move(sink)), m_began(monotonic()) {}

/// The caller left.
Upstreams::Recorder::~Recorder() {
    if (m_over) return;
    {
        const std::lock_guard lock(m_upstreams.m_mutex);
        m_upstreams.m_directory.abandoned(m_place);
    }
    m_envelope.reason = "The caller left before the end.";
    keep({.status = static_cast<int>(m_envelope.status), .model = {}, .error = {}}, {});
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

/// Then the caller hears of the end; a caller whose evidence could not be kept hears that.
void Upstreams::Recorder::keep(const AnswerFacts& facts, std::function<void()> then) {
    m_envelope.response_hash = m_hash.finish();
    m_envelope.ended_at = core::system_clock().now();
    m_envelope.answered_as = facts.model;
    m_envelope.checks = m_network->evidence(m_place.model, facts);
    m_upstreams.m_keeper->post([upstreams = &m_upstreams, envelope = std::move(m_envelope), sink = m_sink, facts,
                                then = std::move(then), admission = std::exchange(m_admission, nullptr)]() mutable {
        const std::string id = envelope.evidence_id;
        const core::Status kept = upstreams->m_options.keep(std::move(envelope));
        {
            const std::lock_guard lock(upstreams->m_mutex);
            upstreams->m_under_way.erase(id);
        }
        upstreams->m_idle.notify_all();
        admission.reset();
        if (!kept) core::log::error("gateway", "evidence cannot be kept", {{"reason", kept.error().message}});
        if (!then) return;
        if (kept)
            then();
        else
            sink->failed(kept.error(), facts);
    });
}

} // namespace hearth::gateway
