// SPDX-License-Identifier: Apache-2.0
#include "node/doctor/home_check.h"

#include "core/file.h"
#include "ledger/consensus/network_place.h"
#include "ledger/sequencer.h"
#include "node/devices/device_monitor.h"
#include "node/doctor/settings_check.h"
#include "node/models/model_store.h"
#include "node/state/archive.h"
#include "node/state/identity.h"

#include <cerrno>
#include <map>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace hearth::node {
namespace {

using core::say;

namespace fs = std::filesystem;
using control::DoctorCheck;
using Checks = std::vector<DoctorCheck>;

bool is_there(const fs::path& file) {
    struct stat info {};
    return ::lstat(file.c_str(), &info) == 0;
}

/// What the ledger of this home is kept in, be it its own or a network's.
fs::path ledger_file(const core::Home& home) {
    if (ledger::NetworkPlace::is_there(home)) return ledger::NetworkPlace::folder(home) / "chain.sqlite";
    return home.ledger() / "ledger.sqlite";
}

std::string reason() {
    return std::generic_category().message(errno);
}

DoctorCheck failed(const char* name, const core::Error& error) {
    return {name, "failed", error.message, error.hint.empty() ? say("report_this") : error.hint};
}

/// One row if all is well, else a row for each fault.
Checks rows(const char* name, std::vector<DoctorCheck> faults, const core::Sentence& good) {
    if (faults.empty()) faults.push_back({name, "passed", good, ""});
    return faults;
}

Checks examine_settings(const core::Home& home, const fs::path& program_folder) {
    const std::string file = home.config_file().string();
    if (is_there(file) && ::access(file.c_str(), R_OK) != 0)
        return {
            {"settings", "failed", say("cannot_be_read", {file, reason()}), say("run_command", {"chmod u+r " + file})}};
    const auto settings = Settings::load(file);
    if (!settings) return {failed("settings", settings.error())};
    Checks faults;
    for (const SettingFault& fault : check_settings(*settings, home, program_folder))
        faults.push_back({"settings", fault.fatal ? "failed" : "warning", fault.error.message, fault.error.hint});
    return rows("settings", std::move(faults),
                is_there(file) ? say("settings_good", {file}) : say("settings_default", {file}));
}

/// What a start needs of a folder: to be one, to be ours where it is private, and to take new files.
void examine_folder(Checks& faults, const fs::path& folder, bool is_private) {
    if (const core::Status place = core::check_no_file(folder); !place)
        return faults.push_back(failed("folders", place.error()));
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) {
        if (errno != ENOENT || is_there(folder))
            faults.push_back({"folders", "failed", say("cannot_be_opened", {folder.string(), reason()}),
                              say("give_it_back", {"sudo chown -R \"$USER\" " + folder.string()})});
        return;
    }
    if (is_private && ::geteuid() != 0 && info.st_uid != ::geteuid()) {
        faults.push_back({"folders", "failed", say("of_another_user", {folder.string()}),
                          say("run_command", {"sudo chown -R \"$USER\" " + folder.string()})});
    } else if ((info.st_mode & 0700) != 0700 || ::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        faults.push_back({"folders", "failed", say("not_writable", {folder.string()}),
                          say("run_command", {"chmod u+rwx " + folder.string()})});
    } else if (is_private && (info.st_mode & 077) != 0) {
        faults.push_back({"folders", "failed", say("open_to_others", {folder.string()}),
                          say("run_chmod_folder", {folder.string()})});
    }
}

