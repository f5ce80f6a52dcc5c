// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/server.h"
#include "core/file.h"
#include "gateway/edge/server.h"
#include "node/door/control_node.h"
#include "node/rooms.h"
#include "node/service.h"

#include <condition_variable>
#include <optional>
#include <set>
#include <thread>

namespace hearth::node {

struct Service::Impl {
    explicit Impl(ServiceOptions o) : options(std::move(o)) {}
    ~Impl();

    core::Status start();
    core::Status open_state();
    core::Status open_ledger(bool first_start);
    core::Status join_chain();
    core::Status open_workers();
    core::Status open_network();
    core::Status check_settings();
    core::Status open_doors();
    SupervisorOptions supervisor_options(const std::string& name);
    SupervisorOptions serving_options(const std::string& name);
    /// A worker for each card that shall work and has none; true if there was one.
    bool add_gpus(const GpuInventory& found);
    void look_for_gpus();
    ApiPlace api_place() const;
    core::Status write_api_file();
    void tick_loop();
    void tick();
    void watch_space(bool writes_fail);
    void archive_old();
    void watch_ledger();
    std::optional<std::uint64_t> free_bytes() const;
    void stop();

    ServiceOptions options;
    std::optional<core::FileLock> lock;
    Rooms rooms;
    std::shared_ptr<ControlNode> node;
    std::unique_ptr<control::Server> control_server;
    std::unique_ptr<gateway::Server> api_server;

    std::mutex tick_mutex;
    std::condition_variable tick_wake;
    bool ticking = false;
    std::thread ticker;
    core::Nanoseconds space_checked_at = 0;
    core::Epoch archived_at = 0;          ///< when nothing old was left
    bool ledger_goes_on = true;           ///< at the last tick
    bool was_stopped = false;             ///< by a full disk, at the last tick
    std::set<std::string> cards;          ///< PCI addresses of the GPUs with a worker
    std::optional<std::string> reachable; ///< GPUs at the last tick
};

} // namespace hearth::node
