// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/log.h"
#include "ledger/sequencer_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::uint64_t format = 1;
constexpr std::size_t max_snapshot_bytes = std::size_t{2} << 30;
constexpr const char* restore_hint = "restore_folder_backup_move_away";

enum : std::uint64_t { k_format = 0, k_sequencer = 1, k_genesis = 2, k_signature = 3 };
enum : std::uint64_t { c_epoch = 0, c_anchor = 1, c_start = 2, c_length = 3 };

core::Hash genesis_hash(const Genesis& genesis) {
    return core::tagged_hash("genesis/1", {core::cbor::encode(genesis.to_cbor())});
}

core::Error damaged(core::Height height, const std::string& what) {
    return fail(Code::corrupt, "Block " + std::to_string(height) + " of the ledger " + what + ".",
                core::say(restore_hint));
}

core::Error another_chain(const std::string& chain_id) {
    return fail(Code::refused, core::say("ledger_belongs_chain_another", {chain_id}),
                core::say("restore_key_backup_move"));
}

/// What the decoder says of the bytes means nothing without the file that they are from.
core::Error of_file(core::Error error, const std::filesystem::path& file) {
    if (error.message.find(file.string()) == std::string::npos)
        error.message = core::both(core::say("ledger_unusable", {file.string()}), error.message);
    if (error.hint.empty()) error.hint = core::say(restore_hint);
    return error;
}

} // namespace

core::Error ledger_broken() {
    return fail(Code::unavailable, core::say("ledger_could_not_read_back"), core::say("free_some_space_check"));
}

core::Result<std::unique_ptr<Sequencer>> Sequencer::open(const Options& options, const Genesis& genesis,
                                                         core::SigningKey key) {
    if (options.epoch_length <= 0 || options.snapshot_every == 0 || options.clock == nullptr)
        return fail(Code::invalid_argument, "The epoch's length and the distance of snapshots must be positive.");
    std::error_code problem;
    std::filesystem::create_directories(options.folder, problem);
    if (problem)
        return fail(Code::io, core::say("ledger_folder_could_not", {options.folder.string(), problem.message()}));
    auto lock = core::FileLock::acquire(options.folder / "ledger.lock");
    if (!lock && lock.error().code == Code::conflict)
        return fail(Code::conflict, core::say("another_process_ledger_open", {options.folder.string()}),
                    core::say("stop_other_service_use"));
    if (!lock) return lock.error();
    const std::filesystem::path file = options.folder / "ledger.sqlite";
    HEARTH_TRY(auto store, BlockStore::open(file));
    auto impl = std::make_unique<Impl>(options, std::move(key), std::move(*lock), std::move(store));
    HEARTH_TRY(const auto stored, impl->store->meta("chain"));
    if (const Status ready = stored ? impl->resume(genesis) : impl->found(genesis); !ready)
        return of_file(ready.error(), file);
    if (const Status upgraded = impl->upgrade(); !upgraded) return of_file(upgraded.error(), file);
    return std::unique_ptr<Sequencer>(new Sequencer(std::move(impl)));
}

core::Result<Head> Sequencer::examine(const std::filesystem::path& folder, const std::optional<core::PublicKey>& key) {
    const std::filesystem::path file = folder / "ledger.sqlite";
    HEARTH_TRY(auto store, BlockStore::open_to_read(file));
    HEARTH_CHECK(store->check());
    HEARTH_TRY(const auto chain, store->meta("chain"));
    HEARTH_TRY(const core::Height height, store->height());
    if (!chain && height == 0) return Head{}; // killed before its genesis was written; open() founds it
    Impl impl(std::move(store));
    Status read = impl.read_chain(key);
    if (read) read = impl.load();
    if (read) read = impl.read_clock();
    if (!read) return of_file(read.error(), file);
    return impl.head;
}

core::Result<Sequencer::Legacy> Sequencer::legacy(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "ledger.sqlite";
    std::error_code none;
    if (!std::filesystem::exists(file, none))
        return fail(Code::not_found, core::say("no_solo_ledger_there", {folder.string()}),
                    core::say("name_a_solo_home"));
    const auto lock = core::FileLock::acquire(folder / "ledger.lock");
    if (!lock && lock.error().code == Code::conflict)
        return fail(Code::conflict, core::say("another_process_ledger_open", {folder.string()}),
                    core::say("stop_other_service_use"));
    if (!lock) return lock.error();
    HEARTH_TRY(auto store, BlockStore::open_to_read(file));
    Status read = store->check();
    Impl impl(std::move(store));
    if (read) read = impl.read_chain(std::nullopt);
    if (read) read = impl.load();
    if (read) read = impl.read_clock();
    if (read && impl.state->rules() != present_rules) read = impl.state->upgrade(present_rules, impl.head.epoch);
    if (!read) return of_file(read.error(), file);
    return Legacy{impl.head, impl.state->to_cbor(), impl.genesis.chain_id};
}

