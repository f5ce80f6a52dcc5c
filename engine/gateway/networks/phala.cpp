// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/phala.h"

#include "core/clock.h"
#include "core/json_guard.h"
#include "core/keys.h"
#include "gateway/evidence/document.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace hearth::gateway {
namespace {

using Json = nlohmann::json;

constexpr core::Nanoseconds report_age = 300'000'000'000, failure_age = 5'000'000'000;
constexpr std::size_t longest_member = 2048, longest_quote = std::size_t{96} << 10, most_reports = 64;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// An id goes into a path of a further request.
bool is_chat_id(const std::string& id) {
    return !id.empty() && id.size() <= 128 && percent_encoded(id) == id;
}

} // namespace

struct PhalaNetwork::Proving {
    AnsweredCall call;
    std::function<void(AnswerEvidence)> then;
    Json signature;
    std::string signer; ///< as the network names it

    void without(const core::Sentence& why) const {
        then({{evidence::unchecked(evidence::Check::network_signature, why), check_model(call)},
              proof::Level::none,
              std::nullopt});
    }
};

PhalaNetwork::PhalaNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                           std::string kind, std::vector<std::string> signers, std::vector<std::string> measurements)
    : OpenAiServer(std::move(loop), std::move(url), std::move(key), limits), m_kind(std::move(kind)),
      m_signers(std::move(signers)), m_measurements(std::move(measurements)) {}

std::string PhalaNetwork::signature_path(const AnsweredCall& call) const {
    const std::string id = *call.facts.id, model = percent_encoded(call.model);
    if (m_kind == "venice") return "/tee/signature?model=" + model + "&request_id=" + id;
    if (m_kind == "nanogpt") return "/tee/signature/" + id + "?model=" + model + "&signing_algo=ecdsa";
    if (m_kind == "0g") return "/signature/" + lower(id);
    return "/signature/" + id + "?signing_algo=ecdsa";
}

/// Where one address stands for several machines, the report of another key than this one is none.
std::string PhalaNetwork::report_path(const std::string& signer, const std::string& model,
                                      const std::string& nonce) const {
    if (m_kind == "venice" || m_kind == "nanogpt")
        return "/tee/attestation?model=" + percent_encoded(model) + "&nonce=" + nonce;
    return "/attestation/report?nonce=" + nonce + "&signing_algo=ecdsa&signing_address=" + percent_encoded(signer);
}

void PhalaNetwork::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    const auto proving = std::make_shared<Proving>(Proving{std::move(call), std::move(then), {}, {}});
    if (!proving->call.whole) return proving->without(core::say("answer_not_whole"));
    if (!proving->call.facts.id || !is_chat_id(*proving->call.facts.id))
        return proving->without(core::say("phala_no_id"));
    fetch(url(), signature_path(proving->call), beside_answer,
          [this, proving](const Text& text) { take_signature(proving, text); });
}

void PhalaNetwork::take_signature(std::shared_ptr<Proving> proving, const Text& text) {
    if (!text) return proving->without(core::say("phala_gave_none", {text.error().message}));
    const auto given = evidence::read_object(*text);
    if (!given) return proving->without(core::say("phala_no_json"));
    for (const char* name : {"text", "signature", "signing_address", "signing_algo", "signature_kind"})
        if (const std::string value = core::text_member(*given, name, longest_member); !value.empty())
            proving->signature[name] = value;
    proving->signer = lower(core::text_member(*given, "signing_address", longest_member));
    if (const auto known = known_report(proving->signer)) return finish(*proving, *known);
    std::array<std::uint8_t, 32> fresh{};
    core::random_bytes(fresh);
    const std::string nonce = core::to_hex(fresh);
    fetch(url(), report_path(proving->signer, proving->call.model, nonce), beside_answer,
          [this, proving, nonce](const Text& report) {
              const auto shown = report ? evidence::read_object(*report) : std::nullopt;
              const Report kept{nonce, shown ? core::text_member(*shown, "intel_quote", longest_quote) : std::string(),
                                core::monotonic()};
              finish(*proving, kept);
          });
}

std::optional<PhalaNetwork::Report> PhalaNetwork::known_report(const std::string& signer) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_reports.find(signer);
    if (found == m_reports.end()) return std::nullopt;
    const core::Nanoseconds lasts = found->second.bound ? report_age : failure_age;
    return core::monotonic() - found->second.at > lasts ? std::nullopt : std::optional(found->second);
}

/// A failure of a moment must not stand for minutes.
void PhalaNetwork::remember(const std::string& signer, Report report, bool bound) {
    const std::lock_guard lock(m_mutex);
    if (m_reports.size() >= most_reports) m_reports.clear();
    const auto known = m_reports.find(signer);
    if (!bound && known != m_reports.end() && known->second.bound && known->second.at > report.at) return;
    report.bound = bound;
    m_reports.insert_or_assign(signer, std::move(report));
}

void PhalaNetwork::finish(const Proving& proving, const Report& report) {
    Json document{{"signature", proving.signature.is_null() ? Json::object() : proving.signature}};
    if (!report.quote.empty()) document["report"] = {{"nonce", report.nonce}, {"intel_quote", report.quote}};
    const std::string written = document.dump(-1, ' ', true, Json::error_handler_t::replace);
    const bool trusted = std::find(m_signers.begin(), m_signers.end(), proving.signer) != m_signers.end();
    evidence::NetworkProof given{evidence::phala_format, core::to_bytes(core::as_bytes(written)),
                                 trusted             ? proving.signer
                                 : m_signers.empty() ? std::string()
                                                     : m_signers.front(),
                                 m_measurements};
    const AnsweredCall& call = proving.call;
    auto found = evidence::examine_proof(given, {m_kind, call.path, call.model, call.request_hash, call.response_hash,
                                                 std::nullopt, std::nullopt, call.ended_at});
    remember(proving.signer, report, evidence::has_passed(found.rows, evidence::Check::attestation_report));
    found.rows.push_back(check_model(call));
    proving.then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
