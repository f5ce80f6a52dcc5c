// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"
#include "ledger/state.h"
#include "link/dialer.h"

#include <functional>
#include <map>
#include <mutex>

namespace hearth::node {

/// "node key@host:port", or without the key. Errors: invalid_argument.
core::Result<link::DialTarget> parse_gateway(const std::string& text);

/// The gateways that the ledger names, for the node `own`, in the order in which it tries them: each has another order,
/// so that they are evenly used; first one of each operator, and other addresses of all of them last. Certified ones
/// only, and none at an address that would lead back to the caller's own machine or wires, see others_call(). Pure.
std::vector<link::DialTarget> gateways_for(const ledger::State& state, core::Epoch now, const core::PublicKey& own,
                                           bool local);

/// Links with up to max_gateways of them, where a home is told of none by hand. One that is not reached for some time
/// gives way to another one and rests. Thread-safe.
class FoundGateways {
public:
    using Known = std::function<std::vector<link::DialTarget>()>; ///< the best first
    using Dial = std::function<core::Result<std::shared_ptr<link::LinkDialer>>(const link::DialTarget& target)>;

    static constexpr core::Nanoseconds patience = 120 * core::second; ///< longer than a link can be resumed
    static constexpr core::Nanoseconds rest = 600 * core::second, pause = 10 * core::second;

    FoundGateways(Known known, Dial dial) : m_known(std::move(known)), m_dial(std::move(dial)) {}

    /// Once a second, with the monotonic time. Whether it dials somebody since.
    bool tick(core::Nanoseconds now);
    std::vector<std::shared_ptr<link::LinkDialer>> dialers() const;

private:
    struct Found {
        link::DialTarget target;
        std::shared_ptr<link::LinkDialer> dialer;
        core::Nanoseconds lonely_since = 0;
    };
    using Place = std::pair<core::PublicKey, std::string>; ///< key, "host:port"
    bool fill(core::Nanoseconds now);

    const Known m_known;
    const Dial m_dial;
    std::map<Place, core::Nanoseconds> m_resting; ///< until when; of tick() alone, like the next
    core::Nanoseconds m_looks_at = 0;
    mutable std::mutex m_mutex;
    std::vector<Found> m_found;
    /// Ends dialers: each waits for its thread, and that perhaps for a name that is looked up.
    core::TaskQueue m_ending{"gateways gone"};
};

} // namespace hearth::node
