// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"
#include "core/log.h"
#include "ledger/rules.h"
#include "node/doctor/home_check.h"
#include "node/doctor/settings_check.h"
#include "node/money/pricing.h"
#include "node/money/shown_certificate.h"
#include "node/service_impl.h"
#include "telemetry/gpu_cards.h"

#include <algorithm>
#include <set>

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

/// A validator that does not see the last blocks would only miss more of them.
core::Result<ledger::UnjailValidator> validator_back(const ledger::CometLedger& chain, const core::Home& home,
                                                     const core::PublicKey& sender, core::Height jailed) {
    HEARTH_TRY(const ledger::CometMembers members, chain.members());
    if (members.catching_up) return core::fail(core::Code::unavailable, core::say("validator_home_is_behind"));
    return ledger::CometLedger::unjail(ledger::NetworkPlace::folder(home), chain.chain_id(), sender, jailed);
}

hub::Options hub_of(const Settings& settings, const core::Home& home) {
    hub::Options hub;
    hub.endpoint = settings.hub_endpoint;
    hub.mirrors = settings.hub_mirrors;
    hub.proxy = settings.hub_proxy;
    hub.ca_file = settings.hub_ca_file;
    hub.token_file = home.keys() / "hub.token";
    return hub;
}

} // namespace

Status Service::Impl::open_state() {
    std::error_code ignored;
    const bool first_start = is_first_start(options.home);
    HEARTH_CHECK(check_databases(options.home));
    HEARTH_TRY(store, Store::open(options.home.database(), [this] { return free_bytes(); }));
    home_watch = std::make_unique<HomeWatch>(options.home.database());
    Archive::Options archiving;
    archiving.receipts = options.archive_receipts;
    archiving.on_step = options.on_step;
    archive = std::make_unique<Archive>(*store, std::move(archiving));
    HEARTH_TRY(api_keys, ApiKeyBook::open(*store, *options.clock, [this] { events.publish("gateway"); }));
    HEARTH_CHECK(check_exposure(options.settings, api_keys->any_in_force(), options.home));
    HEARTH_TRY(identity, Identity::open(options.home.keys(), first_start));
    identity->on_step(options.on_step);
    HEARTH_CHECK(open_ledger(first_start));
    ledger_watch = std::make_unique<LedgerWatch>(chain, *options.clock);
    // A gateway is found by those who read the ledger only where that knows its node.
    const bool found = network_place && !network_place->link_listen.empty();
    const std::uint64_t known_from = serves() ? 0 : found ? ledger::announced_rules : UINT64_MAX;
    settlement = std::make_unique<Settlement>(*ledger, *identity, *store, events, known_from, *options.clock);
    const core::Nanoseconds epoch = chain != nullptr ? chain->record().clock.length : options.settings.epoch_length;
    settlement->set_certificate_epochs(static_cast<core::Epoch>(options.settings.certificate_time / epoch));
    HEARTH_CHECK(settlement->recover());
    earning = EarningChannels::make(*settlement, *identity, *store,
                                    {options.settings.channels.most_unpaid, options.settings.channels.debts_last,
                                     options.settings.channels.forgiven});
    HEARTH_TRY(work_switch, WorkSwitch::open(*store));
    work_watch = std::make_unique<WorkWatch>(options.settings.work, options.places, *options.clock);
    if (first_start && !fs::exists(options.home.config_file(), ignored)) {
        const std::string text = core::Config::document(Settings::specs());
        HEARTH_CHECK(core::write_file_atomic(options.home.config_file(), core::as_bytes(text)));
    }
    live = std::make_unique<LiveSettings>(options.settings);
    return open_settings();
}

