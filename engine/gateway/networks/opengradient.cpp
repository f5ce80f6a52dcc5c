// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/opengradient.h"

#include "core/clock.h"
#include "core/json_guard.h"
#include "core/keccak.h"
#include "core/keys.h"
#include "core/network_signatures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace hearth::gateway {
namespace {

using core::Code;
using Json = nlohmann::json;

constexpr const char* key_path = "/signing-key";
constexpr std::size_t longest_key = 4096, longest_document = std::size_t{24} << 10;
constexpr core::Nanoseconds enclave_age = 300'000'000'000, failure_age = 5'000'000'000;

/// Its key stands beside /v1.
ServerUrl root_of(ServerUrl url) {
    constexpr std::string_view version = "/v1";
    if (url.base.ends_with(version)) url.base.resize(url.base.size() - version.size());
    return url;
}

AnswerEvidence unproven(const char* why, proof::CheckRow model) {
    return {{evidence::unchecked(evidence::Check::tee_signature, core::say(why)), std::move(model)},
            proof::Level::none,
            std::nullopt};
}

} // namespace

OpenGradientNetwork::OpenGradientNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key,
                                         AnswerGuard::Limits limits, std::vector<std::string> signers,
                                         std::vector<std::string> models, std::vector<std::string> measurements)
    : OpenAiServer(std::move(loop), url, std::move(key), limits), m_root(root_of(std::move(url))),
      m_signers(std::move(signers)), m_models(std::move(models)), m_measurements(std::move(measurements)) {}

core::Result<OpenGradientNetwork::Key> OpenGradientNetwork::read_key(const std::string& json) {
    const auto parsed = core::parse_json<Json>(json, {.max_bytes = std::size_t{1} << 20, .max_depth = 16});
    const core::Error none =
        core::fail(Code::corrupt, core::say("no_signing_key"), core::say("check_address_opengradient"));
    if (!std::holds_alternative<Json>(parsed)) return none;
    const Json& tree = std::get<Json>(parsed);
    if (!tree.is_object() || !tree.contains("public_key") || !tree["public_key"].is_string()) return none;
    const auto der = core::public_key_of_pem(tree["public_key"].get_ref<const std::string&>());
    if (!der || der->empty() || der->size() > longest_key) return none;
    Key key{*der, "0x" + core::keccak256(*der).hex()};
    if (tree.contains("tee_id") && tree["tee_id"] != key.tee_id)
        return core::fail(Code::corrupt, core::say("signing_key_of_another"), core::say("tell_network"));
    return key;
}

bool OpenGradientNetwork::trusted(const std::string& tee_id) const {
    return std::find(m_signers.begin(), m_signers.end(), tee_id) != m_signers.end();
}

std::optional<OpenGradientNetwork::Key> OpenGradientNetwork::known_key() const {
    const std::lock_guard lock(m_mutex);
    return m_key;
}

void OpenGradientNetwork::remember(const Key& key) {
    const std::lock_guard lock(m_mutex);
    m_key = key;
}

core::Result<std::vector<OfferedModel>> OpenGradientNetwork::models(const Deadlines& deadlines) {
    HEARTH_TRY(const std::string shown, fetch_now(m_root, key_path, deadlines));
    HEARTH_TRY(const Key key, read_key(shown));
    if (!m_signers.empty() && !trusted(key.tee_id))
        return core::fail(Code::refused, core::say("signer_not_pinned", {key.tee_id}),
                          core::say("if_new_key_add_again"));
    remember(key);
    if (m_models.empty()) return OpenAiServer::models(deadlines);
    std::vector<OfferedModel> models;
    for (const std::string& name : m_models)
        models.push_back({name, 0, {}});
    return models;
}

struct OpenGradientNetwork::Proving {
    AnsweredCall call;
    evidence::OpenGradientAnswer answer;
    Key key;
    std::function<void(AnswerEvidence)> then;
};

