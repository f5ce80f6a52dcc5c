// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "gateway/evidence/envelope.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <QtGlobal>

namespace hearth::test {

/// A file of tests/vectors/gateway with what networks give as proof, good and bad, each with its call and with what an
/// examination must find.
class ProofVectors {
public:
    explicit ProofVectors(const std::string& file) {
        std::ifstream text(HEARTH_VECTORS_DIR "/gateway/" + file);
        m_all = nlohmann::json::parse(text);
    }
    const nlohmann::json& operator[](const char* member) const { return m_all[member]; }
    const nlohmann::json& case_called(const std::string& name) const {
        for (const nlohmann::json& one : m_all["cases"])
            if (one["name"] == name) return one;
        qFatal("no case %s", name.c_str());
    }
    /// Those of the file's own hardware makers; where it has none of AWS', that is nobody's.
    gateway::evidence::TrustAnchors roots() const {
        const auto hash = [this](const char* name) {
            return core::Hash::parse(m_all[name].get<std::string>()).value();
        };
        return {hash("intel_root"), hash("intel_enclave"), m_all["intel_id"],
                m_all.contains("nitro_root") ? hash("nitro_root") : core::Hash()};
    }

private:
    nlohmann::json m_all;
};

/// 0: a case without hardware says none.
inline core::Nanoseconds time_of(const nlohmann::json& one) {
    return one.value("at_s", core::Nanoseconds{0}) * 1'000'000'000;
}

inline bool is_of_connection(const std::string& kind) {
    return kind == "cocoon" || kind == "morpheus";
}

/// As a gateway writes it that saw the connection and had the bytes.
inline gateway::evidence::Envelope envelope_of(const nlohmann::json& one) {
    const std::string asked = one["request"], answered = one["response"], document = one["document"].dump();
    gateway::evidence::Envelope e;
    e.evidence_id = std::string(32, 'a');
    e.network = "box";
    e.kind = one["kind"];
    e.url = "https://box/v1";
    e.path = one["path"];
    e.model = one["model"];
    e.request_hash = core::sha256(core::as_bytes(asked));
    e.response_hash = core::sha256(core::as_bytes(answered));
    e.request_bytes = asked.size();
    e.response_bytes = answered.size();
    e.status = 200;
    e.whole = true;
    e.asked_at = e.ended_at = time_of(one);
    e.level = static_cast<proof::Level>(one["level"].get<int>());
    e.proof = gateway::evidence::NetworkProof{one["format"], core::to_bytes(core::as_bytes(document)), one["pinned"],
                                              one.value("measurements", std::vector<std::string>())};
    if (is_of_connection(e.kind))
        e.checks = {{"connection", proof::CheckRow::Outcome::passed, "It came over this one."}};
    return e;
}

/// `answered` in place of the answer that was given.
inline gateway::evidence::ProofFindings
findings_of(const nlohmann::json& one, const std::string& answered,
            const gateway::evidence::TrustAnchors& trust = gateway::evidence::hardware_makers()) {
    const gateway::evidence::Envelope e = envelope_of(one);
    const std::string asked = one["request"];
    return gateway::evidence::examine_proof(
        *e.proof, {e.kind, e.path, e.model, e.request_hash, e.response_hash, asked, answered, time_of(one)}, trust);
}

/// That signs the envelopes.
inline core::SigningKey gateway_key() {
    return core::SigningKey::from_seed(core::Bytes(32, 7));
}

} // namespace hearth::test
