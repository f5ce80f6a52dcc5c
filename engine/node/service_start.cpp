// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"
#include "core/log.h"
#include "node/doctor/home_check.h"
#include "node/doctor/settings_check.h"
#include "node/money/pricing.h"
#include "node/service_impl.h"
#include "telemetry/gpu_cards.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Status;

constexpr core::Nanoseconds gpu_hello_time = 20'000'000'000; // some drivers need seconds to wake a card

/// PCI addresses and ids of GPUs as addresses. Reads what the kernel keeps of the bus; no driver is asked.
std::vector<std::string> addresses_of(std::vector<std::string> names) {
    for (const telemetry::GpuCard& card : telemetry::find_cards({}))
        if (std::find(names.begin(), names.end(), card.id) != names.end()) names.push_back(card.pci);
    return names;
}

} // namespace

Status Service::Impl::open_state() {
    std::error_code ignored;
    const bool first_start = is_first_start(rooms.home);
    HEARTH_CHECK(check_databases(rooms.home));
    HEARTH_TRY(rooms.store, Store::open(rooms.home.database()));
    Archive::Options archiving;
    archiving.receipts = options.archive_receipts;
    archiving.on_step = options.on_step;
    rooms.archive = std::make_unique<Archive>(*rooms.store, std::move(archiving));
    HEARTH_TRY(rooms.api_keys, ApiKeyBook::open(*rooms.store, *options.clock));
    HEARTH_CHECK(check_exposure(rooms.settings, rooms.api_keys->any_in_force(), rooms.home));
    HEARTH_TRY(rooms.identity, Identity::open(rooms.home.keys(), first_start));
    HEARTH_CHECK(open_ledger(first_start));
    rooms.settlement = std::make_unique<Settlement>(*rooms.ledger, *rooms.identity, *rooms.store, rooms.events,
                                                    rooms.serves(), *options.clock);
    HEARTH_CHECK(rooms.settlement->recover());
    HEARTH_TRY(rooms.work_switch, WorkSwitch::open(*rooms.store));
    if (first_start && !fs::exists(rooms.home.config_file(), ignored)) {
        const std::string text = core::Config::document(Settings::specs());
        HEARTH_CHECK(core::write_file_atomic(rooms.home.config_file(), core::as_bytes(text)));
    }
    return {};
}

SupervisorOptions Service::Impl::supervisor_options(const std::string& name) {
    SupervisorOptions made;
    made.program = rooms.worker_program;
    made.stderr_file = rooms.home.logs() / (name + ".stderr");
    made.threads = rooms.settings.worker_threads;
    made.kv_cache_bytes = rooms.settings.kv_cache_bytes;
    made.memory_bytes = rooms.settings.worker_memory_bytes;
    made.max_jobs = rooms.settings.max_jobs;
    made.max_waiting = rooms.settings.max_waiting;
    made.silence = options.silence;
    made.clock = options.clock;
    made.first_backoff = options.first_backoff;
    made.on_change = [this] { rooms.events.publish("status"); };
    return made;
}

/// A worker keeps its card while the service runs; a card that comes later gets one as well, unless it bears the number
/// of another one.
bool Service::Impl::add_gpus(const GpuInventory& found) {
    bool any = false;
    for (const DeviceChoice& choice :
         found.choose(rooms.settings.devices, addresses_of(rooms.settings.disabled_devices))) {
        const FoundGpu* const gpu = found.find(choice.device);
        if (gpu == nullptr || rooms.worker->has(choice.device)) continue;
        if (!gpu->pci.empty() && !cards.insert(gpu->pci).second) continue;
        std::string file = choice.device;
        std::replace(file.begin(), file.end(), ':', '-');
        SupervisorOptions one = serving_options("worker-" + file);
        one.device = choice.device;
        one.pci_address = gpu->pci;
        one.profiles = gpu->profiles;
        one.device_memory_bytes = choice.memory_bytes;
        one.device_reserve_bytes = [this, pci = gpu->pci] { return rooms.devices->memory_reserve_bytes(pci); };
        one.kernel_cache = rooms.kernel_cache(choice.device);
        one.hello_time = gpu_hello_time;
        rooms.worker->add(std::move(one));
        core::log::info("service", "device found", {{"device", choice.device}, {"name", gpu->name}});
        any = true;
    }
    return any;
}