Status Sequencer::Impl::found(const Genesis& given) {
    HEARTH_CHECK(given.check());
    HEARTH_TRY(const core::Height height, store->height());
    if (height != 0) return fail(Code::corrupt, core::say("ledger_holds_blocks_but"), core::say(restore_hint));
    genesis = given;
    genesis_signature = key->sign(genesis_hash(genesis).view());
    clock = {0, genesis.time, options.epoch_length};
    const Value chain = Map{{k_format, format},
                            {k_sequencer, signer},
                            {k_genesis, genesis.to_cbor()},
                            {k_signature, core::ByteView(genesis_signature)}};
    const Value times = Map{{c_epoch, 0}, {c_anchor, 0}, {c_start, clock.start}, {c_length, clock.length}};
    HEARTH_CHECK(store->set_meta({{"chain", core::cbor::encode(chain)}, {"clock", core::cbor::encode(times)}}));
    return load();
}

Status Sequencer::Impl::resume(const Genesis& given) {
    HEARTH_CHECK(read_chain(key->public_key()));
    if (genesis.chain_id != given.chain_id) return another_chain(genesis.chain_id);
    HEARTH_CHECK(load());
    HEARTH_CHECK(read_clock());
    if (clock.length == options.epoch_length) return {};
    clock = {head.epoch, options.clock->now(), options.epoch_length};
    return keep_clock(head.epoch);
}

/// Genesis and signer. `own`: the only sequencer that may be, if that is known.
Status Sequencer::Impl::read_chain(const std::optional<core::PublicKey>& own) {
    HEARTH_TRY(const auto chain_bytes, store->meta("chain"));
    if (!chain_bytes) return fail(Code::corrupt, core::say("ledger_holds_no_genesis"), core::say(restore_hint));
    HEARTH_TRY(const Value chain, core::cbor::decode(*chain_bytes));
    HEARTH_TRY(auto fields, Fields::of(chain, "ledger's chain record"));
    HEARTH_TRY(const std::uint64_t found_format, fields.uint(k_format, "format"));
    if (found_format != format)
        return fail(Code::unsupported, core::say("ledger_written_another_version"), core::say("update_hearth"));
    HEARTH_TRY(signer, fields.id<core::PublicKey>(k_sequencer, "sequencer"));
    HEARTH_TRY(const Value* stored, fields.any(k_genesis, "genesis"));
    HEARTH_TRY(genesis, Genesis::from_cbor(*stored));
    HEARTH_TRY(const core::Bytes signature, fields.bytes(k_signature, "signature", genesis_signature.size()));
    if (own && signer != *own) return another_chain(genesis.chain_id);
    std::copy(signature.begin(), signature.end(), genesis_signature.begin());
    if (signature.size() != genesis_signature.size() ||
        !core::verify(signer, genesis_hash(genesis).view(), genesis_signature))
        return fail(Code::corrupt, core::say("ledger_genesis_does_not"), core::say(restore_hint));
    return {};
}

Status Sequencer::Impl::read_clock() {
    HEARTH_TRY(const auto clock_bytes, store->meta("clock"));
    if (!clock_bytes) return fail(Code::corrupt, core::say("ledger_lost_clock_record"), core::say(restore_hint));
    HEARTH_TRY(const Value times, core::cbor::decode(*clock_bytes));
    HEARTH_TRY(auto t, Fields::of(times, "ledger's clock record"));
    HEARTH_TRY(const core::Epoch epoch, t.uint(c_epoch, "epoch"));
    HEARTH_TRY(clock.epoch, t.uint(c_anchor, "anchor"));
    HEARTH_TRY(clock.start, t.integer(c_start, "start"));
    HEARTH_TRY(clock.length, t.integer(c_length, "length"));
    if (clock.length <= 0) return fail(Code::corrupt, core::say("ledger_clock_record_holds"), core::say(restore_hint));
    head.epoch = std::max(head.epoch, epoch);
    return {};
}

/// A chain that was begun by an older program: the blocks that are there keep their rules.
Status Sequencer::Impl::upgrade() {
    if (state->rules() == present_rules) return {};
    const std::uint64_t before = state->rules();
    const BlockContext context = next_context(head.epoch);
    Block block;
    block.header = header_after(context);
    block.header.rules = present_rules;
    HEARTH_CHECK(state->upgrade(present_rules, context.epoch));
    std::vector<LedgerEvent> events; // nobody listens yet; the first rules leave nothing to draw
    state->begin_block(context, events);
    HEARTH_CHECK(seal(block));
    core::log::info("ledger", "rules upgraded", {{"from", before}, {"to", present_rules}, {"height", head.height}});
    return {};
}

