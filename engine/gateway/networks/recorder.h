// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "gateway/networks/upstreams.h"

namespace hearth::gateway {

/// Stands between a network and a caller's sink: hashes what passes, tells the directory how it went, and hands the
/// evidence over before the caller hears of the end, which it does in any case. On the network's thread.
class Upstreams::Recorder final : public RawSink {
public:
    /// `request_body`: where the network keeps_transcript().
    Recorder(Upstreams& upstreams, std::shared_ptr<Network> network, const Place& place, evidence::Envelope envelope,
             std::optional<std::string> request_body, std::shared_ptr<void> admission, std::shared_ptr<RawSink> sink,
             std::optional<CallTerms> terms);
    ~Recorder() override;

    void asked() override;
    void head(const RawHead& head) override;
    bool body(std::string bytes) override;
    void ended(const AnswerFacts& facts) override;
    void failed(const core::Error& error, const AnswerFacts& facts) override;

private:
    struct Ending;
    template <typename Step>
    void conclude(const AnswerFacts& facts, const Step& step);
    void judge(const std::optional<core::Error>& error, const AnswerFacts& facts);
    void keep(const AnswerFacts& facts, std::function<void()> then);
    void charge(const AnswerFacts& facts);
    TokenUsage used(const AnswerFacts& facts) const;
    void count_events(std::string_view bytes);
    AnsweredCall answered(const AnswerFacts& facts);

    Upstreams& m_upstreams;
    const std::shared_ptr<Network> m_network;
    const Place m_place;
    evidence::Envelope m_envelope;
    std::shared_ptr<void> m_admission;
    const std::shared_ptr<RawSink> m_sink;
    const core::Nanoseconds m_began;
    core::Sha256 m_hash;
    std::optional<std::string> m_request, m_answer; ///< none: not kept, or too long
    const std::optional<CallTerms> m_terms;
    std::vector<proof::CheckRow> m_told; ///< what is worth telling of what it used, and who pays it
    std::uint64_t m_events = 0;          ///< of a stream that is charged, while they pass
    bool m_streams = false, m_begun = false, m_over = false;
    bool m_asked = false; ///< see AnswerFacts
};

} // namespace hearth::gateway
