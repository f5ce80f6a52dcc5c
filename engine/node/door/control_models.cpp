// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/door/control_node.h"
#include "node/money/pricing.h"

namespace hearth::node {

core::Result<control::ModelInfo> ControlNode::describe(const StoredModel& model, const control::WorkerStatus& worker,
                                                       const std::string& default_id) const {
    const model::Manifest& manifest = *model.manifest;
    control::ModelInfo info;
    info.model_id = model.id();
    info.name = model.record.name;
    info.arch = manifest.config.arch;
    info.profiles = manifest.profiles;
    info.bytes = manifest.total_bytes();
    info.parameters = manifest.parameters();
    info.context_length = manifest.config.context;
    info.license = manifest.license;
    info.reason = model.record.disabled;
    const bool loaded = worker.model_id == model.id() && control::serves(worker.state);
    info.state = !model.record.disabled.empty() ? "disabled" : loaded ? "loaded" : "ready";
    info.is_default = model.id() == default_id;
    m_rooms.settlement->read([&](const ledger::State& state) {
        const ledger::Tariff asks = tariff_for(m_rooms.settings.prices, model.record, state.params());
        info.prompt_million = million(asks.prompt_token).units_text();
        info.completion_million = million(asks.completion_token).units_text();
    });
    HEARTH_TRY(info.receipts_in_window, m_rooms.store->receipts_in_window(model.id()));
    return info;
}

core::Result<std::vector<control::ModelInfo>> ControlNode::models() {
    const control::WorkerStatus worker = m_rooms.worker->status();
    const std::string default_id = m_rooms.models->default_id();
    std::vector<control::ModelInfo> infos;
    for (const StoredModel& model : m_rooms.models->all()) {
        HEARTH_TRY(auto info, describe(model, worker, default_id));
        infos.push_back(std::move(info));
    }
    return infos;
}

core::Result<control::ModelInfo> ControlNode::model(const std::string& id_or_name) {
    HEARTH_TRY(const StoredModel model, m_rooms.models->find(id_or_name));
    return describe(model, m_rooms.worker->status(), m_rooms.models->default_id());
}

core::Result<control::ModelInfo> ControlNode::import_model(const std::filesystem::path& path, const std::string& name,
                                                           const std::string& profile,
                                                           const control::OnProgress& progress) {
    HEARTH_TRY(const StoredModel model, m_rooms.models->import(path, name, profile, progress));
    m_rooms.worker->forgive();
    m_rooms.replayer->forgive();
    m_rooms.preload();
    m_rooms.events.publish("models", model.id());
    m_rooms.events.publish("status");
    HEARTH_TRY(control::ModelInfo info, describe(model, m_rooms.worker->status(), m_rooms.models->default_id()));
    info.note = model.note;
    return info;
}

core::Result<std::vector<control::Check>> ControlNode::check_model(const std::string& id_or_name,
                                                                   const control::OnProgress& progress) {
    HEARTH_TRY(const StoredModel model, m_rooms.models->find(id_or_name));
    return m_rooms.models->check(model, progress);
}

core::Status ControlNode::remove_model(const std::string& id_or_name) {
    HEARTH_TRY(const StoredModel model, m_rooms.models->find(id_or_name));
    const std::string reason = "The model " + model.record.name + " was removed.";
    m_rooms.worker->unload(model.manifest->id(), reason);
    m_rooms.replayer->unload(model.manifest->id(), reason);
    HEARTH_CHECK(m_rooms.models->remove(model));
    m_rooms.refresh_offers();
    core::log::info("models", "removed", {{"model", model.id()}});
    m_rooms.events.publish("models", model.id());
    m_rooms.events.publish("status");
    return {};
}

} // namespace hearth::node
