// SPDX-License-Identifier: Apache-2.0
#include "node/models/model_store.h"

#include "core/file.h"
#include "core/log.h"
#include "node/policy/home_watch.h"
#include "node/state/short_id.h"

#include <algorithm>
#include <sstream>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr std::size_t max_manifest = std::size_t{64} << 20;

std::string name_from(const std::string& text) {
    std::string name;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (plain) name.push_back(c);
        if (c >= 'A' && c <= 'Z') name.push_back(static_cast<char>(c - 'A' + 'a'));
        if (c == ' ') name.push_back('-');
    }
    return name.empty() ? "model" : name.substr(0, 64);
}

bool is_disabled_by_hand(const ModelRecord& model) {
    return model.disabled.id() == std::string_view("disabled_by_you");
}

} // namespace

core::Result<std::shared_ptr<const model::Manifest>> ModelStore::read_manifest(const fs::path& folder) {
    const fs::path file = folder / "manifest.cbor";
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_manifest));
    auto manifest = model::Manifest::decode(raw);
    if (!manifest)
        return fail(Code::corrupt, core::say("manifest_damaged", {file.string(), manifest.error().message}),
                    core::say("remove_folder_import_model"));
    if (manifest->id().hex() != folder.filename())
        return fail(Code::corrupt, core::say("manifest_another_model", {folder.string()}),
                    core::say("remove_folder_import_model"));
    return std::make_shared<const model::Manifest>(std::move(*manifest));
}

bool ModelStore::is_called(const ModelRecord& model, const std::string& wanted) {
    const std::string beginning = as_id(wanted);
    return model.name == wanted || (!beginning.empty() && model.model_id.starts_with(beginning));
}

bool StoredModel::has_profile(const std::string& profile) const {
    return std::find(manifest->profiles.begin(), manifest->profiles.end(), profile) != manifest->profiles.end();
}

