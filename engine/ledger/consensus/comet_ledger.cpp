// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_ledger.h"

#include "core/clock.h"
#include "core/log.h"
#include "ledger/consensus/abci/abci_server.h"
#include "ledger/consensus/comet_process.h"
#include "ledger/consensus/comet_rpc.h"
#include "ledger/consensus/header_door.h"
#include "ledger/consensus/submissions.h"

#include <thread>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t name_length = 12; ///< digits of the id
constexpr core::Nanoseconds header_within = 20'000'000'000;
/// Starts of the engine with a snapshot as their aim; then it fetches the blocks from the first one on.
constexpr unsigned state_sync_tries = 2;

fs::path engine_home(const fs::path& folder) {
    return folder / "comet";
}

class NodeLedger final : public CometLedger {
public:
    NodeLedger(const Options& options, CometKeys keys, std::unique_ptr<ChainApp> app, const fs::path& rpc)
        : m_keys(std::move(keys)), m_rpc_path(rpc), m_app(std::move(app)),
          m_submissions(*m_app, rpc, options.submit_within), m_rpc(rpc) {
        m_app->on_commit([this](const CommittedBlock& block) { committed(block); });
    }
    ~NodeLedger() override {
        m_process.reset(); // first who calls the application, then who listens to it
        m_server.reset();
        m_app->on_commit({});
    }
    Status start(const Options& options, const CometSettings& settings, const fs::path& program) {
        HEARTH_TRY(m_server, AbciServer::start(settings.abci_socket, *m_app));
        CometProcess::Options child;
        child.program = program;
        child.home = settings.home;
        child.rpc_socket = settings.rpc_socket;
        child.progress = [this] { return m_app->head().height + m_app->chunks_come(); };
        child.prepare = [this, settings](unsigned starts) { prepare(settings, starts); };
        child.stall_after = options.stall_after;
        if (!options.headers_listen.empty()) {
            HEARTH_TRY(m_door, HeaderDoor::open(options.headers_listen, settings.rpc_socket));
        }
        m_process = std::make_unique<CometProcess>(std::move(child));
        return {};
    }

    std::string chain_id() const override { return m_app->genesis().chain_id; }
    Head head() const override { return m_app->head(); }
    core::Result<core::Hash> beacon(core::Height height) const override { return m_app->beacon(height); }
    core::Nanoseconds epoch_ends_at() const override { return m_app->epoch_ends_at(); }
    void submit(const SignedTransaction& tx, Done done) override { m_submissions.submit(tx, std::move(done)); }
    void read(const std::function<void(const State&)>& read) const override { m_app->read(read); }
    core::Result<StateProof> prove(const std::vector<StateKey>& keys, core::Height from) const override {
        HEARTH_TRY(auto shown, m_app->show(keys));
        CometRpc rpc(m_rpc_path);
        HEARTH_TRY(LightBlock last, header_of(rpc, shown.head));
        StateProof proof;
        proof.chain_id = chain_id();
        proof.height = last.header.height - 1;
        proof.records = std::move(shown.records);
        NetworkWitness witness{shown.record_hash, {last}};
        LightOptions options; // whether the first block is too old is for the reader to say
        options.trusting_period = INT64_MAX;
        const core::Nanoseconds now = core::system_clock().now();
        if (from != 0) {
            HEARTH_TRY(LightBlock first, rpc.light_block(from));
            const auto fetch = [&](core::Height height) { return rpc.light_block(height); };
            HEARTH_TRY(witness.trail, find_trail(std::move(first), std::move(last), fetch, options, now));
        }
        HEARTH_CHECK(check_trail(witness.trail, proof.chain_id, options, now)); // the engine is another program
        proof.witness = std::move(witness);
        return proof;
    }
    core::Result<FoundTransaction> transaction(const core::Hash& hash) const override {
        return m_app->transaction(hash);
    }
    void on_events(Listener listener) override {
        const std::lock_guard lock(m_listener_mutex);
        m_listener = std::move(listener);
    }
    /// Time passes in the blocks.
    Status tick() override { return {}; }

