// SPDX-License-Identifier: Apache-2.0
#include "node/door/model_desk.h"
#include "core/log.h"
#include "node/money/pricing.h"

namespace hearth::node {

core::Result<control::ModelInfo> ModelDesk::describe(const StoredModel& model, const control::WorkerStatus& worker,
                                                     const std::string& default_id) const {
    const model::Manifest& manifest = *model.manifest;
    control::ModelInfo info;
    info.model_id = model.id();
    info.name = model.record.name;
    info.arch = manifest.config.arch;
    info.kind = manifest.config.script ? "tensors" : manifest.config.encoder ? "embedding" : "text";
    info.profiles = manifest.profiles;
    info.bytes = manifest.total_bytes();
    info.source_bytes = kept_source_bytes(model.folder);
    info.parameters = manifest.parameters();
    info.context_length = manifest.config.context;
    info.license = manifest.license;
    info.reason = model.record.disabled;
    const bool loaded = worker.model_id == model.id() && control::serves(worker.state);
    info.state = !model.record.disabled.empty() ? control::ModelState::disabled
                 : loaded                       ? control::ModelState::loaded
                                                : control::ModelState::ready;
    info.is_default = model.id() == default_id;
    m_parts.ledger.read([&](const ledger::State& state) {
        const ledger::Tariff asks = tariff_for(m_parts.settings.prices(), model.record, state.params());
        info.prompt_million = million(asks.prompt_token).units_text();
        info.completion_million = million(asks.completion_token).units_text();
    });
    HEARTH_TRY(info.receipts_in_window, m_parts.store.receipts_in_window(model.id()));
    return info;
}

core::Result<std::vector<control::ModelInfo>> ModelDesk::list() const {
    const control::WorkerStatus worker = m_parts.workers.status();
    const std::string default_id = m_parts.models.default_id();
    std::vector<control::ModelInfo> infos;
    for (const StoredModel& model : m_parts.models.all()) {
        HEARTH_TRY(auto info, describe(model, worker, default_id));
        infos.push_back(std::move(info));
    }
    return infos;
}

core::Result<control::ModelInfo> ModelDesk::find(const std::string& id_or_name) const {
    HEARTH_TRY(const StoredModel model, m_parts.models.find(id_or_name));
    return describe(model, m_parts.workers.status(), m_parts.models.default_id());
}

std::shared_ptr<void> ModelDesk::arrival() {
    auto arrival = m_parts.models.arrival();
    m_parts.events.publish("status");
    return {this, [this, arrival = std::move(arrival)](void*) mutable {
                arrival.reset();
                m_parts.events.publish("status");
            }};
}

core::Result<control::ModelInfo> ModelDesk::import(const std::filesystem::path& path, const std::string& name,
                                                   const std::string& profile, KeepSource source,
                                                   const control::OnProgress& progress) {
    const auto arriving = arrival();
    HEARTH_TRY(const StoredModel model, m_parts.models.import(path, name, profile, progress, source));
    m_parts.workers.forgive();
    m_parts.replayer.forgive();
    m_parts.preloader.preload();
    m_parts.events.publish("models", model.id());
    m_parts.events.publish("status");
    HEARTH_TRY(control::ModelInfo info, describe(model, m_parts.workers.status(), m_parts.models.default_id()));
    info.note = model.note;
    return info;
}

core::Result<std::vector<control::Check>> ModelDesk::check(const std::string& id_or_name,
                                                           const control::OnProgress& progress) const {
    HEARTH_TRY(const StoredModel model, m_parts.models.find(id_or_name));
    return m_parts.models.check(model, progress);
}

core::Result<control::ModelInfo> ModelDesk::turn(const std::string& id_or_name, const std::string& action) {
    HEARTH_TRY(const StoredModel model, m_parts.models.find(id_or_name));
    if (action == "load") return load(model);
    if (action == "drop-source") {
        HEARTH_CHECK(drop_kept_source(model.folder));
        m_parts.events.publish("models", model.id());
        return find(model.id());
    }
    if (action == "enable") {
        HEARTH_CHECK(m_parts.models.enable(model.id()));
        m_parts.workers.forgive();
        m_parts.replayer.forgive();
    } else if (action == "disable" || action == "unload") {
        const bool disables = action == "disable";
        const core::Sentence reason = core::say(disables ? "disabled_by_you" : "unloaded_by_you");
        if (disables) HEARTH_CHECK(m_parts.models.disable(model.id(), reason));
        m_parts.workers.unload(model.manifest->id(), reason);
        m_parts.replayer.unload(model.manifest->id(), reason);
    } else {
        return core::fail(core::Code::invalid_argument, core::say("no_such_switch", {action.substr(0, 64)}));
    }
    if (action != "unload") m_parts.refresh_offers();
    core::log::info("models", "switched", {{"model", model.id()}, {"action", action}});
    m_parts.events.publish("models", model.id());
    m_parts.events.publish("status");
    HEARTH_TRY(control::ModelInfo info, find(model.id()));
    // The worker lets go of it in its own time, too.
    if (action == "unload" && info.state == control::ModelState::loaded)
        info.note = core::say("model_unloads", {info.name});
    return info;
}

/// The worker reads it in its own time; the status tells when it is there.
core::Result<control::ModelInfo> ModelDesk::load(const StoredModel& model) const {
    HEARTH_TRY(const StoredModel enabled, m_parts.models.usable(model.id()));
    HEARTH_CHECK(m_parts.preloader.load(enabled));
    core::log::info("models", "switched", {{"model", model.id()}, {"action", "load"}});
    m_parts.events.publish("status");
    HEARTH_TRY(control::ModelInfo info, find(model.id()));
    if (info.state != control::ModelState::loaded) info.note = core::say("model_loads", {info.name});
    return info;
}

core::Status ModelDesk::remove(const std::string& id_or_name) {
    HEARTH_TRY(const StoredModel model, m_parts.models.find(id_or_name));
    const core::Sentence reason = core::say("model_removed", {model.record.name});
    m_parts.workers.unload(model.manifest->id(), reason);
    m_parts.replayer.unload(model.manifest->id(), reason);
    HEARTH_CHECK(m_parts.models.remove(model));
    m_parts.refresh_offers();
    core::log::info("models", "removed", {{"model", model.id()}});
    m_parts.events.publish("models", model.id());
    m_parts.events.publish("status");
    return {};
}

} // namespace hearth::node
