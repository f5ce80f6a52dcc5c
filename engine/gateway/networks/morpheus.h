// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/attested_server.h"

#include <mutex>

namespace hearth::gateway {

/// A model of Morpheus' on a machine of SecretVM's: OpenAI's API, and beside it, on a port of its own, a TDX quote that
/// names the certificate of both. Sessions and payment are its proxy router's; the hosted one gives no evidence, and is
/// an OpenAI-compatible server.
class MorpheusNetwork final : public AttestedServer {
public:
    static constexpr std::uint16_t usual_port = 29343; ///< of what the machine shows

    MorpheusNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                    std::vector<std::string> measurements, const evidence::TrustAnchors& trust,
                    std::uint16_t attestation_port = usual_port);

    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    std::unique_ptr<RawCall> call(RawRequest request, const Deadlines& deadlines,
                                  std::shared_ptr<RawSink> sink) override;

private:
    /// What the machine shows of itself, from whoever gave it.
    struct Shown {
        std::mutex mutex;
        std::string quote, graphics_nonce;
        core::Nanoseconds at = 0; ///< monotonic; 0 = not now
    };
    struct Late;
    class LateCall;
    MorpheusNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                    std::vector<std::string> measurements, const evidence::TrustAnchors& trust,
                    std::uint16_t attestation_port, std::shared_ptr<Shown> shown);
    static std::string document(Shown& shown, core::ByteView certificate);
    void ask_machine(const std::shared_ptr<Late>& late);
    void go_on(const std::shared_ptr<Late>& late);
    bool knows() const;
    void remember(const std::string& quote, const std::string& graphics) const;

    const ServerUrl m_machine;
    const std::shared_ptr<Shown> m_shown;
};

} // namespace hearth::gateway
