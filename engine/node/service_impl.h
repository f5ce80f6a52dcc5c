// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/server.h"
#include "core/file.h"
#include "core/thread.h"
#include "gateway/edge/server.h"
#include "ledger/consensus/comet_ledger.h"
#include "node/door/control_node.h"
#include "node/fact_collector.h"
#include "node/jobs/purchase_desk.h"
#include "node/money/late_payments.h"
#include "node/network/network.h"
#include "node/policy/home_watch.h"
#include "node/preloader.h"
#include "node/service.h"
#include "node/state/archive.h"
#include "node/state/call_book.h"
#include "node/state/payment_book.h"
#include "node/state/settings_desk.h"
#include "node/updates/pinned.h"
#include "node/updates/update_watch.h"
#include "node/upstreams/one_door.h"

#include <condition_variable>
#include <optional>
#include <set>

namespace hearth::node {

/// Owns the parts of the running service and gives each what it needs; nothing below knows all of them.
struct Service::Impl {
    explicit Impl(ServiceOptions o) : options(std::move(o)) {}
    ~Impl();

    core::Status start(), open_state(), join_chain(), open_workers(), open_jobs(), open_network(), open_doors();
    core::Status check_settings(), open_settings(), open_till(), open_ledger(bool first_start), write_api_file();
    core::Result<std::unique_ptr<ModelFetch>> open_hub();
    std::unique_ptr<ControlDesks> control_desks();
    SupervisorOptions supervisor_options(const std::string&name), serving_options(const std::string&name);
    /// Where a GPU's compiled kernels are kept.
    std::filesystem::path kernel_cache(const std::string& device) const;
    /// A worker without a model, with what the operator allows it on that device; null: the processor.
    WorkerLaunch launch_on(const FoundGpu* gpu) const;
    /// A worker for each card that shall work and has none; true if there was one.
    bool add_gpus(const GpuInventory& found);
    void look_for_gpus(), apply_at_work(const Settings&now);
    /// What the ledger shows of this node's offers follows models, keys and prices. A failure is logged: the next
    /// answer offers its own model again.
    void refresh_offers();
    bool serves() const { return !network_place || options.settings.executor || options.settings.auditor; }
    ApiPlace api_place() const;
    void tick_loop(), tick(), archive_old(), watch_home(), watch_ledger(), watch_rules();
    void open_updates(), stop(), remove_api_file(), watch_space(bool writes_fail);
    std::optional<std::uint64_t> free_bytes() const;

    ServiceOptions options;
    std::optional<core::FileLock> lock;

    // In the order in which they are made; destroyed the other way round.
    core::Nanoseconds started_at = 0;
    control::EventFan events;
    PublishedApi published;
    ChangeWish change_wish;
    std::unique_ptr<Store> store;
    std::unique_ptr<HomeWatch> home_watch;
    std::unique_ptr<Archive> archive;
    std::shared_ptr<CallBook> call_book;
    std::unique_ptr<ApiKeyBook> api_keys;
    std::shared_ptr<gateway::CallLoop> facilitator_calls;
    std::shared_ptr<gateway::pay::Till> till; ///< null: nobody pays by the call
    std::unique_ptr<LatePayments> late_payments;
    std::unique_ptr<Identity> identity;
    std::optional<ledger::NetworkPlace> network_place; ///< none: solo
    std::shared_ptr<ledger::Ledger> ledger;
    const ledger::CometLedger* chain = nullptr; ///< the same, with a place
    std::unique_ptr<LedgerWatch> ledger_watch;
    std::unique_ptr<Settlement> settlement;
    std::shared_ptr<EarningChannels> earning;
    std::unique_ptr<WorkSwitch> work_switch;
    std::unique_ptr<WorkWatch> work_watch;
    std::unique_ptr<LiveSettings> live;
    std::unique_ptr<SettingsDesk> settings_desk;
    std::filesystem::path worker_program;
    std::shared_ptr<const Sandbox> sandbox;
    std::vector<core::Error> setting_faults; ///< of hearth.toml at the start
    std::unique_ptr<ModelStore> models;
    std::unique_ptr<ModelFetch> model_fetch;
    MachineLook machine_look;
    std::unique_ptr<DeviceMonitor> devices;
    std::unique_ptr<WorkerPool> worker;
    std::unique_ptr<Supervisor> replayer;
    std::unique_ptr<GpuFinder> finder;
    std::unique_ptr<FactCollector> collector;
    std::unique_ptr<Preloader> preloader;
    std::shared_ptr<Executor> executor;
    std::unique_ptr<ReceiptBook> receipts;
    std::unique_ptr<Network> network; ///< with a place
    std::unique_ptr<HomeFirstRoute> gateway_route;
    std::shared_ptr<PayingChannels> paying;
    std::shared_ptr<PurchaseDesk> purchases;
    std::unique_ptr<Auditor> auditor;
    std::unique_ptr<UpstreamDesk> upstreams;
    std::unique_ptr<Updates> updates;
    std::unique_ptr<UpdateWatch> update_watch;
    std::shared_ptr<ControlNode> node;
    std::unique_ptr<control::Server> control_server;
    std::unique_ptr<gateway::Server> api_server;

    std::mutex tick_mutex;
    std::condition_variable tick_wake;
    core::Thread ticker;
    core::Nanoseconds space_checked_at = 0;
    core::Epoch archived_at = 0;                                      ///< when nothing old was left
    bool ticking = false, ledger_goes_on = true, was_stopped = false; ///< the last two at the last tick; by its disk
    std::set<std::string> cards;                                      ///< PCI addresses of the GPUs with a worker
    std::optional<std::string> reachable;                             ///< GPUs at the last tick
};

} // namespace hearth::node
