// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/backend.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>

namespace hearth::test {

/// What one generation says and when.
struct Script {
    std::vector<std::string> pieces = {"Hello", " ", "world", "."};
    std::vector<std::string> shown = {};  ///< the text that comes with each piece, where it is held back
    std::vector<std::string> prompt = {}; ///< pieces of the prompt, where it is to be scored
    unsigned rounds = 1;                  ///< the pieces are said so often
    std::chrono::milliseconds before_started{0}, before_tokens{0}, between{0};
    std::string tail = {}, finish_reason = "stop";
    bool at_stop_text = false;
    /// Bytes of the alternatives to a token, the likeliest first; none: made up of the token.
    std::vector<std::string> alternatives = {};
    std::optional<core::Error> refuse = {};     ///< start() fails
    std::optional<core::Error> break_with = {}; ///< failed() after `break_after` tokens
    std::size_t break_after = 0;
    bool vanish = false;                      ///< lets go of the sink without an end
    bool synchronous = false;                 ///< everything inside start()
    std::vector<std::uint32_t> vector = {};   ///< instead of pieces, where a vector is asked for
    std::string node = {};                    ///< that computes
    std::optional<std::uint32_t> cached = {}; ///< tokens of the prompt that its cache had
};

/// A backend that runs scripts, each in a thread of its own. Thread-safe.
class FakeBackend final : public gateway::Backend {
public:
    using Writer = std::function<Script(const gateway::GenerationRequest&)>;

    explicit FakeBackend(Writer writer) : m_writer(std::move(writer)) {}
    explicit FakeBackend(Script script = {}) : FakeBackend([script](const auto&) { return script; }) {}

    std::vector<gateway::ModelCard> models() override;
    core::Result<std::unique_ptr<gateway::Generation>> start(const gateway::GenerationRequest& request,
                                                             std::shared_ptr<gateway::GenerationSink> sink) override;
    core::Result<std::string> evidence(const std::string& evidence_id, const std::string& caller) override;
    core::Result<std::string> answer_receipt(const gateway::AnsweredBytes& answer) override;
    /// With a key made of a seed.
    core::Result<gateway::SignedHashes> sign_hashes(const gateway::AnsweredBytes& answer) override;
    core::Result<std::string> signing_key() override;

    std::vector<gateway::GenerationRequest> requests() const;
    /// Waits until no script runs; false after `limit`.
    bool all_quiet(std::chrono::milliseconds limit) const;
    int running() const { return m_running; }
    int started() const { return m_started; }
    int cancelled() const { return m_cancelled; }
    int most_at_once() const { return m_most; }
    /// Before the first call. Without: two models that make texts.
    std::vector<gateway::ModelCard> cards;
    /// Before the first call: whose evidence is whose. Without: everybody's.
    std::map<std::string, std::string> evidence_of;
    /// Before the first call: evidence of other networks. Without: there is none.
    std::function<core::Result<std::string>(const std::string& evidence_id, const std::string& caller)> of_networks;
    /// Before the first call. Without: it has no receipts.
    std::function<core::Result<std::string>(const gateway::AnsweredBytes&)> receipts;

private:
    class Run;
    friend class Run;

    Writer m_writer;
    mutable std::mutex m_mutex;
    std::vector<gateway::GenerationRequest> m_requests;
    std::atomic<int> m_running{0}, m_started{0}, m_cancelled{0}, m_most{0};
};

} // namespace hearth::test
