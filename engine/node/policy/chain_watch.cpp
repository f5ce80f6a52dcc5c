// SPDX-License-Identifier: Apache-2.0
#include "node/policy/chain_watch.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds second = 1'000'000'000;
/// Blocks come at least every ten seconds while more than two thirds of the validators are there.
constexpr core::Nanoseconds longest_pause = 30 * second;

} // namespace

std::optional<core::Error> ChainWatch::look(const ledger::CometLedger::Engine& engine, const ledger::Head& head,
                                            core::Nanoseconds now, core::Nanoseconds running) {
    if (!m_changed_at || head.height != m_height) m_changed_at = running;
    m_height = head.height;
    if (!engine.failure.empty())
        return fail(Code::corrupt, "The network's blocks can not be applied here: " + engine.failure,
                    "This home's genesis may be another network's: join with a whole invitation and another home.");
    if (!engine.running)
        return fail(Code::unavailable, "The consensus engine does not run. " + engine.last_end,
                    "Another program may have its port; see logs/hearthd.log and network/network.toml in the home.");
    if (running - *m_changed_at < longest_pause || now - head.time < longest_pause) return std::nullopt;
    const std::string since = head.height == 0 ? std::string("no block of it has come yet")
                                               : "block " + std::to_string(head.height) + ", its last one, came " +
                                                     std::to_string((now - head.time) / second) + " s ago";
    return fail(
        Code::unavailable, "The network's ledger stands still: " + since + ".",
        "Nothing can be paid until it goes on, by itself, once more than two thirds of its validators are there "
        "and reached; see the peers in network/network.toml.");
}

} // namespace hearth::node