Checks examine_folders(const core::Home& home) {
    Checks faults;
    examine_folder(faults, home.root, false);
    examine_folder(faults, home.keys(), true);
    for (const fs::path& folder : {home.ledger(), home.models(), home.logs(), home.cache()})
        examine_folder(faults, folder, false);
    examine_folder(faults, home.run(), true);
    if (const fs::path place = home.control_socket().parent_path(); place != home.run())
        examine_folder(faults, place, true);
    for (const fs::path& file : {home.logs() / "hearthd.log", home.lock_file(), home.ledger() / "ledger.lock",
                                 home.api_file(), home.control_socket()})
        if (const core::Status place = core::check_no_folder(file); !place)
            faults.push_back(failed("folders", place.error()));
        else if (is_there(file) && ::access(file.c_str(), R_OK | W_OK) != 0)
            faults.push_back({"folders", "failed", say("not_writable", {file.string()}),
                              say("run_command", {"chmod u+rw " + file.string()})});
    return rows("folders", std::move(faults), say("folders_fine", {home.root.string()}));
}

void examine_mode(Checks& faults, const char* name, const fs::path& file, bool is_private) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return;
    if ((info.st_mode & 0600) != 0600 || ::access(file.c_str(), R_OK | W_OK) != 0)
        faults.push_back({name, "failed", say("not_writable", {file.string()}),
                          say("run_command", {"chmod u+rw " + file.string()})});
    else if (is_private && (info.st_mode & 077) != 0)
        faults.push_back(
            {name, "warning", say("readable_by_others", {file.string()}), say("run_chmod_file", {file.string()})});
}

Checks examine_database(const core::Home& home) {
    const fs::path file = home.database();
    if (const core::Status place = core::check_no_folder(file); !place) return {failed("database", place.error())};
    if (!is_there(file)) {
        if (is_first_start(home)) return {{"database", "passed", say("none_yet"), ""}};
        return {{"database", "warning", say("database_missing", {file.string()}), say("restore_or_empty")}};
    }
    Checks faults;
    if (const core::Status filled = check_databases(home); !filled)
        faults.push_back(failed("database", filled.error()));
    examine_mode(faults, "database", file, true);
    const auto store = Store::open_to_read(file);
    const core::Status sound = store ? (*store)->check() : core::Status(store.error());
    if (!sound) faults.push_back(failed("database", sound.error()));
    if (sound)
        for (const core::Error& error : Archive::examine(**store))
            faults.push_back(failed("database", error));
    if (sound) // one without tables gets them at the next start
        if (const auto limits = DeviceMonitor::stored_limits(**store);
            !limits && limits.error().code == core::Code::corrupt)
            faults.push_back(failed("database", limits.error()));
    return rows("database", std::move(faults), say("archives_whole", {file.string()}));
}

/// The network's other nodes hold the same chain: what is damaged here can be fetched again.
Checks examine_place(const core::Home& home) {
    const auto place = ledger::NetworkPlace::load(home);
    if (!place) return {failed("ledger", place.error())};
    return {{"ledger", "passed",
             say("in_network", {place->genesis.chain_id, core::figure(place->genesis.validators.size())}), ""}};
}

Checks examine_ledger(const core::Home& home) {
    const fs::path file = ledger_file(home);
    if (const core::Status place = core::check_no_folder(file); !place) return {failed("ledger", place.error())};
    if (ledger::NetworkPlace::is_there(home)) return examine_place(home);
    if (is_first_start(home)) return {{"ledger", "passed", say("none_yet"), ""}};
    Checks faults;
    examine_mode(faults, "ledger", file, false);
    const auto key = core::SigningKey::load(home.keys() / "sequencer.key"); // its own fault is told among the keys
    const auto head = ledger::Sequencer::examine(home.ledger(), key ? std::optional(key->public_key()) : std::nullopt);
    if (!head) faults.push_back(failed("ledger", head.error()));
    return rows("ledger", std::move(faults),
                head ? say("ledger_whole", {core::figure(head->height)}) : core::Sentence());
}

/// Tokens and keys for others. A hub's token that others can read is not used (hub/client); a network's key is held to
/// the same.
void examine_secrets(Checks& faults, const fs::path& keys) {
    const auto examine = [&](const fs::path& file) {
        if (is_there(file) && core::open_to_others(file))
            faults.push_back(
                {"keys", "failed", say("readable_by_others", {file.string()}), say("run_chmod_file", {file.string()})});
    };
    examine(keys / "hub.token");
    std::error_code error;
    for (fs::directory_iterator it(keys / "upstreams", error), end; !error && it != end; it.increment(error))
        examine(it->path());
}

} // namespace

