// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/evidence.h"

#include <nlohmann/json.hpp>

namespace hearth::node {

std::string evidence_json(const control::ReceiptView& view) {
    using Json = nlohmann::ordered_json;
    Json json;
    json["object"] = "evidence";
    json["v"] = 1;
    json["evidence_id"] = view.job.job_id;
    json["receipt_id"] = view.receipt_id.empty() ? Json(nullptr) : Json(view.receipt_id);
    json["state"] = control::name_of(view.job.state);
    json["level"] = view.level;
    json["valid"] = view.receipt_id.empty() ? Json(nullptr) : Json(view.valid);
    json["relation"] = "identical-bytes";
    json["model"] = {{"model_id", view.job.model_id}, {"name", view.job.model_name}, {"profile", view.job.profile}};
    json["usage"] = {{"prompt_tokens", view.job.prompt_tokens}, {"completion_tokens", view.job.completion_tokens}};
    json["money"] = {{"state", control::name_of(view.job.money_state)}, {"earned", view.job.earned}};
    json["checks"] = Json::array();
    for (const control::Check& check : view.checks)
        json["checks"].push_back({{"name", check.name}, {"result", check.result}, {"detail", check.detail}});
    Json receipt = Json::object();
    for (const auto& [name, value] : view.fields)
        receipt[name] = value;
    json["receipt"] = view.fields.empty() ? Json(nullptr) : receipt;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace hearth::node
