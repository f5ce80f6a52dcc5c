// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

#include <mutex>

namespace hearth::gateway {

/// A gateway of OpenGradient's form: OpenAI's API whose answers carry tee_* members, signed with the key that
/// /signing-key shows. Its evidence proves at most that a key which the owner pinned signed what was asked and
/// answered; not that an attested enclave holds the key, and never which model the vendor behind it ran.
class OpenGradientNetwork final : public OpenAiServer {
public:
    /// `signers`: trusted values of tee_id, in small letters. `models`: what it offers, where it has no list of its
    /// own.
    OpenGradientNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                        std::vector<std::string> signers, std::vector<std::string> models);

    /// Asks for its key, too. Errors: refused, where that is none of those that were pinned.
    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    bool keeps_transcript() const override { return true; }
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    struct Key {
        core::Bytes der;
        std::string tee_id;
    };
    static core::Result<Key> read_key(const std::string& json);
    bool trusted(const std::string& tee_id) const;
    std::optional<Key> known_key() const;
    void remember(const Key& key);
    void finish(const AnsweredCall& call, const evidence::OpenGradientAnswer& answer, const Key& key,
                const std::function<void(AnswerEvidence)>& then) const;

    const ServerUrl m_root;
    const std::vector<std::string> m_signers, m_models;
    mutable std::mutex m_mutex;
    std::optional<Key> m_key; ///< that it showed last; a restart gives it another
};

} // namespace hearth::gateway