    Engine engine() const override {
        const CometProcess::Health health = m_process->health();
        std::optional<core::Error> failure = m_server->failure();
        if (!failure && health.full)
            failure = fail(Code::io, core::say("disk_full_ledger_could", {m_rpc_path.parent_path().string()}),
                           core::say("free_some_space_nothing"));
        return {health.running,     health.pid,     health.starts,         health.last_end,
                std::move(failure), health.differs, m_submissions.count(), m_keys};
    }
    ChainRecord record() const override { return m_app->record(); }
    core::Result<CometMembers> members() const override {
        const std::lock_guard lock(m_asking);
        return m_rpc.members();
    }

private:
    /// Before each start of the engine.
    void prepare(CometSettings settings, unsigned starts) {
        Status ready;
        if (m_app->rests_on_others()) {
            ready = forget_comet_chain(settings.home);
            if (ready) ready = m_app->forget_others();
        }
        // Nobody has a snapshot, or nobody shows the headers: the blocks lead there as well.
        if (ready && settings.state_sync && starts >= state_sync_tries && m_app->info().height == 0) {
            settings.state_sync.reset();
            ready = write_comet_files(settings, m_app->genesis());
            core::log::warning("chain", "no snapshot: every block is fetched", {});
        }
        if (!ready) core::log::warning("chain", "engine not prepared", {{"reason", ready.error().message}});
    }
    void committed(const CommittedBlock& block) {
        {
            const std::lock_guard lock(m_listener_mutex);
            if (m_listener && !block.events.empty()) m_listener(block.events, block.head.height);
        }
        m_submissions.committed(block);
    }

    /// The header that carries the app hash: the next block's, or this one's own where it changed nothing.
    core::Result<LightBlock> header_of(CometRpc& rpc, const Head& head) const {
        for (const core::Nanoseconds end = core::monotonic() + header_within;;) {
            for (const core::Height height : {head.height + 1, head.height}) {
                auto block = rpc.light_block(height);
                if (block && block->header.app == head.app_hash) return block;
                if (!block && block.error().code != Code::not_found) return block.error();
            }
            if (core::monotonic() > end)
                return fail(Code::unavailable, core::say("no_block_carries_hash"),
                            core::say("look_network_state_goes"));
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }

    const CometKeys m_keys;
    const fs::path m_rpc_path;
    std::mutex m_listener_mutex;
    Listener m_listener;
    const std::unique_ptr<ChainApp> m_app;
    Submissions m_submissions;
    mutable std::mutex m_asking; ///< of the next
    mutable CometRpc m_rpc;
    std::unique_ptr<AbciServer> m_server;
    std::unique_ptr<CometProcess> m_process;
    std::unique_ptr<HeaderDoor> m_door;
};

} // namespace

bool CometLedger::is_built() {
    return true;
}

core::Result<CometKeys> CometLedger::keys(const fs::path& folder) {
    return comet_keys(engine_home(folder));
}

core::Result<BondValidator> CometLedger::bond(const fs::path& folder, const core::PublicKey& node_key,
                                              std::string_view chain_id, const core::PublicKey& operator_key) {
    HEARTH_TRY(const core::SigningKey secret, validator_secret(engine_home(folder)));
    return BondValidator::certified(secret, node_key, chain_id, operator_key);
}

core::Result<UnjailValidator> CometLedger::unjail(const fs::path& folder, std::string_view chain_id,
                                                  const core::PublicKey& sender, core::Height jailed) {
    HEARTH_TRY(const core::SigningKey secret, validator_secret(engine_home(folder)));
    return UnjailValidator::certified(secret, chain_id, sender, jailed);
}

core::Result<std::unique_ptr<CometLedger>> CometLedger::open(const Options& options, const ChainGenesis& genesis) {
    fs::path program = options.program;
    if (program.empty()) {
        HEARTH_TRY(program, find_comet());
    }
    HEARTH_CHECK(check_comet(program));
    HEARTH_TRY(const CometKeys own, keys(options.folder));
    ChainApp::Options application;
    application.folder = options.folder;
    application.snapshot_every = options.snapshot_every;
    application.keep_blocks = options.keep_blocks;
    application.validator = own.validator;
    application.beacon_secret = own.beacon_secret;
    application.genesis_file = options.genesis_file;
    HEARTH_TRY(auto app, ChainApp::open(application, genesis));
    CometSettings settings;
    settings.home = engine_home(options.folder);
    settings.abci_socket = settings.home / "abci.sock";
    settings.rpc_socket = settings.home / "rpc.sock";
    settings.name = own.peer_id.substr(0, name_length);
    settings.listen = options.listen;
    settings.external_address = options.external_address;
    settings.peers = options.peers;
    settings.local = options.local;
    settings.timing = options.timing;
    settings.state_sync = options.state_sync;
    HEARTH_CHECK(write_comet_files(settings, genesis));
    auto ledger = std::make_unique<NodeLedger>(options, own, std::move(app), settings.rpc_socket);
    HEARTH_CHECK(ledger->start(options, settings, program));
    return std::unique_ptr<CometLedger>(std::move(ledger));
}

} // namespace hearth::ledger
