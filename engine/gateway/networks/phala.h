// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

#include <map>
#include <mutex>

namespace hearth::gateway {

/// A server of Phala's family (RedPill, NEAR AI, 0G, Venice, NanoGPT): OpenAI's API, a signature over the bytes of each
/// request and answer, and a report about the key that signs. Its evidence proves that a key which the owner pinned
/// signed these bytes, and with software pinned whose quote of Intel's hardware holds, that this software signed them.
class PhalaNetwork final : public OpenAiServer {
public:
    /// `signers`: addresses or Ed25519 keys that are trusted, in small letters. `measurements`: the software.
    PhalaNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                 std::string kind, std::vector<std::string> signers, std::vector<std::string> measurements);

    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    struct Report {
        std::string nonce, quote; ///< quote: empty where the network showed none
        core::Nanoseconds at = 0;
        bool bound = false; ///< to the key and the question; another one is asked for again soon
    };
    struct Proving;
    std::string signature_path(const AnsweredCall& call) const;
    std::string report_path(const std::string& signer, const std::string& model, const std::string& nonce) const;
    void take_signature(std::shared_ptr<Proving> proving, const Text& text);
    void finish(const Proving& proving, const Report& report);
    void remember(const std::string& signer, Report report, bool bound);
    std::optional<Report> known_report(const std::string& signer) const;

    const std::string m_kind;
    const std::vector<std::string> m_signers, m_measurements;
    mutable std::mutex m_mutex;
    std::map<std::string, Report> m_reports; ///< by signer, of lately
};

} // namespace hearth::gateway