SupervisorOptions Service::Impl::serving_options(const std::string& name) {
    SupervisorOptions serving = supervisor_options(name);
    serving.on_disabled = [this](const WorkerTarget& target, const core::Sentence& reason) {
        // One caller's wish for another profile must not take the model from everybody.
        const auto model = rooms.models->find(target.model.hex());
        if (!model || model->profile_or_own(rooms.settings.default_profile) != target.profile) return;
        if (const Status kept = rooms.models->disable(target.model.hex(), reason); !kept)
            core::log::error("service", "model cannot be disabled", {{"reason", kept.error().message}});
        rooms.events.publish("models", target.model.hex());
    };
    return serving;
}

Status Service::Impl::open_workers() {
    rooms.worker_program = worker_program(rooms.settings, options.program_folder);
    HEARTH_CHECK(check_worker_program(rooms.worker_program));
    rooms.sandbox = std::make_shared<const Sandbox>(Sandbox::probe(rooms.settings.sandbox));
    if (!rooms.sandbox->active())
        core::log::warning("service", "no bubblewrap", {{"sandbox", rooms.sandbox->description({})}});
    WorkerLaunch importer{
        rooms.worker_program, {}, rooms.settings.worker_memory_bytes, rooms.home.logs() / "import.stderr"};
    rooms.models = std::make_unique<ModelStore>(rooms.home.models(), *rooms.store, rooms.sandbox, std::move(importer),
                                                *options.clock);
    rooms.models->set_configured_default(rooms.settings.default_model);
    HEARTH_CHECK(rooms.models->open());
    GpuReadingsOptions watching;
    watching.probe.program = core::installed_file(options.program_folder, "hearth-probe");
    watching.probe.arguments = options.probe_arguments;
    watching.probe.stderr_file = rooms.home.logs() / "probe.stderr";
    watching.clock = watching.probe.clock = options.clock;
    watching.on_change = [this] { rooms.events.publish("status"); };
    HEARTH_TRY(rooms.devices, DeviceMonitor::open(*rooms.store, std::move(watching), rooms.settings.disabled_devices));

    rooms.worker = std::make_unique<WorkerPool>(rooms.sandbox, *options.clock);
    rooms.worker->add(serving_options("worker"));
    rooms.finder = std::make_unique<GpuFinder>(rooms.worker_program, [this](const GpuInventory& found) {
        if (add_gpus(found)) rooms.preload();
        rooms.events.publish("status");
    });
    HEARTH_CHECK(check_settings());
    rooms.settlement->set_tariffs([this](const core::ModelId& id, const ledger::Params& rules) {
        const auto model = rooms.models->find(id.hex());
        return model ? std::optional(tariff_for(rooms.settings.prices, model->record, rules)) : std::nullopt;
    });
    rooms.refresh_offers();
    static_cast<void>(add_gpus(*rooms.finder->last()));
    SupervisorOptions replaying = supervisor_options("replayer");
    replaying.idle_exit = options.replay_idle_exit;
    replaying.max_jobs = 1;
    rooms.replayer = std::make_unique<Supervisor>(std::move(replaying), rooms.sandbox);

    const auto on_problem = [this](const core::Error& error) {
        rooms.work_switch->set_problem(error);
        rooms.events.publish("status");
    };
    ExecutorRooms parts{*rooms.store,
                        *rooms.models,
                        *rooms.settlement,
                        *rooms.identity,
                        *rooms.worker,
                        rooms.events,
                        [this] { return rooms.may_work(); },
                        on_problem,
                        options.on_step,
                        *options.clock};
    rooms.executor = std::make_shared<Executor>(std::move(parts), rooms.settings.default_profile);
    rooms.receipts = std::make_unique<ReceiptBook>(*rooms.store, *rooms.settlement);
    HEARTH_CHECK(open_network());
    link::JobRoute& own = rooms.gateway_route ? static_cast<link::JobRoute&>(*rooms.gateway_route) : *rooms.executor;
    link::JobRoute& route = options.route ? *options.route : own;
    rooms.purchases =
        std::make_shared<PurchaseDesk>(PurchaseRooms{*rooms.store, *rooms.settlement, *rooms.identity, *rooms.api_keys,
                                                     route, on_problem, options.on_step, *options.clock});
    const EvidenceSource& evidence =
        rooms.network ? static_cast<const EvidenceSource&>(*rooms.network) : *rooms.receipts;
    rooms.auditor = std::make_unique<Auditor>(AuditorRooms{*rooms.store, *rooms.models, *rooms.settlement, evidence,
                                                           *rooms.replayer, rooms.settings.auditor, *options.clock});
    return {};
}

