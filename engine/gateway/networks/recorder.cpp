// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/recorder.h"

#include "core/log.h"
#include "gateway/evidence/check.h"
#include "gateway/networks/answer_guard.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>

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

core::Error defect() {
    return core::fail(core::Code::internal, core::say("answer_end_defect"), core::say("answer_end_defect_hint"));
}

AnswerEvidence unexamined() {
    return {{evidence::unchecked(evidence::Check::network_evidence, core::say("evidence_unexamined_defect"))},
            proof::Level::none,
            std::nullopt};
}

/// None where the network tells nothing beyond what everybody tells.
std::optional<proof::CheckRow> told_usage(const AnswerFacts& facts) {
    if (!facts.usage || !facts.usage->cached) return std::nullopt;
    return evidence::unchecked(
        evidence::Check::usage,
        core::say("network_told_cached", {core::figure(facts.usage->prompt), core::figure(*facts.usage->cached),
                                          core::figure(facts.usage->completion)}));
}

} // namespace

/// An answer whose network is asked for its proof. Whoever lets go of it without having found anything, or throws, has
/// it kept as not examined: the caller hears of the end in any case.
struct Upstreams::Recorder::Ending {
    Upstreams& upstreams;
    std::shared_ptr<Network> network; ///< lives as long as it looks
    evidence::Envelope envelope;
    std::shared_ptr<RawSink> sink;
    AnswerFacts facts;
    std::function<void()> then;
    std::shared_ptr<void> admission;
    std::vector<proof::CheckRow> told;
    std::atomic<bool> over = false;

    static void tell(const core::Status& kept, const std::function<void()>& then, RawSink& sink,
                     const AnswerFacts& facts) {
        try {
            kept ? then() : sink.failed(kept.error(), facts);
        } catch (const std::exception& error) {
            core::log::error("gateway", "end_of_answer_threw", {{"what", error.what()}});
            sink.failed(defect(), facts);
        }
    }
    ~Ending() {
        if (!over) found(unexamined());
    }
    void found(AnswerEvidence evidence) {
        if (over.exchange(true)) return;
        const std::string id = envelope.evidence_id;
        try {
            envelope.checks = std::move(evidence.rows);
            std::move(told.begin(), told.end(), std::back_inserter(envelope.checks));
            envelope.level = evidence.level;
            envelope.proof = std::move(evidence.proof);
            upstreams.m_keeper->put(std::move(envelope),
                                    [sink = sink, facts = facts, then = std::move(then),
                                     admission = std::move(admission)](const core::Status& kept) mutable {
                                        // The one copy: it is given back before the caller hears of the end.
                                        admission.reset();
                                        if (then) tell(kept, then, *sink, facts);
                                    });
        } catch (const std::exception& error) {
            core::log::error("gateway", "evidence_threw", {{"what", error.what()}});
            upstreams.settled(id);
            sink->failed(defect(), facts);
        }
    }
};

Upstreams::Recorder::Recorder(Upstreams& upstreams, std::shared_ptr<Network> network, const Place& place,
                              evidence::Envelope envelope, std::optional<std::string> request_body,
                              std::shared_ptr<void> admission, std::shared_ptr<RawSink> sink,
                              std::optional<CallTerms> terms)
    : m_upstreams(upstreams), m_network(std::move(network)), m_place(place), m_envelope(std::move(envelope)),
      m_admission(std::move(admission)), m_sink(std::move(sink)), m_began(monotonic()),
      m_request(std::move(request_body)), m_terms(std::move(terms)) {
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
    keep({.status = static_cast<int>(m_envelope.status), .asked = m_asked, .model = {}, .id = {}, .error = {}}, {});
}

void Upstreams::Recorder::asked() {
    m_asked = true;
    m_sink->asked();
}

void Upstreams::Recorder::head(const RawHead& head) {
    m_envelope.status = static_cast<std::uint32_t>(head.status);
    m_streams = head.status == 200 && is_event_stream(head.content_type);
    if (head.status == 200 && !m_streams) {
        const std::lock_guard lock(m_upstreams.m_mutex);
        const core::Nanoseconds now = monotonic();
        m_upstreams.m_directory.begun(m_place, now - m_began, false, now);
    }
    m_sink->head(head);
}

/// A server may say that it is there, in comments, long before it writes.
void Upstreams::Recorder::count_events(std::string_view bytes) {
    const std::uint64_t events = events_in(bytes);
    m_events += events;
    if (events == 0 || std::exchange(m_begun, true)) return;
    const std::lock_guard lock(m_upstreams.m_mutex);
    const core::Nanoseconds now = monotonic();
    m_upstreams.m_directory.begun(m_place, now - m_began, true, now);
}

bool Upstreams::Recorder::body(std::string bytes) {
    m_hash.update(bytes);
    m_envelope.response_bytes += bytes.size();
    if (m_streams && (m_terms || !m_begun)) count_events(bytes);
    if (m_answer && m_answer->size() + bytes.size() > longest_transcript) m_answer.reset();
    if (m_answer) *m_answer += bytes;
    return m_sink->body(std::move(bytes));
}

