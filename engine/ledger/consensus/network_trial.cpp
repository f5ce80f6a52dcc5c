// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_trial.h"

#include "core/clock.h"
#include "ledger/consensus/comet_ledger.h"

#include <chrono>
#include <optional>
#include <thread>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;
namespace fs = std::filesystem;

constexpr core::Nanoseconds answers_within = 20 * core::second;
/// An engine that cannot have its port has ended by then, even where it tells of nobody yet.
constexpr core::Nanoseconds settled_after = 3 * core::second;
/// It answers a moment before it asks for that port.
constexpr core::Nanoseconds after_answer = core::second;

/// Gone with whatever became of the trial, also what an earlier one left that was killed.
class TrialFolder {
public:
    explicit TrialFolder(fs::path place) : m_place(std::move(place)) { remove(); }
    ~TrialFolder() { remove(); }
    TrialFolder(const TrialFolder&) = delete;
    TrialFolder& operator=(const TrialFolder&) = delete;
    const fs::path& place() const { return m_place; }
    Status make() const {
        std::error_code failed;
        fs::create_directories(m_place, failed);
        if (!failed) fs::permissions(m_place, fs::perms::owner_all, failed);
        return failed ? Status(fail(Code::io, core::say("cannot_made", {m_place.string(), failed.message()}),
                                    core::say("check_folder_writable")))
                      : Status();
    }

private:
    void remove() const {
        std::error_code ignored;
        fs::remove_all(m_place, ignored);
    }

    const fs::path m_place;
};

Status watch_engine(const CometLedger& ledger, const std::function<bool()>& goes_on) {
    const core::Nanoseconds begun = core::monotonic();
    std::optional<core::Nanoseconds> answered;
    for (core::Nanoseconds now = begun; now - begun < answers_within; now = core::monotonic()) {
        if (goes_on && !goes_on()) return fail(Code::cancelled, core::say("joining_cancelled"));
        const CometLedger::Engine engine = ledger.engine();
        if (engine.failure) return *engine.failure;
        if (engine.starts > 1 || !engine.last_end.empty())
            return fail(Code::unavailable, core::say("network_engine_ends", {engine.last_end}),
                        core::say("network_engine_log"));
        if (!answered && ledger.members()) answered = core::monotonic();
        const bool settled = now - begun > settled_after || (answered && now - *answered > after_answer);
        if (engine.running && settled) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return fail(Code::unavailable, core::say("consensus_engine_does_not"), core::say("network_engine_log"));
}

} // namespace

Status try_network(const core::Home& home, const Invitation& invitation, const std::string& listen,
                   const std::function<bool()>& goes_on) {
    HEARTH_TRY(const ChainGenesis genesis, ChainGenesis::decode(invitation.genesis));
    HEARTH_CHECK(genesis.check());
    // As long a name as network/, so that sockets fit into it where they will fit then.
    const TrialFolder folder(home.root / "joining");
    HEARTH_CHECK(folder.make());
    CometLedger::Options trying;
    trying.folder = folder.place();
    trying.listen = listen;
    trying.local = invitation.local;
    HEARTH_TRY(const auto ledger, CometLedger::open(trying, genesis));
    return watch_engine(*ledger, goes_on);
}

} // namespace hearth::ledger