Status Service::Impl::open_settings() {
    SettingsDesk::Hooks hooks;
    hooks.check = [this](const Settings& wanted) -> Status {
        HEARTH_CHECK(check_exposure(wanted, api_keys->any_in_force(), options.home));
        ledger::Params rules = ledger::Params::solo();
        settlement->read([&](const ledger::State& state) { rules = state.params(); });
        if (wanted.prices != live->prices()) HEARTH_CHECK(check_prices(wanted.prices, rules));
        if (wanted.default_model.empty() || wanted.default_model == models->configured_default()) return {};
        return models->find(wanted.default_model).ok()
                   ? Status()
                   : core::fail(core::Code::invalid_argument,
                                core::say("there_is_no_model_here", {wanted.default_model}),
                                core::say("hearthctl_model_list_names"));
    };
    hooks.apply = [this](const Settings& now) {
        work_watch->set_rules(now.work);
        if (updates) updates->set(now.updates);
        models->set_quota(now.models_quota_bytes);
        apply_at_work(now);
        if (models->configured_default() == now.default_model) return;
        models->set_configured_default(now.default_model);
        preloader->preload();
        events.publish("models");
    };
    HEARTH_TRY(settings_desk, SettingsDesk::open(options.home.config_file(), std::move(hooks),
                                                 {{"hub.token", options.home.keys() / "hub.token"}}));
    return {};
}

/// What computes, sells and fetches takes these on while it goes on.
void Service::Impl::apply_at_work(const Settings& now) {
    const Prices priced = live->prices();
    live->set(now);
    worker->change(live->workers());
    WorkerLimits replaying = live->workers();
    replaying.max_jobs = 1;
    replayer->change(replaying);
    if (priced != now.prices) {
        refresh_offers();
        events.publish("models");
    }
    if (const Status set = model_fetch->set_hub(hub_of(now, options.home)); !set)
        core::log::warning("service", "hub stays as it was", {{"reason", set.error().message}});
    if (now.disabled_devices == devices->disabled()) return;
    devices->set_disabled(now.disabled_devices);
    const std::vector<std::string> off = addresses_of(now.disabled_devices);
    worker->switch_off({off.begin(), off.end()});
    finder->look_soon(); // a card that had no worker gets one
    events.publish("status");
}

SupervisorOptions Service::Impl::supervisor_options(const std::string& name) {
    SupervisorOptions made;
    made.program = worker_program;
    made.stderr_file = options.home.logs() / (name + ".stderr");
    const WorkerLimits limits = live->workers();
    made.threads = limits.threads;
    made.kv_cache_bytes = limits.kv_cache_bytes;
    made.memory_bytes = limits.memory_bytes;
    made.max_jobs = limits.max_jobs;
    made.max_waiting = limits.max_waiting;
    made.silence = options.silence;
    made.clock = options.clock;
    made.first_backoff = options.first_backoff;
    made.on_change = [this] { events.publish("status"); };
    return made;
}

std::filesystem::path Service::Impl::kernel_cache(const std::string& device) const {
    std::string file = device;
    std::replace(file.begin(), file.end(), ':', '-');
    return options.home.cache() / ("kernels-" + file);
}

WorkerLaunch Service::Impl::launch_on(const FoundGpu* gpu) const {
    WorkerLaunch launch;
    launch.program = worker_program;
    launch.memory_bytes = live->workers().memory_bytes;
    if (gpu == nullptr) return launch;
    launch.device = gpu->id;
    launch.device_pci = gpu->pci;
    launch.device_reserve_bytes = devices->memory_reserve_bytes(gpu->pci);
    launch.kernel_cache = kernel_cache(gpu->id);
    for (const DeviceChoice& choice : options.settings.devices)
        if (choice.device == gpu->id) launch.device_memory_bytes = choice.memory_bytes;
    return launch;
}

void Service::Impl::refresh_offers() {
    if (const Status done = settlement->refresh_offers(); !done)
        core::log::warning("settlement", "offers not refreshed", {{"reason", done.error().message}});
}