Status Sequencer::Impl::keep_clock(core::Epoch epoch) {
    const Value times =
        Map{{c_epoch, epoch}, {c_anchor, clock.epoch}, {c_start, clock.start}, {c_length, clock.length}};
    return store->set_meta({{"clock", core::cbor::encode(times)}});
}

Status Sequencer::Impl::load() {
    HEARTH_TRY(const core::Height last, store->height());
    HEARTH_TRY(const auto heights, store->snapshots());
    for (const core::Height height : heights) {
        const Status loaded = load_from(height, last);
        if (loaded) return {};
        core::log::warning("ledger", "snapshot unusable", {{"height", height}, {"reason", loaded.error().message}});
    }
    HEARTH_TRY(const core::Height dropped, store->dropped());
    if (dropped != 0)
        return fail(Code::corrupt, core::say("ledger_snapshots_unusable", {std::to_string(dropped)}),
                    core::say(restore_hint));
    return load_from(std::nullopt, last);
}

Status Sequencer::Impl::load_from(std::optional<core::Height> snapshot, core::Height last) {
    std::optional<State> rebuilt;
    Head at;
    core::Hash randomness = beacon_of(genesis_signature);
    if (snapshot) {
        HEARTH_TRY(const core::Bytes raw, store->snapshot(*snapshot));
        HEARTH_TRY(const Value value, core::cbor::decode(raw, {max_snapshot_bytes, 8}));
        HEARTH_TRY(rebuilt, State::from_cbor(value));
        HEARTH_TRY(const auto block, store->header(*snapshot));
        if (!block) return damaged(*snapshot, "is missing");
        const BlockHeader& header = block->header;
        if (!core::verify(signer, header.hash().view(), block->signature))
            return damaged(*snapshot, "is not signed by the sequencer");
        at = {header.height, header.epoch, header.app_hash, header.hash(), header.time};
        if (rebuilt->app_hash() != header.app_hash) return damaged(*snapshot, "does not fit its snapshot");
        randomness = beacon_of(block->signature);
    } else {
        rebuilt.emplace(genesis);
        at = {0, 0, rebuilt->app_hash(), genesis_hash(genesis), genesis.time};
    }
    for (core::Height height = at.height + 1; height <= last; ++height) {
        HEARTH_TRY(const auto block, store->block(height));
        if (!block) return damaged(height, "is missing");
        HEARTH_CHECK(replay(*block, *rebuilt, at, randomness));
    }
    HEARTH_CHECK(rebuilt->check_conservation());
    state = std::move(rebuilt);
    head = at;
    beacon = randomness;
    return {};
}

Status Sequencer::Impl::replay(const Block& block, State& rebuilt, Head& at, core::Hash& randomness) const {
    const BlockHeader& header = block.header;
    const core::Height height = at.height + 1;
    if (header.height != height || header.previous != at.block_hash || header.chain_id != genesis.chain_id ||
        header.epoch < at.epoch)
        return damaged(height, "does not follow the one before it");
    if (!core::verify(signer, header.hash().view(), block.signature))
        return damaged(height, "is not signed by the sequencer");
    const BlockContext context{genesis.chain_id, header.height, header.epoch, header.time, randomness};
    std::vector<LedgerEvent> events;
    if (header.rules) HEARTH_CHECK(rebuilt.upgrade(*header.rules, header.epoch));
    rebuilt.begin_block(context, events);
    if (header.ends_epoch) rebuilt.end_epoch(*header.ends_epoch, context, events);
    std::vector<core::Hash> hashes;
    for (const core::Bytes& bytes : block.transactions) {
        HEARTH_TRY(const SignedTransaction tx, SignedTransaction::decode(bytes));
        hashes.push_back(tx.hash());
        if (const Status applied = rebuilt.apply(tx, context, events); !applied)
            return damaged(height, "holds a transaction that does not pass: " + applied.error().message);
    }
    if (header.tx_root != tx_root(hashes)) return damaged(height, "does not hold the transactions that it names");
    if (const core::Hash computed = rebuilt.app_hash(); header.app_hash != computed)
        return damaged(height, "gives the app hash " + computed.hex() + " instead of " + header.app_hash.hex());
    at = {header.height, header.epoch, header.app_hash, header.hash(), header.time};
    randomness = beacon_of(block.signature);
    return {};
}

} // namespace hearth::ledger