std::string StoredModel::profile_list() const {
    std::string list;
    for (const std::string& name : manifest->profiles)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

const std::string& StoredModel::profile_or_own(const std::string& wanted) const {
    return has_profile(wanted) ? wanted : record.profile;
}

ModelStore::ModelStore(fs::path folder, Store& store, std::shared_ptr<const Sandbox> sandbox,
                       std::function<WorkerLaunch()> importer, const core::Clock& clock)
    : m_folder(std::move(folder)), m_store(store), m_sandbox(std::move(sandbox)), m_importer(std::move(importer)),
      m_clock(clock) {}

Status ModelStore::check_place() const {
    return check_still_there(m_folder);
}

Status ModelStore::open() {
    HEARTH_TRY(const auto records, m_store.models());
    for (const ModelRecord& record : records) {
        const fs::path folder = m_folder / record.model_id;
        sweep_kept_source(folder);
        auto manifest = read_manifest(folder);
        if (manifest) {
            m_models[record.model_id] = {record, std::move(*manifest), folder};
            continue;
        }
        core::log::error("models", "model left out",
                         {{"model", record.model_id}, {"reason", manifest.error().message}});
        if (manifest.error().code == Code::not_found) HEARTH_CHECK(m_store.remove_model(record.model_id));
    }
    std::error_code error;
    std::vector<fs::path> folders;
    for (fs::directory_iterator it(m_folder, error), end; !error && it != end; it.increment(error))
        folders.push_back(it->path());
    if (error) return fail(Code::io, core::say("folder_cannot_read", {m_folder.string()}), error.message());
    for (const fs::path& folder : folders) {
        const std::string name = folder.filename().string();
        if (name.starts_with(".import-") || name.starts_with(".removed-"))
            fs::remove_all(folder, error);
        else if (!m_models.contains(name))
            HEARTH_CHECK(adopt(folder));
    }
    return {};
}

/// A crash came between moving the folder into place and noting its name: it is called as the import wanted it, where
/// that was noted and still can be.
Status ModelStore::adopt(const fs::path& folder) {
    auto manifest = read_manifest(folder);
    if (!manifest) {
        core::log::warning("models", "folder is no model", {{"folder", folder.filename().string()}});
        return {};
    }
    HEARTH_TRY(std::string name, free_name(name_from((*manifest)->config.name), false));
    StoredModel model{
        {folder.filename().string(), name, (*manifest)->profiles.front(), m_clock.now(), {}}, *manifest, folder};
    if (const auto raw = core::read_file(folder / wanted_file, 1024)) {
        std::istringstream text(std::string(raw->begin(), raw->end()));
        std::string wanted, profile;
        std::getline(text, wanted);
        std::getline(text, profile);
        if (check_model_name(wanted) && free_name(wanted, true)) model.record.name = wanted;
        if (model.has_profile(profile)) model.record.profile = profile;
    }
    HEARTH_CHECK(put(model.record, std::move(*manifest)));
    std::error_code ignored;
    fs::remove(folder / wanted_file, ignored);
    return {};
}

Status ModelStore::put(ModelRecord record, std::shared_ptr<const model::Manifest> manifest) {
    HEARTH_CHECK(m_store.put_model(record));
    const std::lock_guard lock(m_mutex);
    const std::string id = record.model_id;
    m_models[id] = {std::move(record), std::move(manifest), m_folder / id};
    return {};
}

std::vector<StoredModel> ModelStore::all() const {
    const std::lock_guard lock(m_mutex);
    std::vector<StoredModel> models;
    for (const auto& [id, model] : m_models)
        models.push_back(model);
    std::sort(models.begin(), models.end(),
              [](const StoredModel& a, const StoredModel& b) { return a.record.imported_at < b.record.imported_at; });
    return models;
}

core::Result<StoredModel> ModelStore::find(const std::string& id_or_name) const {
    const std::lock_guard lock(m_mutex);
    const std::string beginning = as_id(id_or_name);
    std::vector<std::string> candidates;
    for (const auto& [id, model] : m_models) {
        if (id == id_or_name || model.record.name == id_or_name) return model;
        if (!beginning.empty() && id.starts_with(beginning)) candidates.push_back(id);
    }
    if (candidates.empty())
        return fail(Code::not_found, core::say("no_model_named_node", {id_or_name.substr(0, 128)}),
                    core::say("see_hearthctl_model_list"));
    HEARTH_TRY(const std::string id, only_one(candidates, id_or_name, model_ids));
    return m_models.at(id);
}

std::string ModelStore::configured_default() const {
    const std::lock_guard lock(m_mutex);
    return m_configured_default;
}

void ModelStore::set_configured_default(std::string id_or_name) {
    const std::lock_guard lock(m_mutex);
    m_configured_default = std::move(id_or_name);
}

std::uint64_t ModelStore::total_bytes() const {
    std::uint64_t bytes = 0;
    for (const StoredModel& model : all()) // a walk through folders, which holds up nobody
        bytes += model.manifest->total_bytes() + kept_source_bytes(model.folder);
    return bytes;
}

std::string ModelStore::default_id() const {
    if (const std::string wanted = configured_default(); !wanted.empty())
        if (const auto configured = find(wanted)) return configured->id();
    const std::vector<StoredModel> models = all();
    if (models.empty()) return {};
    // Whoever names none wants an answer, not a vector.
    const auto texts = std::find_if(models.begin(), models.end(), [](const StoredModel& model) {
        return !model.manifest->config.encoder && !model.manifest->config.script;
    });
    return texts == models.end() ? models.front().id() : texts->id();
}

core::Result<StoredModel> ModelStore::usable(const std::string& id_or_name) const {
    const std::string wanted = id_or_name.empty() ? default_id() : id_or_name;
    if (wanted.empty()) return fail(Code::unavailable, core::say("node_no_model_yet"), core::say("import_one"));
    HEARTH_TRY(StoredModel model, find(wanted));
    if (!model.record.disabled.empty())
        return fail(Code::unavailable, core::say("named_disabled", {model.record.name, model.record.disabled}),
                    is_disabled_by_hand(model.record) ? core::say("enable_model", {model.record.name})
                                                      : core::say("try_again_hearthctl_node"));
    return model;
}

core::Result<std::string> ModelStore::free_name(const std::string& wanted, bool exact) const {
    const std::lock_guard lock(m_mutex);
    for (int number = 1;; ++number) {
        const std::string name = number == 1 ? wanted : wanted + "-" + std::to_string(number);
        const auto taken = std::find_if(m_models.begin(), m_models.end(),
                                        [&](const auto& entry) { return entry.second.record.name == name; });
        if (taken == m_models.end()) return name;
        if (exact)
            return fail(Code::conflict, core::say("another_model_called", {wanted}),
                        core::say("choose_another_name_remove"));
    }
}

core::Result<std::vector<control::Check>> ModelStore::check(const StoredModel& model,
                                                            const control::OnProgress& progress) const {
    const auto report = [&](const core::Sentence& stage, std::uint64_t done, std::uint64_t total) {
        return !progress || progress({stage, done, total});
    };
    std::vector<control::Check> checks;
    const auto manifest = read_manifest(model.folder);
    checks.push_back(
        {"manifest", manifest ? "passed" : "failed", manifest ? core::say("manifest_good") : manifest.error().message});
    const Status files = model::check_files(*model.manifest, model.folder, report);
    if (!files && files.error().code == Code::cancelled) return files.error();
    checks.push_back({"files", files ? "passed" : "failed", files ? core::say("files_good") : files.error().message});
    return checks;
}

Status ModelStore::remove(const StoredModel& model) {
    const fs::path aside = m_folder / (".removed-" + model.id().substr(0, 16));
    std::error_code error;
    fs::remove_all(aside, error);
    fs::rename(model.folder, aside, error);
    if (error) return fail(Code::io, core::say("model_folder_cannot_removed", {error.message()}));
    HEARTH_CHECK(m_store.remove_model(model.id()));
    {
        const std::lock_guard lock(m_mutex);
        m_models.erase(model.id());
    }
    fs::remove_all(aside, error);
    if (error) return fail(Code::io, core::say("some_files_model_left", {aside.string()}), error.message());
    return {};
}

Status ModelStore::disable(const std::string& model_id, const core::Sentence& reason) {
    HEARTH_TRY(StoredModel model, find(model_id));
    model.record.disabled = reason;
    return put(model.record, model.manifest);
}

Status ModelStore::enable(const std::string& model_id) {
    HEARTH_TRY(StoredModel model, find(model_id));
    if (model.record.disabled.empty()) return {};
    model.record.disabled.clear();
    return put(model.record, model.manifest);
}

Status ModelStore::enable_all() {
    for (const StoredModel& model : all())
        if (!is_disabled_by_hand(model.record)) HEARTH_CHECK(enable(model.id()));
    return {};
}

} // namespace hearth::node