/// The links of a home that stands in a network.
Status Service::Impl::open_network() {
    if (!rooms.place) return {};
    HEARTH_TRY(rooms.network,
               Network::open({*rooms.place, rooms.settings, *rooms.identity, *rooms.settlement, *rooms.receipts,
                              *rooms.executor, [this] { return rooms.may_work().ok(); }}));
    if (!rooms.place->link_listen.empty())
        rooms.gateway_route = std::make_unique<HomeFirstRoute>(*rooms.executor, rooms.network->route());
    return {};
}

/// What is wrong but not fatal is logged, and told to whoever started the service.
Status Service::Impl::check_settings() {
    const GpuFinder::Found gpus = rooms.finder->last();
    ledger::Params rules = ledger::Params::solo();
    rooms.settlement->read([&](const ledger::State& state) { rules = state.params(); });
    const SettingFacts facts{rooms.home.config_file(),
                             rooms.worker_program,
                             *rooms.sandbox,
                             *gpus,
                             [this](const std::string& wanted) { return rooms.models->find(wanted).ok(); },
                             rules};
    for (const SettingFault& fault : node::check_settings(rooms.settings, facts)) {
        if (fault.fatal) return fault.error;
        core::log::warning("service", "setting names what is not here", {{"reason", fault.error.message}});
        rooms.setting_faults.push_back(fault.error);
    }
    return {};
}

Status Service::Impl::open_doors() {
    node = std::make_shared<ControlNode>(rooms);
    gateway::ServerOptions api;
    api.address = rooms.settings.api_address;
    api.port = rooms.settings.api_port;
    api.allowed_hosts = rooms.settings.allowed_hosts;
    api.allowed_origins = rooms.settings.allowed_origins;
    api.keys = rooms.api_keys->ring();
    api.key_rule = rooms.settings.key_rule;
    HEARTH_TRY(rooms.upstreams,
               UpstreamDesk::open(*rooms.store, *rooms.identity, *rooms.api_keys, rooms.home.keys(), *options.clock));
    rooms.upstreams->tick();
    const auto door_backend = std::make_shared<OneDoor>(rooms.purchases, *rooms.upstreams);
    HEARTH_TRY(api_server, gateway::Server::start(api, door_backend, rooms.upstreams->upstreams()));
    rooms.set_api_place(api_place());
    control::ServerOptions door;
    door.version = options.version;
    HEARTH_TRY(control_server, control::Server::start(rooms.home.control_socket(), node, door));
    return write_api_file();
}

ApiPlace Service::Impl::api_place() const {
    const std::string address = api_server->address();
    const bool v6 = address.find(':') != std::string::npos;
    const bool always = rooms.settings.key_rule == gateway::KeyRule::always;
    ApiPlace place;
    place.url = api_server->base_url();
    place.bound = (v6 ? "[" + address + "]" : address) + ":" + std::to_string(api_server->port());
    place.beyond_this_machine = gateway::reaches_beyond_loopback(address);
    if (place.beyond_this_machine)
        place.access = core::say(always ? "access_keys" : "access_others");
    else
        place.access = core::say(always ? "access_here_key" : "access_here");
    return place;
}

Status Service::Impl::write_api_file() {
    const nlohmann::json content{
        {"address", api_server->address()}, {"port", api_server->port()}, {"base_url", api_server->base_url()}};
    return core::write_file_atomic(rooms.home.api_file(), core::as_bytes(content.dump() + "\n"));
}

} // namespace hearth::node