void Upstreams::Recorder::judge(const std::optional<core::Error>& error, const AnswerFacts& facts) {
    const std::lock_guard lock(m_upstreams.m_mutex);
    Directory& directory = m_upstreams.m_directory;
    const bool lacks_path = is_responses(m_envelope.path) && is_no_such_path(facts.status);
    if (lacks_path || (error && error->code == core::Code::cancelled))
        directory.abandoned(m_place);
    else if (error)
        directory.failed(m_place, *error, monotonic());
    else if (shows_health(facts))
        directory.succeeded(m_place, facts.event_gap, monotonic());
    else
        directory.failed(m_place, core::fail(core::Code::unavailable, why_not_whole(facts)), monotonic());
}

/// What is thrown here must leave no caller without a word.
template <typename Step>
void Upstreams::Recorder::conclude(const AnswerFacts& facts, const Step& step) {
    m_over = true;
    try {
        step();
    } catch (const std::exception& error) {
        core::log::error("gateway", "answer_end_threw", {{"what", error.what()}});
        if (!m_envelope.evidence_id.empty()) m_upstreams.settled(m_envelope.evidence_id); // else it is on its way
        m_sink->failed(defect(), facts);
    }
}

void Upstreams::Recorder::ended(const AnswerFacts& facts) {
    conclude(facts, [&] {
        judge(std::nullopt, facts);
        m_envelope.whole = facts.status == 200 && !facts.error;
        if (!m_envelope.whole) m_envelope.reason = why_not_whole(facts);
        keep(facts, [sink = m_sink, facts] { sink->ended(facts); });
    });
}

void Upstreams::Recorder::failed(const core::Error& error, const AnswerFacts& facts) {
    conclude(facts, [&] {
        judge(error, facts);
        m_envelope.status = static_cast<std::uint32_t>(facts.status);
        m_envelope.reason = error.message;
        keep(facts, [sink = m_sink, error, facts] { sink->failed(error, facts); });
    });
}

AnsweredCall Upstreams::Recorder::answered(const AnswerFacts& facts) {
    return {m_envelope.path,      m_place.model,           facts,
            m_envelope.whole,     m_envelope.request_hash, m_envelope.response_hash,
            std::move(m_request), std::move(m_answer),     m_envelope.ended_at};
}

/// Of a vector its bytes say nothing.
TokenUsage Upstreams::Recorder::used(const AnswerFacts& facts) const {
    const bool vectors = m_envelope.path == "/embeddings";
    return counted_usage(facts.usage, m_envelope.whole, m_terms->size, m_events,
                         vectors ? 0 : m_envelope.response_bytes);
}

/// A network that was not asked or refused is taken to ask nothing, and one that answered as another model gets nothing
/// for it. One that was asked and whose end nobody knows, since its caller left or it fell silent, may have computed
/// all of it: it is paid for the question and what came. Nobody pays more than the call could cost when it was made,
/// whatever its network says that it used.
void Upstreams::Recorder::charge(const AnswerFacts& facts) {
    if (auto told = told_usage(facts)) m_told.push_back(std::move(*told));
    if (!m_terms) return;
    const bool costs = !facts.other_model && (facts.status == 200 || (facts.status == 0 && facts.asked));
    const core::Amount asked = costs ? price_of(m_terms->quote, used(facts)) : core::Amount();
    if (asked > m_terms->most)
        m_told.push_back(evidence::unchecked(evidence::Check::usage,
                                             core::say("usage_beyond_reserved", {asked.text(), m_terms->most.text()})));
    const core::Amount charged = std::min(asked, m_terms->most);
    if (costs && !m_terms->payment.empty())
        m_told.push_back(evidence::unchecked(evidence::Check::payment,
                                             core::say("sold_by_the_call", {m_terms->payment, charged.text()})));
    if (m_upstreams.m_options.charge) m_upstreams.m_options.charge({m_envelope.evidence_id, m_terms->caller, charged});
}

/// Then the caller hears of the end.
void Upstreams::Recorder::keep(const AnswerFacts& facts, std::function<void()> then) {
    m_envelope.response_hash = m_hash.finish();
    m_envelope.ended_at = core::system_clock().now();
    m_envelope.answered_as = facts.model;
    charge(facts);
    AnsweredCall call = answered(facts);
    const std::shared_ptr<Ending> ending(new Ending{m_upstreams, m_network, std::move(m_envelope), m_sink, facts,
                                                    std::move(then), std::exchange(m_admission, nullptr),
                                                    std::move(m_told)});
    try {
        m_network->prove(std::move(call), [ending](AnswerEvidence evidence) { ending->found(std::move(evidence)); });
    } catch (const std::exception& error) {
        core::log::error("gateway", "proof_threw", {{"what", error.what()}});
        ending->found(unexamined());
    }
}

} // namespace hearth::gateway
