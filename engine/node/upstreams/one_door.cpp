// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/one_door.h"

namespace hearth::node {
namespace {

/// Gives the slot back before the caller hears of the end, so that its next question finds it free.
class CountedSink final : public gateway::GenerationSink {
public:
    CountedSink(std::shared_ptr<gateway::GenerationSink> sink, std::shared_ptr<void> slot)
        : m_sink(std::move(sink)), m_slot(std::move(slot)) {}

    void started(std::uint32_t prompt_tokens, const std::string& evidence_id, const std::string& node) override {
        m_sink->started(prompt_tokens, evidence_id, node);
    }
    void token(const gateway::TokenPiece& piece) override { m_sink->token(piece); }
    void finished(const gateway::GenerationEnd& end) override {
        m_slot.reset();
        m_sink->finished(end);
    }
    void failed(const core::Error& error) override {
        m_slot.reset();
        m_sink->failed(error);
    }

private:
    const std::shared_ptr<gateway::GenerationSink> m_sink;
    std::shared_ptr<void> m_slot;
};

} // namespace

core::Result<std::unique_ptr<gateway::Generation>> OneDoor::start(const gateway::GenerationRequest& request,
                                                                  std::shared_ptr<gateway::GenerationSink> sink) {
    HEARTH_TRY(std::shared_ptr<void> slot, m_desk.caller_slots().take(request.caller));
    return m_home->start(request, std::make_shared<CountedSink>(std::move(sink), std::move(slot)));
}

core::Result<std::string> OneDoor::evidence(const std::string& evidence_id, const std::string& caller) {
    auto own = m_home->evidence(evidence_id, caller);
    if (own || own.error().code != core::Code::not_found) return own;
    return m_desk.evidence(evidence_id, caller);
}

core::Result<std::string> OneDoor::log(const gateway::LogQuestion& question) {
    switch (question.what) {
    case gateway::LogQuestion::What::inclusion:
        // For the owner also of what is kept no more.
        if (!question.caller.empty())
            if (const auto own = m_desk.envelope(question.evidence_id, question.caller); !own) return own.error();
        return m_desk.prove(question.evidence_id);
    case gateway::LogQuestion::What::consistency:
        return m_desk.prove_growth(question.first);
    case gateway::LogQuestion::What::head:
        break;
    }
    return m_desk.log_head();
}

} // namespace hearth::node
