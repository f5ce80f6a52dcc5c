// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/comet_files.h"
#include "ledger/consensus/comet_rpc.h"
#include "ledger/ledger.h"

namespace hearth::ledger {

/// The ledger of a network of validators: blocks are ordered by CometBFT, which runs as a child of this process, and
/// applied by this node itself. Transactions that are under way are sent again until a block holds them or their time
/// is up. Thread-safe.
class CometLedger : public Ledger {
public:
    struct Options {
        std::filesystem::path folder;       ///< holds the application's chain, the engine's home and their sockets
        std::filesystem::path program;      ///< of CometBFT; empty: find_comet()
        std::filesystem::path genesis_file; ///< see ChainApp::Options
        std::string listen = "127.0.0.1:26656";
        std::string external_address;
        std::vector<std::string> peers; ///< "id@host:port"
        bool local = false;             ///< several nodes on one machine
        CometTiming timing;
        std::string headers_listen;          ///< where homes that join see headers; empty: nowhere
        std::optional<StateSync> state_sync; ///< tried first where there are no blocks yet
        core::Height snapshot_every = usual_snapshot_distance;
        core::Height keep_blocks = 0; ///< 0: all
        core::Nanoseconds submit_within = 60'000'000'000;
        core::Nanoseconds stall_after = 120'000'000'000;
    };
    struct Engine {
        bool running = false;
        int pid = 0;
        unsigned starts = 0;
        std::string last_end;               ///< of the child
        std::optional<core::Error> failure; ///< of the application, until its next block
        bool differs = false;               ///< the network has another app hash: the engine has stopped for good
        std::size_t under_way = 0;          ///< transactions that wait for their block
        CometKeys keys;
    };
    /// Whether this program was built with network mode.
    static bool is_built();
    /// The keys with which open() will take part, made where there are none.
    static core::Result<CometKeys> keys(const std::filesystem::path& folder);
    /// That the validator of these keys agrees that the node's stake answers for it. Errors: those of keys().
    static core::Result<BondValidator> bond(const std::filesystem::path& folder, const core::PublicKey& node_key,
                                            std::string_view chain_id, const core::PublicKey& operator_key);
    /// That it votes again, see Jail. Errors: those of keys().
    static core::Result<UnjailValidator> unjail(const std::filesystem::path& folder, std::string_view chain_id,
                                                const core::PublicKey& sender, core::Height jailed);
    /// Errors: unsupported (not built, or another version of the engine), not_found (no engine), those of
    /// ChainApp::open and of write_comet_files.
    static core::Result<std::unique_ptr<CometLedger>> open(const Options& options, const ChainGenesis& genesis);

    virtual Engine engine() const = 0;
    virtual ChainRecord record() const = 0;
    /// As the engine sees it now; may wait for it. Errors: unavailable.
    virtual core::Result<CometMembers> members() const = 0;
};

} // namespace hearth::ledger
