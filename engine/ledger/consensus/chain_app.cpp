// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_app.h"

#include "core/log.h"
#include "ledger/consensus/chain_app_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr const char* restore_hint =
    "Move the folder of the chain away; the node then fetches it from the other validators.";

core::Error damaged(core::Height height, const std::string& what) {
    return fail(Code::corrupt, "Block " + std::to_string(height) + " of the chain " + what + ".", restore_hint);
}

} // namespace

core::Error chain_broken() {
    return fail(Code::unavailable, core::say("chain_could_not_read"), core::say("free_some_space_check_disk"));
}

ChainApp::ChainApp(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ChainApp::~ChainApp() = default;

core::Result<std::unique_ptr<ChainApp>> ChainApp::open(const Options& options, const ChainGenesis& genesis) {
    if (options.snapshot_every == 0) return fail(Code::invalid_argument, "The distance of snapshots must be positive.");
    HEARTH_CHECK(genesis.check());
    std::error_code problem;
    std::filesystem::create_directories(options.folder, problem);
    if (problem)
        return fail(Code::io, core::say("chain_folder_could_not", {options.folder.string(), problem.message()}));
    auto lock = core::FileLock::acquire(options.folder / "chain.lock");
    if (!lock && lock.error().code == Code::conflict)
        return fail(Code::conflict, core::say("another_process_chain_open", {options.folder.string()}),
                    core::say("stop_other_service_use"));
    if (!lock) return lock.error();
    HEARTH_TRY(auto store, ChainStore::open(options.folder / "chain.sqlite"));
    auto impl = std::make_unique<Impl>(options, std::move(*lock), std::move(store), genesis);
    HEARTH_CHECK(impl->check_genesis());
    HEARTH_CHECK(impl->load());
    return std::unique_ptr<ChainApp>(new ChainApp(std::move(impl)));
}

Status ChainApp::Impl::check_genesis() {
    HEARTH_TRY(const auto stored, store->genesis());
    const core::Bytes own = genesis.encode();
    if (stored && *stored != own) {
        const core::Sentence began = core::say("chain_began_another_genesis", {options.folder.string()});
        const std::string given = options.genesis_file.string();
        return fail(Code::refused, given.empty() ? began : core::both(core::say("genesis_was_changed", {given}), began),
                    core::say("use_genesis_begun_move"));
    }
    if (stored) return {};
    HEARTH_TRY(const core::Height height, store->height());
    if (height != 0) return fail(Code::corrupt, core::say("chain_holds_blocks_but"), restore_hint);
    return store->set_genesis(own);
}

Status ChainApp::Impl::load() {
    HEARTH_TRY(const core::Height last, store->height());
    HEARTH_TRY(const auto heights, store->snapshots());
    std::optional<core::Error> newest;
    for (const core::Height height : heights) {
        const Status loaded = load_from(height, last);
        if (loaded) return {};
        if (!newest) newest = loaded.error();
        core::log::warning("chain", "snapshot unusable", {{"height", height}, {"reason", loaded.error().message}});
    }
    const Status from_first = load_from(std::nullopt, last);
    // The blocks before a snapshot are mostly forgotten: that they are missing says nothing.
    return from_first || !newest ? from_first : Status(*newest);
}

Status ChainApp::Impl::load_from(std::optional<core::Height> snapshot, core::Height last) {
    std::optional<State> rebuilt;
    ChainRecord its_record(genesis);
    Head at;
    if (snapshot) {
        HEARTH_TRY(const core::Bytes raw, store->snapshot(*snapshot));
        HEARTH_TRY(Restored restored, read_snapshot(raw));
        if (restored.head.height != *snapshot) return damaged(*snapshot, "does not fit its snapshot");
        rebuilt = std::move(restored.state);
        its_record = std::move(restored.record);
        at = restored.head;
    } else {
        HEARTH_TRY(rebuilt, State::from_cbor(genesis.state));
        at = {genesis.first_height - 1, genesis.clock.epoch, chain_app_hash(*rebuilt, its_record), genesis.hash(),
              genesis.clock.start};
    }
    for (core::Height height = at.height + 1; height <= last; ++height) {
        HEARTH_TRY(const auto stored, store->block(height));
        if (!stored) return damaged(height, "is missing");
        const AppliedBlock applied = apply_block(genesis, stored->block, *rebuilt, its_record, at);
        at = applied.committed.head;
        if (at.app_hash != stored->app_hash)
            return damaged(height, "gives the app hash " + at.app_hash.hex() + " instead of " + stored->app_hash.hex());
    }
    HEARTH_CHECK(rebuilt->check_conservation());
    HEARTH_TRY(const bool decided, store->has_blocks());
    state = std::move(rebuilt);
    record = std::move(its_record);
    head = committed = at;
    has_blocks = last != 0;
    fetched = has_blocks && !decided;
    return {};
}

/// After a failed write: the state is read back, so that it shows what is stored.
core::Error ChainApp::Impl::undone(const core::Error& error) {
    store->rollback();
    open.reset();
    state.reset();
    if (const Status loaded = load(); !loaded)
        core::log::error("chain", "reload failed", {{"reason", loaded.error().message}});
    settled.notify_all();
    return error;
}

Head ChainApp::info() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->has_blocks ? m_impl->committed : Head{};
}