/// A worker keeps its card while the service runs; a card that comes later gets one as well, unless it bears the number
/// of another one.
bool Service::Impl::add_gpus(const GpuInventory& found) {
    bool any = false;
    for (const DeviceChoice& choice : found.choose(options.settings.devices, addresses_of(devices->disabled()))) {
        const FoundGpu* const gpu = found.find(choice.device);
        if (gpu == nullptr || worker->has(choice.device)) continue;
        if (!gpu->pci.empty() && !cards.insert(gpu->pci).second) continue;
        std::string file = choice.device;
        std::replace(file.begin(), file.end(), ':', '-');
        SupervisorOptions one = serving_options("worker-" + file);
        one.device = choice.device;
        one.pci_address = gpu->pci;
        one.profiles = gpu->profiles;
        one.device_memory_bytes = choice.memory_bytes;
        one.device_reserve_bytes = [this, pci = gpu->pci] { return devices->memory_reserve_bytes(pci); };
        one.kernel_cache = kernel_cache(choice.device);
        one.hello_time = gpu_hello_time;
        worker->add(std::move(one));
        core::log::info("service", "device found", {{"device", choice.device}, {"name", gpu->name}});
        any = true;
    }
    return any;
}

SupervisorOptions Service::Impl::serving_options(const std::string& name) {
    SupervisorOptions serving = supervisor_options(name);
    serving.on_disabled = [this](const WorkerTarget& target, const core::Sentence& reason) {
        // One caller's wish for another profile must not take the model from everybody.
        const auto model = models->find(target.model.hex());
        if (!model || model->profile_or_own(options.settings.default_profile) != target.profile) return;
        if (const Status kept = models->disable(target.model.hex(), reason); !kept)
            core::log::error("service", "model cannot be disabled", {{"reason", kept.error().message}});
        events.publish("models", target.model.hex());
    };
    return serving;
}

core::Result<std::unique_ptr<ModelFetch>> Service::Impl::open_hub() {
    HEARTH_TRY(auto fetch, ModelFetch::open({hub_of(options.settings, options.home), options.home.cache() / "hub",
                                             [this] { return models->quota(); },
                                             [this] { return models->total_bytes(); }, *options.clock}));
    fetch->drop_imported(models->all());
    return fetch;
}

Status Service::Impl::open_workers() {
    worker_program = node::worker_program(options.settings, options.program_folder);
    HEARTH_CHECK(check_worker_program(worker_program));
    sandbox = std::make_shared<const Sandbox>(Sandbox::probe(options.settings.sandbox));
    if (!sandbox->active()) core::log::warning("service", "no bubblewrap", {{"sandbox", sandbox->description({})}});
    const auto importer = [this] {
        return WorkerLaunch{worker_program, {}, live->workers().memory_bytes, options.home.logs() / "import.stderr"};
    };
    models = std::make_unique<ModelStore>(options.home.models(), *store, sandbox, importer, *options.clock);
    models->on_step(options.on_step);
    models->set_configured_default(options.settings.default_model);
    models->set_quota(options.settings.models_quota_bytes);
    HEARTH_CHECK(models->open());
    HEARTH_TRY(model_fetch, open_hub());
    GpuReadingsOptions watching;
    watching.probe.program = core::installed_file(options.program_folder, "hearth-probe");
    watching.probe.arguments = options.probe_arguments;
    watching.probe.stderr_file = options.home.logs() / "probe.stderr";
    watching.clock = watching.probe.clock = options.clock;
    watching.on_change = [this] { events.publish("status"); };
    HEARTH_TRY(devices, DeviceMonitor::open(*store, std::move(watching), options.settings.disabled_devices));

    worker = std::make_unique<WorkerPool>(sandbox, *options.clock);
    worker->add(serving_options("worker"));
    finder = std::make_unique<GpuFinder>(worker_program, options.settings.devices, [this](const GpuInventory& found) {
        if (add_gpus(found)) {
            worker->change(live->workers()); // they may have changed since
            preloader->preload();
        }
        events.publish("status");
    });
    collector = std::make_unique<FactCollector>(FactCollector::Parts{
        *work_switch, *work_watch, *models, *worker, *devices, *finder, *ledger_watch, *settlement, *store, published,
        [this] { return executor ? executor->running() : 0; }, options.settings.executor, serves(), *options.clock});
    preloader = std::make_unique<Preloader>(Preloader::Parts{*models, *worker, [this] { return collector->may_work(); },
                                                             options.settings.preload && options.settings.executor,
                                                             options.settings.default_profile});
    HEARTH_CHECK(check_settings());
    settlement->set_tariffs([this](const core::ModelId& id, const ledger::Params& rules) {
        const auto model = models->find(id.hex());
        return model ? std::optional(tariff_for(live->prices(), model->record, rules)) : std::nullopt;
    });
    refresh_offers();
    static_cast<void>(add_gpus(*finder->last()));
    SupervisorOptions replaying = supervisor_options("replayer");
    replaying.idle_exit = options.replay_idle_exit;
    replaying.max_jobs = 1;
    replayer = std::make_unique<Supervisor>(std::move(replaying), sandbox);
    return open_jobs();
}

