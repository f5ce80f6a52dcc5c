// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/clock.h"
#include "core/home.h"
#include "ledger/consensus/comet_ledger.h"
#include "node/devices/device_monitor.h"
#include "node/devices/gpu_finder.h"
#include "node/jobs/auditor.h"
#include "node/jobs/executor.h"
#include "node/jobs/purchase_desk.h"
#include "node/jobs/receipt_book.h"
#include "node/network/network.h"
#include "node/policy/chain_watch.h"
#include "node/policy/work_switch.h"
#include "node/state/api_key_book.h"
#include "node/state/archive.h"
#include "node/state/settings.h"
#include "node/upstreams/one_door.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hearth::node {

/// Where the OpenAI endpoint really is; empty texts while it does not serve.
struct ApiPlace {
    std::string url;       ///< for this machine
    std::string bound;     ///< "0.0.0.0:8747"
    core::Sentence access; ///< who may call
    bool beyond_this_machine = false;

    /// "http://127.0.0.1:8747/v1, bound to 127.0.0.1:8747 (this machine only, without a key)"
    std::string text() const;
};

/// The parts of a running service, in the order in which they are made; destroyed the other way round.
struct Rooms {
    core::Home home;
    Settings settings;
    std::string version;
    core::Nanoseconds started_at = 0;
    const core::Clock* clock = nullptr;
    std::function<void()> request_stop;

    control::EventFan events;
    std::unique_ptr<Store> store;
    std::unique_ptr<Archive> archive;
    std::unique_ptr<ApiKeyBook> api_keys;
    std::unique_ptr<Identity> identity;
    std::optional<ledger::NetworkPlace> place; ///< none: solo
    std::shared_ptr<ledger::Ledger> ledger;
    const ledger::CometLedger* chain = nullptr; ///< the same, with a place
    std::unique_ptr<Settlement> settlement;
    std::unique_ptr<WorkSwitch> work_switch;
    std::shared_ptr<const Sandbox> sandbox;
    std::filesystem::path worker_program;
    std::vector<core::Error> setting_faults; ///< of hearth.toml at the start
    std::unique_ptr<ModelStore> models;
    std::unique_ptr<ReceiptBook> receipts;
    std::shared_ptr<Executor> executor;
    std::unique_ptr<Network> network; ///< with a place
    std::unique_ptr<HomeFirstRoute> gateway_route;
    std::shared_ptr<PurchaseDesk> purchases;
    std::unique_ptr<UpstreamDesk> upstreams;
    std::unique_ptr<WorkerPool> worker;
    std::unique_ptr<Supervisor> replayer;
    std::unique_ptr<GpuFinder> finder;
    std::unique_ptr<Auditor> auditor;

    std::unique_ptr<DeviceMonitor> devices;
    std::mutex api_mutex;
    ApiPlace api;
    std::mutex chain_mutex;
    ChainWatch chain_watch;

    bool serves() const { return !place || settings.executor || settings.auditor; }
    GpuReach gpu_reach() const { return {finder ? *finder->last() : GpuInventory{}, settings.devices}; }
    ApiPlace api_place();
    void set_api_place(ApiPlace place);
    /// Where a GPU's compiled kernels are kept.
    std::filesystem::path kernel_cache(const std::string& device) const;
    /// A worker without a model, with what the operator allows it on that device; null: the processor.
    WorkerLaunch launch_on(const FoundGpu* gpu) const;
    /// What judge() needs; `with_money` reads the job list too.
    Facts facts(bool with_money);
    core::Status may_work();
    /// Nothing: what is done here can be paid.
    std::optional<ChainTrouble> ledger_trouble();
    /// Starts the worker with the default model, if the node is to work.
    void preload();
    /// What the ledger shows of this node's offers follows models, keys and prices. A failure is logged: the next
    /// answer offers its own model again.
    void refresh_offers();
};

} // namespace hearth::node
