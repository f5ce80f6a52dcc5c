// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/chutes.h"

#include "core/clock.h"
#include "core/json_guard.h"
#include "core/keys.h"
#include "gateway/evidence/document.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway {
namespace {

using Json = nlohmann::json;

constexpr core::Nanoseconds machines_age = 300'000'000'000, nothing_age = 5'000'000'000;
constexpr std::size_t most_chutes = 64, most_machines = 8, longest_text = std::size_t{24} << 10, longest_chute = 128,
                      most_bytes = std::size_t{180} << 10; // of what evidence can hold

/// Where there is such a list; a null is none.
Json list_in(const std::optional<Json>& object, const char* name) {
    if (!object || !object->contains(name) || !(*object)[name].is_array()) return Json::array();
    return (*object)[name];
}

std::string short_member(const Json& object, const char* name) {
    return core::text_member(object, name, longest_text);
}

/// Of the machines that both answers know: their keys are told apart from what their hardware says.
Json machines_in(const std::string& shown, const std::string& keys) {
    std::map<std::string, std::string> key_of;
    for (const Json& one : list_in(evidence::read_object(keys), "instances"))
        key_of[short_member(one, "instance_id")] = short_member(one, "e2e_pubkey");
    Json machines = Json::array();
    std::size_t bytes = 0;
    for (const Json& one : list_in(evidence::read_object(shown), "evidence")) {
        const auto key = key_of.find(short_member(one, "instance_id"));
        if (key == key_of.end() || key->first.empty() || machines.size() == most_machines) continue;
        Json machine{{"instance_id", key->first},
                     {"e2e_pubkey", key->second},
                     {"quote", short_member(one, "quote")},
                     {"certificate", short_member(one, "certificate")}};
        const std::size_t size = machine.dump(-1, ' ', true, Json::error_handler_t::replace).size();
        if (bytes + size > most_bytes) continue;
        bytes += size;
        machines.push_back(std::move(machine));
    }
    return machines;
}

/// What the network's machines show stands at another name than what they answer. No other host gets the key.
ServerUrl api_of(ServerUrl url) {
    if (url.host == "llm.chutes.ai") url.host = "api.chutes.ai";
    url.base.clear();
    return url;
}

} // namespace

struct ChutesNetwork::Proving {
    AnsweredCall call;
    std::function<void(AnswerEvidence)> then;
    std::string chute, nonce;

    void without(const char* why) const {
        then({{evidence::unchecked(evidence::Check::attestation_report, core::say(why)), check_model(call)},
              proof::Level::none,
              std::nullopt});
    }
};

ChutesNetwork::ChutesNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                             std::vector<std::string> measurements, const evidence::TrustAnchors& trust)
    : OpenAiServer(std::move(loop), url, std::move(key), limits), m_api(api_of(std::move(url))),
      m_measurements(std::move(measurements)), m_trust(trust) {}

core::Result<std::vector<OfferedModel>> ChutesNetwork::models(const Deadlines& deadlines) {
    HEARTH_TRY(const std::string text, fetch_now(url(), "/models", deadlines));
    HEARTH_TRY(std::vector<OfferedModel> models, read_models(text));
    std::map<std::string, std::string> chutes;
    for (const Json& one : list_in(evidence::read_object(text), "data"))
        if (const std::string chute = short_member(one, "chute_id"); !chute.empty() && chute.size() <= longest_chute)
            chutes[short_member(one, "id")] = chute;
    const std::lock_guard lock(m_mutex);
    m_chutes = std::move(chutes);
    return models;
}

std::optional<std::string> ChutesNetwork::chute_of(const std::string& model) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_chutes.find(model);
    return found == m_chutes.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ChutesNetwork::Machines> ChutesNetwork::known(const std::string& chute) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_machines.find(chute);
    if (found == m_machines.end()) return std::nullopt;
    const core::Nanoseconds lasts = found->second.document.empty() ? nothing_age : machines_age;
    return core::monotonic() - found->second.at > lasts ? std::nullopt : std::optional(found->second);
}

void ChutesNetwork::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    const auto proving = std::make_shared<Proving>(Proving{std::move(call), std::move(then), {}, {}});
    if (!proving->call.whole) return proving->without("channel_not_whole");
    const auto chute = chute_of(proving->call.model);
    if (!chute) return proving->without("chutes_unknown_chute");
    proving->chute = *chute;
    if (const auto machines = known(*chute)) return finish(*proving, *machines);
    ask_machines(proving);
}

void ChutesNetwork::ask_machines(const std::shared_ptr<Proving>& proving) {
    std::array<std::uint8_t, 32> fresh{};
    core::random_bytes(fresh);
    proving->nonce = core::to_hex(fresh);
    const std::string chute = percent_encoded(proving->chute);
    const auto shown_all = [this, proving](const std::string& shown, const std::string& keys) {
        const Json machines = machines_in(shown, keys);
        Machines found{{}, core::monotonic()};
        if (!machines.empty())
            found.document = Json{{"nonce", proving->nonce}, {"instances", machines}}.dump(
                -1, ' ', true, Json::error_handler_t::replace);
        {
            const std::lock_guard lock(m_mutex);
            if (m_machines.size() >= most_chutes) m_machines.clear();
            m_machines.insert_or_assign(proving->chute, found);
        }
        finish(*proving, found);
    };
    fetch(m_api, "/chutes/" + chute + "/evidence?nonce=" + proving->nonce, beside_answer,
          [this, chute, shown_all](const Text& shown) {
              if (!shown) return shown_all({}, {});
              fetch(m_api, "/e2e/instances/" + chute, beside_answer,
                    [shown_all, said = *shown](const Text& keys) { shown_all(said, keys ? *keys : std::string()); });
          });
}

void ChutesNetwork::finish(const Proving& proving, const Machines& machines) {
    if (machines.document.empty()) return proving.without("chutes_no_instances");
    const AnsweredCall& call = proving.call;
    evidence::NetworkProof given{
        evidence::chutes_format, core::to_bytes(core::as_bytes(machines.document)), {}, m_measurements};
    auto found = evidence::examine_proof(given,
                                         {"chutes", call.path, call.model, call.request_hash, call.response_hash,
                                          std::nullopt, std::nullopt, call.ended_at},
                                         m_trust);
    found.rows.push_back(check_model(call));
    proving.then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