core::Result<core::Hash> ChainApp::init_chain(const ChainStart& start) {
    const std::lock_guard lock(m_impl->mutex);
    if (m_impl->has_blocks)
        return fail(Code::conflict, core::say("engine_begins_chain_blocks"), core::say("restore_engine_data_move"));
    const ChainGenesis& own = m_impl->genesis;
    std::vector<ValidatorPower> validators;
    for (const ChainValidator& validator : own.validators)
        validators.push_back({validator.key, validator.power});
    const auto by_key = [](const ValidatorPower& a, const ValidatorPower& b) { return a.key < b.key; };
    std::vector<ValidatorPower> given = start.validators;
    std::sort(validators.begin(), validators.end(), by_key);
    std::sort(given.begin(), given.end(), by_key);
    if (start.chain_id != own.chain_id || start.first_height != own.first_height || given != validators ||
        start.app_state != own.encode())
        return fail(Code::refused, core::say("engine_genesis_not_one"), core::say("use_one_genesis_both"));
    if (!m_impl->state) return chain_broken();
    return m_impl->head.app_hash;
}

Status ChainApp::abandon() {
    const std::lock_guard lock(m_impl->mutex);
    m_impl->restore.reset();
    if (!m_impl->open) return {};
    (void)m_impl->undone({});
    if (!m_impl->state) return chain_broken();
    return {};
}

core::Result<core::Bytes> ChainApp::query(const std::string& path, core::ByteView data) const {
    const std::lock_guard lock(m_impl->mutex);
    if (!m_impl->state) return chain_broken();
    if (path == "/head")
        return core::cbor::encode(Map{{0, m_impl->committed.height},
                                      {1, m_impl->committed.epoch},
                                      {2, m_impl->committed.app_hash},
                                      {3, m_impl->state->app_hash()}});
    if (path == "/account") {
        HEARTH_TRY(const auto key, core::PublicKey::from_view(data));
        const Account* account = m_impl->state->account(key);
        if (account == nullptr) return fail(Code::not_found, core::say("no_such_account"));
        return core::cbor::encode(Map{{0, account->balance.units()}, {1, account->sequence}});
    }
    return fail(Code::not_found, "There is nothing to ask under \"" + path + "\".");
}

const ChainGenesis& ChainApp::genesis() const {
    return m_impl->genesis;
}

Head ChainApp::head() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->committed;
}

core::Result<core::Hash> ChainApp::beacon(core::Height height) const {
    const std::lock_guard lock(m_impl->mutex);
    HEARTH_TRY(const auto beacon, m_impl->store->beacon(height));
    if (!beacon || height >= m_impl->committed.height)
        return fail(Code::not_found,
                    "Block " + std::to_string(height) + " has brought no randomness that is known here.");
    return *beacon;
}

core::Nanoseconds ChainApp::epoch_ends_at() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->record.clock.end_of(m_impl->committed.epoch);
}

void ChainApp::read(const std::function<void(const State&)>& read) const {
    std::unique_lock lock(m_impl->mutex);
    m_impl->settled.wait(lock, [&] { return !m_impl->open; });
    if (m_impl->state) read(*m_impl->state);
}

ChainRecord ChainApp::record() const {
    std::unique_lock lock(m_impl->mutex);
    m_impl->settled.wait(lock, [&] { return !m_impl->open; });
    return m_impl->record;
}

void ChainApp::on_commit(Listener listener) {
    const std::lock_guard lock(m_impl->listener_mutex);
    m_impl->listener = std::move(listener);
}

} // namespace hearth::ledger
