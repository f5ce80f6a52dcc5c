// SPDX-License-Identifier: Apache-2.0
#include "core/expect.h"
#include "node/service_impl.h"
#include "node/state/call_book.h"

#include <nlohmann/json.hpp>

namespace hearth::node {

using core::Status;

/// Each gets what it needs, and no more.
std::unique_ptr<ControlDesks> Service::Impl::control_desks() {
    HEARTH_EXPECT(collector && preloader && executor && purchases && auditor && upstreams,
                  "The control protocol was opened before the service was whole.");
    const auto offers = [this] { refresh_offers(); };
    const auto stop_requested = [this] {
        if (options.on_stop_requested) options.on_stop_requested();
    };
    const auto stop_for_change = [this, stop_requested] {
        work_switch->set_stopping(); // so that whoever asks for the status hears of it
        events.publish("status");
        stop_requested();
    };
    const auto launch = [this](const FoundGpu* gpu) { return launch_on(gpu); };
    const auto epoch_length = [this] {
        return chain != nullptr ? chain->record().clock.length : options.settings.epoch_length;
    };
    GovernanceDesk::Bond bond;
    if (chain != nullptr)
        bond = [this](const core::PublicKey& node_key) {
            return ledger::CometLedger::bond(ledger::NetworkPlace::folder(options.home), node_key, ledger->chain_id(),
                                             identity->operator_account());
        };
    return std::unique_ptr<ControlDesks>(new ControlDesks{
        StatusDesk({*collector, *worker, *replayer, *devices, *finder, *executor, *settlement, *work_switch, *identity,
                    *store, published, network_place ? "network" : "solo", options.home.root.string(), options.version,
                    started_at}),
        SwitchDesk(
            {*work_switch, *executor, *models, *worker, *replayer, *preloader, events, stop_requested, *options.clock}),
        DeviceDesk({*devices, *finder, *worker, *executor, events, *sandbox, options.home.logs() / "benchmark.stderr",
                    launch, *options.clock, BenchmarkStore(*store)}),
        ModelDesk({*models, *worker, *replayer, *preloader, *settlement, *store, events, *live, offers}),
        HubDesk(*model_fetch, *models, machine_look, events),
        ChatDesk({*purchases, *receipts, *auditor, *upstreams, *options.clock,
                  gateway_route == nullptr && options.route == nullptr}),
        AnswerDesk({*store, *receipts, *auditor}),
        EarningsDesk({*store, *settlement, *worker, *devices, *options.clock, started_at, epoch_length, *live}),
        MoneyDesk(*identity, *settlement),
        LedgerDesk(*ledger),
        GovernanceDesk(*identity, *settlement, epoch_length, bond),
        OfflineDesk(*identity, *ledger, *settlement, *store, bond),
        NetworkDesk({options.settings, *ledger, network_place, chain, network.get(), *ledger_watch, *identity, *store,
                     options.home}),
        KeyDesk({*identity, *settlement, events, options.home.keys(), offers, *options.clock}),
        ChangeDesk({options.home, *ledger, network_place, chain, *identity, *store, options.changed, change_wish,
                    stop_for_change}),
        DoctorDesk({options.home, setting_faults, worker_program, *sandbox, *models, *worker, *devices, *finder,
                    *settlement, *ledger_watch, *auditor, published, *options.clock, options.version}),
        WorkDesk(*collector, *settings_desk, events),
        {{*store, *models, events, options.home, options.program_folder,
          options.settings.executor || options.settings.auditor},
         Autostart(options.home.is_default, {})},
        *api_keys,
        *upstreams,
        *updates,
        events,
    });
}

Status Service::Impl::open_doors() {
    gateway::ServerOptions api;
    api.address = options.settings.api_address;
    api.port = options.settings.api_port;
    api.allowed_hosts = options.settings.allowed_hosts;
    api.allowed_origins = options.settings.allowed_origins;
    api.keys = api_keys->ring();
    api.key_rule = options.settings.key_rule;
    api.best_network = options.settings.best_network;
    call_book = std::make_shared<CallBook>(*store, *options.clock);
    api.memory = call_book;
    HEARTH_TRY(upstreams, UpstreamDesk::open(*store, *identity, *api_keys, options.home.keys(), *options.clock,
                                             options.settings.keep_evidence, [this] { events.publish("gateway"); }));
    upstreams->on_step(options.on_step);
    upstreams->set_anchored([this]() -> std::optional<gateway::evidence::LedgerAnchor> {
        const auto found = settlement->anchored_log();
        if (!found) return std::nullopt;
        return gateway::evidence::LedgerAnchor{settlement->chain_id(),
                                               found->epoch,
                                               found->root.height,
                                               found->node_key,
                                               found->root.log->size,
                                               found->root.log->root,
                                               {}};
    });
    upstreams->tick();
    HEARTH_CHECK(open_till());
    api.till = till;
    open_updates();
    const auto door_backend = std::make_shared<OneDoor>(purchases, *upstreams);
    HEARTH_TRY(api_server, gateway::Server::start(api, door_backend, upstreams->upstreams()));
    published.publish(api_place());
    node = std::make_shared<ControlNode>(control_desks());
    control::ServerOptions door;
    door.version = options.version;
    HEARTH_TRY(control_server, control::Server::start(options.home.control_socket(), node, door));
    return write_api_file();
}

void Service::Impl::open_updates() {
    hub::Options server;
    server.plain = true;
    server.endpoint = options.settings.updates.url.empty() ? pinned_update_url() : options.settings.updates.url;
    server.ca_file = options.settings.updates.ca_file;
    updates = std::make_unique<Updates>(
        Updates::Parts{*store, options.update_key.empty() ? pinned_update_key() : options.update_key, std::move(server),
                       options.home.cache() / "updates", options.version, InstalledAs::look(options.program_folder),
                       identity->node_key()->public_key(),
                       [this] { return executor->running() == 0 && purchases->wait_idle(0); },
                       [this] { events.publish("updates"); }, options.on_step, *options.clock},
        options.settings.updates);
    update_watch = std::make_unique<UpdateWatch>(*updates, *options.clock, UpdateWatch::Times(), [this] {
        const Known<bool> known = metered(options.places);
        return known.value.value_or(false);
    });
}

ApiPlace Service::Impl::api_place() const {
    const std::string address = api_server->address();
    const bool v6 = address.find(':') != std::string::npos;
    const bool always = options.settings.key_rule == gateway::KeyRule::always;
    ApiPlace place;
    place.url = api_server->base_url();
    place.bound = (v6 ? "[" + address + "]" : address) + ":" + std::to_string(api_server->port());
    place.beyond_this_machine = gateway::reaches_beyond_loopback(address);
    if (place.beyond_this_machine)
        place.access = core::say(always ? "access_keys" : "access_others");
    else
        place.access = core::say(always ? "access_here_key" : "access_here");
    const bool sells = till && (always || place.beyond_this_machine);
    if (sells) place.access = core::say("access_or_paid", {place.access});
    return place;
}

Status Service::Impl::write_api_file() {
    const nlohmann::json content{
        {"address", api_server->address()}, {"port", api_server->port()}, {"base_url", api_server->base_url()}};
    return core::write_file_atomic(options.home.api_file(), core::as_bytes(content.dump() + "\n"));
}

} // namespace hearth::node
