// SPDX-License-Identifier: Apache-2.0
#include "node/doctor/settings_check.h"

#include "control/client.h"
#include "core/installation.h"
#include "gateway/edge/server.h"
#include "node/models/model_store.h"
#include "node/money/pricing.h"
#include "node/state/api_key_book.h"
#include "node/state/store.h"

#include <algorithm>
#include <unistd.h>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;

std::vector<ModelRecord> models_of(const core::Home& home) {
    std::error_code ignored;
    if (!fs::exists(home.database(), ignored)) return {};
    const auto store = Store::open_to_read(home.database());
    if (!store) return {}; // told where the database is examined
    auto models = (*store)->models();
    return models ? std::move(*models) : std::vector<ModelRecord>();
}

bool has_api_key(const core::Home& home) {
    std::error_code ignored;
    if (!fs::exists(home.database(), ignored)) return false;
    const auto store = Store::open_to_read(home.database());
    if (!store) return false;
    const auto keys = (*store)->api_keys();
    return keys && std::any_of(keys->begin(), keys->end(), [](const ApiKeyRecord& key) { return !key.revoked_at; });
}

/// A service of this home has the address itself.
bool is_served(const core::Home& home) {
    control::ConnectOptions options;
    options.client = "check";
    const auto service = control::connect(home.control_socket(), options);
    return service || service.error().code != Code::unavailable;
}

core::Error unknown_device(const std::string& device, const GpuInventory& gpus) {
    std::string here;
    for (const FoundGpu& gpu : gpus.devices)
        here += (here.empty() ? "" : ", ") + gpu.id + " (" + gpu.name + ")";
    core::Sentence hint = here.empty() ? gpus.hint : core::say("gpus_found", {here});
    if (hint.empty()) hint = core::say("take_out_device");
    return fail(Code::not_found, core::both(core::say("setting_names_no_device", {device}), gpus.problem), hint);
}

core::Error unknown_model(const std::string& setting, const std::string& model) {
    return fail(Code::not_found, core::say("setting_names_node_not", {setting, model}),
                core::say("import_hearthctl_model_import", {model}));
}

} // namespace

fs::path worker_program(const Settings& settings, const fs::path& program_folder) {
    return settings.worker_program.empty() ? core::installed_file(program_folder, "hearth-worker")
                                           : settings.worker_program;
}

core::Status check_worker_program(const fs::path& program) {
    std::error_code ignored;
    if (!fs::is_regular_file(program, ignored))
        return fail(Code::not_found, core::say("worker_program_missing", {program.string()}),
                    core::say("install_beside_hearthd_lib"));
    if (::access(program.c_str(), X_OK) != 0)
        return fail(Code::refused, core::say("worker_program_may_not", {program.string()}),
                    core::say("run_chmod_program", {program.string()}));
    return {};
}

std::vector<SettingFault> check_settings(const Settings& settings, const SettingFacts& facts) {
    std::vector<SettingFault> faults;
    gateway::ServerOptions api;
    api.address = settings.api_address;
    api.port = settings.api_port;
    if (const core::Status listens = gateway::Server::check(api);
        !listens && (facts.alone || listens.error().code != Code::conflict))
        faults.push_back({fail(listens.error().code, core::say("setting_api_listen_cannot", {listens.error().message}),
                               listens.error().hint),
                          true});
    if (const core::Status runs = check_worker_program(facts.worker_program); !runs)
        faults.push_back({runs.error(), true});
    if (const core::Status allowed = check_prices(settings.prices, facts.rules); !allowed)
        faults.push_back({allowed.error(), true});
    for (const Prices::OfModel& price : settings.prices.models)
        if (!facts.has_model(price.model)) faults.push_back({unknown_model("prices.models", price.model), false});
    for (const DeviceChoice& choice : settings.devices)
        if (choice.device != "cpu" && facts.gpus.find(choice.device) == nullptr)
            faults.push_back({unknown_device(choice.device, facts.gpus), false});
        else if (const std::string same = facts.gpus.same_card(settings.devices, choice); !same.empty())
            faults.push_back(
                {fail(Code::invalid_argument, core::say("setting_worker_devices_names", {choice.device, same}),
                      core::say("leave_one_them_out")),
                 false});
    if (settings.sandbox == SandboxMode::require && !facts.sandbox.active())
        faults.push_back(
            {fail(Code::unavailable, core::say("setting_worker_sandbox_requires", {facts.sandbox.description({})}),
                  core::say("install_bubblewrap_allow_user")),
             false});
    if (!settings.default_model.empty() && !facts.has_model(settings.default_model))
        faults.push_back({unknown_model("models.default", settings.default_model), false});
    for (SettingFault& fault : faults)
        fault.error.message = core::say("of_device", {facts.file.string(), fault.error.message});
    std::stable_sort(faults.begin(), faults.end(),
                     [](const SettingFault& a, const SettingFault& b) { return a.fatal && !b.fatal; });
    return faults;
}

std::vector<SettingFault> check_settings(const Settings& settings, const core::Home& home,
                                         const fs::path& program_folder) {
    const fs::path worker = worker_program(settings, program_folder);
    const Sandbox sandbox = Sandbox::probe(settings.sandbox);
    // Drivers take seconds to wake: they are asked only for what is named.
    const bool names_gpu = std::any_of(settings.devices.begin(), settings.devices.end(),
                                       [](const DeviceChoice& choice) { return choice.device != "cpu"; });
    const GpuInventory gpus = names_gpu && check_worker_program(worker) ? GpuInventory::run(worker) : GpuInventory();
    const std::vector<ModelRecord> models = models_of(home);
    const auto has_model = [&](const std::string& wanted) {
        return std::any_of(models.begin(), models.end(),
                           [&](const ModelRecord& model) { return ModelStore::is_called(model, wanted); });
    };
    // The ledger's own rules are those of the program that founded it; the service compares with them again.
    const ledger::Params rules = ledger::Params::solo();
    auto faults =
        check_settings(settings, {home.config_file(), worker, sandbox, gpus, has_model, rules, !is_served(home)});
    if (const core::Status guarded = check_exposure(settings, has_api_key(home), home); !guarded)
        faults.insert(faults.begin(), {guarded.error(), true});
    return faults;
}

} // namespace hearth::node
