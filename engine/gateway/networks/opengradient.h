// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

#include <mutex>

namespace hearth::gateway {

/// A gateway of OpenGradient's form: OpenAI's API whose answers carry tee_* members, signed with the key that
/// /signing-key shows. Its evidence proves that a key which the owner pinned signed what was asked and answered, and
/// with software pinned whose document of AWS' hardware holds, that an enclave of this software did; never which model
/// the vendor behind it ran.
class OpenGradientNetwork final : public OpenAiServer {
public:
    /// `signers`: trusted values of tee_id, in small letters. `models`: what it offers, where it has no list of its
    /// own. `measurements`: the software of its enclave.
    OpenGradientNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                        std::vector<std::string> signers, std::vector<std::string> models,
                        std::vector<std::string> measurements);

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
    /// What its enclave answered to a question of ours, for the key of this id.
    struct Enclave {
        std::string tee_id, nonce, document; ///< in hex and base64; document: empty where it showed none
        core::Nanoseconds at = 0;
        bool bound = false; ///< to the key and the question; another one is asked for again soon
    };
    struct Proving;
    std::optional<Enclave> known_enclave(const std::string& tee_id) const;
    void ask_enclave(const std::shared_ptr<Proving>& proving);
    std::optional<Key> known_key() const;
    void remember(const Key& key);
    void finish(const Proving& proving, Enclave enclave);

    const ServerUrl m_root;
    const std::vector<std::string> m_signers, m_models, m_measurements;
    mutable std::mutex m_mutex;
    std::optional<Key> m_key; ///< that it showed last; a restart gives it another
    std::optional<Enclave> m_enclave;
};

} // namespace hearth::gateway