bool is_first_start(const core::Home& home) {
    return !is_there(ledger_file(home));
}

core::Status check_databases(const core::Home& home) {
    const auto is_empty = [](const fs::path& file) {
        std::error_code problem;
        return fs::is_regular_file(file, problem) && fs::file_size(file, problem) == 0 && !problem;
    };
    const fs::path ledger = ledger_file(home), jobs = home.database();
    if (is_empty(jobs) && is_there(ledger) && !is_empty(ledger))
        return core::fail(core::Code::corrupt, core::say("file_empty_though_node", {jobs.string()}),
                          core::say("restore_backup_move_away_node"));
    const auto store = is_empty(ledger) && is_there(jobs) && !is_empty(jobs)
                           ? Store::open_to_read(jobs)
                           : core::Result<std::unique_ptr<Store>>(core::Error{});
    if (const auto last = store ? (*store)->jobs(1, {}) : core::Result<std::vector<JobRecord>>(core::Error{});
        last && !last->empty())
        return core::fail(core::Code::corrupt, core::say("file_empty_though_node_answered", {ledger.string()}),
                          core::say("restore_folder_backup_move", {home.ledger().string()}));
    return {};
}

Checks examine_keys(const core::Home& home) {
    Checks faults;
    for (const core::Error& error : Identity::examine(home.keys(), is_first_start(home)))
        faults.push_back(failed("keys", error));
    examine_secrets(faults, home.keys());
    if (faults.empty() && !is_there(home.keys() / "node.key")) return {{"keys", "passed", say("keys_not_yet"), ""}};
    return rows("keys", std::move(faults), say("keys_fine", {home.keys().string()}));
}

Checks examine_models(const core::Home& home) {
    Checks faults;
    std::set<std::string> ids;
    std::error_code error;
    if (is_there(home.models()))
        for (fs::directory_iterator it(home.models(), error), end; !error && it != end; it.increment(error))
            if (const std::string name = it->path().filename().string(); !name.starts_with('.')) ids.insert(name);
    if (error)
        faults.push_back({"models", "failed", say("cannot_be_read", {home.models().string(), error.message()}),
                          say("run_command", {"chmod u+rwx " + home.models().string()})});
    std::map<std::string, std::string> names;
    if (const auto store = is_there(home.database()) ? Store::open_to_read(home.database())
                                                     : core::Result<std::unique_ptr<Store>>(core::Error{}))
        if (const auto models = (*store)->models())
            for (const ModelRecord& model : *models) {
                ids.insert(model.model_id);
                names[model.model_id] = model.name;
            }
    for (const std::string& id : ids) {
        const fs::path folder = home.models() / id;
        const std::string name = names.contains(id) ? names[id] : id.substr(0, 12);
        const auto manifest = ModelStore::read_manifest(folder);
        const core::Status whole = manifest ? model::check_sizes(**manifest, folder) : core::Status(manifest.error());
        if (whole) continue;
        const bool known = names.contains(id);
        faults.push_back({"models", known ? "failed" : "warning", say("model_not_whole", {name, whole.error().message}),
                          known ? say("move_and_import", {folder.string(), name}) : say("of_no_model")});
    }
    return rows("models", std::move(faults),
                ids.empty() ? say("none") : say("models_whole", {core::figure(ids.size())}));
}

Checks examine_home(const core::Home& home, const fs::path& program_folder) {
    if (const core::Status place = core::check_no_file(home.root); !place) return {failed("folders", place.error())};
    Checks all = examine_folders(home);
    for (const Checks& part : {examine_settings(home, program_folder), examine_keys(home), examine_database(home),
                               examine_ledger(home), examine_models(home)})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace hearth::node