/// Who executes, buys and audits.
Status Service::Impl::open_jobs() {
    const auto on_problem = [this](const core::Error& error) {
        work_switch->set_problem(error);
        events.publish("status");
    };
    ExecutorRooms parts{*store,
                        *models,
                        *settlement,
                        *identity,
                        *worker,
                        events,
                        [this] { return collector->may_work(); },
                        on_problem,
                        options.on_step,
                        *options.clock,
                        earning};
    executor = std::make_shared<Executor>(std::move(parts), options.settings.default_profile);
    receipts = std::make_unique<ReceiptBook>(*store, *settlement);
    HEARTH_CHECK(open_network());
    link::JobRoute& own = gateway_route ? static_cast<link::JobRoute&>(*gateway_route) : *executor;
    link::JobRoute& route = options.route ? *options.route : own;
    const ChannelSettings& channel = options.settings.channels;
    paying = PayingChannels::make(*settlement, *identity, *store, route,
                                  {channel.after, channel.deposit, channel.most_unpaid});
    purchases = std::make_shared<PurchaseDesk>(PurchaseRooms{*store, *settlement, *identity, *api_keys, route,
                                                             on_problem, options.on_step, *options.clock, paying});
    const EvidenceSource& evidence = network ? static_cast<const EvidenceSource&>(*network) : *receipts;
    auditor = std::make_unique<Auditor>(
        AuditorRooms{*store, *models, *settlement, evidence, *replayer, options.settings.auditor, *options.clock});
    return {};
}

/// The links of a home that stands in a network.
Status Service::Impl::open_network() {
    if (!network_place) return {};
    HEARTH_TRY(network, Network::open({*network_place, options.settings.executor, options.settings.auditor,
                                       [this] { return live->workers().max_jobs; }, *identity, *settlement, *receipts,
                                       *executor, [this] { return collector->may_work().ok(); },
                                       options.settings.pinned_nodes, [this] { return chain->record().clock; },
                                       [this](const core::SigningKey& key) {
                                           return shown_certificate(*settlement, key, *identity, *store);
                                       },
                                       chain->engine().keys.validator,
                                       [this](const core::PublicKey& sender, core::Height jailed) {
                                           return validator_back(*chain, options.home, sender, jailed);
                                       }}));
    if (!network_place->link_listen.empty() || !network_place->gateways.empty() || network->finds_gateways())
        gateway_route = std::make_unique<HomeFirstRoute>(*executor, network->route());
    return {};
}

/// What is wrong but not fatal is logged, and told to whoever started the service.
Status Service::Impl::check_settings() {
    const GpuFinder::Found gpus = finder->last();
    ledger::Params rules = ledger::Params::solo();
    settlement->read([&](const ledger::State& state) { rules = state.params(); });
    const SettingFacts facts{options.home.config_file(),
                             worker_program,
                             *sandbox,
                             *gpus,
                             [this](const std::string& wanted) { return models->find(wanted).ok(); },
                             rules};
    for (const SettingFault& fault : node::check_settings(options.settings, facts)) {
        if (fault.fatal) return fault.error;
        core::log::warning("service", "setting names what is not here", {{"reason", fault.error.message}});
        setting_faults.push_back(fault.error);
    }
    return {};
}

} // namespace hearth::node