void OpenGradientNetwork::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    if (!call.whole) return then(unproven("answer_not_whole", check_model(call)));
    if (!call.answer_body || !call.request_body) return then(unproven("answer_too_long_to_examine", check_model(call)));
    const auto answer = evidence::read_opengradient(*call.answer_body);
    if (!answer) return then(unproven("answer_unsigned", check_model(call)));
    const auto proving = std::make_shared<Proving>(Proving{std::move(call), *answer, {}, std::move(then)});
    const auto key = known_key();
    if (key && key->tee_id == answer->tee_id) {
        proving->key = *key;
        return ask_enclave(proving);
    }
    fetch(m_root, key_path, beside_answer, [this, proving](const Text& shown) {
        const auto fresh = shown ? read_key(*shown) : core::Result<Key>(shown.error());
        if (!fresh) return proving->then(unproven("signing_key_not_shown", check_model(proving->call)));
        remember(*fresh);
        proving->key = *fresh;
        ask_enclave(proving);
    });
}

std::optional<OpenGradientNetwork::Enclave> OpenGradientNetwork::known_enclave(const std::string& tee_id) const {
    const std::lock_guard lock(m_mutex);
    if (!m_enclave || m_enclave->tee_id != tee_id) return std::nullopt;
    const core::Nanoseconds lasts = m_enclave->bound ? enclave_age : failure_age; // a failure is one of a moment
    return core::monotonic() - m_enclave->at > lasts ? std::nullopt : m_enclave;
}

/// Its answer would tell nothing where the owner does not say which software it must be.
void OpenGradientNetwork::ask_enclave(const std::shared_ptr<Proving>& proving) {
    if (m_measurements.empty()) return finish(*proving, {});
    if (const auto known = known_enclave(proving->key.tee_id)) return finish(*proving, *known);
    std::array<std::uint8_t, 20> fresh{};
    core::random_bytes(fresh);
    const std::string nonce = core::to_hex(fresh);
    const auto shown_one = [this, proving, nonce](const Text& shown) {
        Enclave enclave{proving->key.tee_id, nonce, {}, core::monotonic()};
        if (shown && shown->size() <= longest_document) {
            enclave.document = *shown;
            std::erase_if(enclave.document, [](char c) { return c == '\n' || c == '\r'; });
        }
        finish(*proving, std::move(enclave));
    };
    fetch(m_root, "/enclave/attestation?nonce=" + nonce, beside_answer, shown_one,
          Ask::anything); // Base64 in plain text
}

void OpenGradientNetwork::finish(const Proving& proving, Enclave enclave) {
    const AnsweredCall& call = proving.call;
    const evidence::OpenGradientAnswer& answer = proving.answer;
    Json document{{"tee_signature", answer.signature},
                  {"tee_request_hash", answer.request_hash},
                  {"tee_output_hash", answer.output_hash},
                  {"tee_timestamp", answer.timestamp},
                  {"tee_id", answer.tee_id},
                  {"public_key", core::to_hex(proving.key.der)}};
    if (!enclave.document.empty()) {
        document["attestation"] = enclave.document;
        document["attestation_nonce"] = enclave.nonce;
    }
    const std::string written = document.dump(-1, ' ', true, Json::error_handler_t::replace);
    evidence::NetworkProof given{evidence::opengradient_format, core::to_bytes(core::as_bytes(written)),
                                 trusted(answer.tee_id) ? answer.tee_id
                                 : m_signers.empty()    ? std::string()
                                                        : m_signers.front(),
                                 m_measurements};
    auto found =
        evidence::examine_proof(given, {"opengradient", call.path, call.model, call.request_hash, call.response_hash,
                                        *call.request_body, *call.answer_body, call.ended_at});
    if (!m_measurements.empty()) {
        enclave.bound = evidence::has_passed(found.rows, evidence::Check::attestation_report);
        const std::lock_guard lock(m_mutex);
        m_enclave = std::move(enclave);
    }
    found.rows.push_back(check_model(call));
    proving.then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
