// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/home.h"
#include "core/units.h"
#include "node/home_change.h"
#include "node/policy/surroundings.h"
#include "node/state/settings.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hearth::control {
class Node;
}

namespace hearth::ledger {
class Ledger;
}
namespace hearth::link {
class JobRoute;
}

namespace hearth::node {

struct ServiceOptions {
    core::Home home;
    Settings settings;
    std::string version;
    /// Folder of hearthd: hearth-probe lies beside it, and hearth-worker unless the settings say otherwise.
    std::filesystem::path program_folder;
    /// For tests: more words for hearth-probe.
    std::vector<std::string> probe_arguments;
    bool log_to_stderr = false;
    /// Somebody asked over the control socket for the service to stop. On any thread; must return at once.
    std::function<void()> on_stop_requested;
    /// What was changed about the home before this start, and is told to whoever asked for it.
    std::optional<MadeChange> changed;
    const core::Clock* clock = &core::system_clock();
    /// For tests: how much room the home's disk has; else it is asked.
    std::function<std::optional<std::uint64_t>()> free_bytes;
    /// For tests: what the rules of when to work look at.
    Places places = Places::of_this_machine();
    /// For tests: called after each durable step with its name.
    std::function<void(const char*)> on_step;
    /// For tests: how many old receipts fill a file of the archive.
    std::size_t archive_receipts = 1000;
    /// For tests: whose updates are taken in place of the build's.
    std::string update_key;
    /// For tests: orders the blocks instead of a sequencer of this home's.
    std::shared_ptr<ledger::Ledger> ledger;
    /// For tests: who executes what this home asks for; null: this home.
    std::shared_ptr<link::JobRoute> route;
    /// For tests: how patient the supervisors are.
    core::Nanoseconds silence = 30'000'000'000, first_backoff = 1'000'000'000, replay_idle_exit = 30'000'000'000;
};

/// The whole node: starts its parts in order, stops them the other way round. One per home, guarded by a
/// lock.
class Service {
public:
    /// Returns when it serves. Errors: conflict (another service on this home, or the port is in use),
    /// corrupt, io; each names the file or the setting.
    static core::Result<std::unique_ptr<Service>> start(ServiceOptions options);
    /// Stops at once if stop() was not called.
    ~Service();

    /// Takes no new requests from now on; what runs goes on.
    void begin_stop();
    /// True when nothing runs any more, or after `patience`.
    bool wait_idle(core::Nanoseconds patience);
    /// Ends what still runs at its next token, then everything.
    void stop();
    /// What somebody asked to change about the home; on_stop_requested was called then. Whoever owns the service makes
    /// the change after stop() and starts it again.
    std::optional<WantedChange> take_change();

    control::Node& node();
    /// What this home executes, for whoever may ask it.
    link::JobRoute& executor();
    std::string base_url() const;
    /// Base URL, what is bound and who may call, for people.
    std::string api_text() const;
    /// What hearth.toml names and is not here; it serves without.
    std::vector<core::Error> warnings() const;

private:
    struct Impl;
    explicit Service(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::node
