// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/log.h"
#include "ledger/consensus/chain_app_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::uint32_t format = 1;
constexpr std::size_t max_snapshot_bytes = std::size_t{2} << 30; ///< of one's own
/// Of others': they are held in memory until they have been checked, and a home machine must survive that.
constexpr std::size_t max_fetched_bytes = std::size_t{512} << 20;
constexpr std::uint32_t max_chunks = max_fetched_bytes / snapshot_chunk_bytes;

enum : std::uint64_t { k_format = 0, k_chain = 1, k_height = 2, k_time = 3, k_block = 4, k_record = 5, k_state = 6 };

} // namespace

core::Bytes ChainApp::Impl::make_snapshot() const {
    return core::cbor::encode(Map{{k_format, format},
                                  {k_chain, genesis.chain_id},
                                  {k_height, committed.height},
                                  {k_time, committed.time},
                                  {k_block, committed.block_hash},
                                  {k_record, record.to_cbor()},
                                  {k_state, state->to_cbor()}});
}

core::Result<ChainApp::Impl::Restored> ChainApp::Impl::read_snapshot(core::ByteView bytes) const {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_snapshot_bytes, 12}));
    HEARTH_TRY(auto fields, Fields::of(value, "chain's snapshot"));
    HEARTH_TRY(const std::uint64_t found, fields.uint(k_format, "format"));
    if (found != format)
        return fail(Code::unsupported, "The snapshot has an unknown format.", core::say("update_hearth"));
    HEARTH_TRY(const std::string chain, fields.text(k_chain, "chain_id"));
    if (chain != genesis.chain_id) return fail(Code::refused, "The snapshot is of another chain.");
    Head at;
    HEARTH_TRY(at.height, fields.uint(k_height, "height"));
    HEARTH_TRY(at.time, fields.integer(k_time, "time"));
    HEARTH_TRY(at.block_hash, fields.id<core::Hash>(k_block, "block"));
    HEARTH_TRY(const Value* record_value, fields.any(k_record, "record"));
    HEARTH_TRY(ChainRecord its_record, ChainRecord::from_cbor(*record_value));
    HEARTH_TRY(const Value* state_value, fields.any(k_state, "state"));
    HEARTH_TRY(State restored, State::from_cbor(*state_value));
    HEARTH_CHECK(fields.finish());
    HEARTH_CHECK(restored.check_conservation());
    if (!its_record.due_to.is_zero() && its_record.due_to != at.block_hash)
        return fail(Code::corrupt, core::say("snapshot_names_another_block"));
    at.epoch = its_record.epoch;
    at.app_hash = chain_app_hash(restored, its_record);
    return Restored{std::move(restored), std::move(its_record), at};
}

core::Result<SnapshotInfo> ChainApp::Impl::describe(core::Height height) const {
    SnapshotInfo info;
    info.height = height;
    info.format = format;
    HEARTH_TRY(info.metadata, store->chunk_hashes(height));
    info.chunks = static_cast<std::uint32_t>(info.metadata.size() / core::Hash::size);
    info.hash = core::sha256(info.metadata);
    return info;
}

core::Result<std::vector<SnapshotInfo>> ChainApp::snapshots() const {
    const std::lock_guard lock(m_impl->mutex);
    HEARTH_TRY(const auto heights, m_impl->store->snapshots());
    std::vector<SnapshotInfo> all;
    for (const core::Height height : heights) {
        HEARTH_TRY(SnapshotInfo info, m_impl->describe(height));
        all.push_back(std::move(info));
    }
    return all;
}

core::Result<core::Bytes> ChainApp::snapshot_chunk(core::Height height, std::uint32_t kind, std::uint32_t index) const {
    const std::lock_guard lock(m_impl->mutex);
    if (kind != format) return fail(Code::not_found, "There is no snapshot of this format.");
    return m_impl->store->chunk(height, index);
}

OfferAnswer ChainApp::offer_snapshot(const SnapshotInfo& snapshot, const core::Hash& app_hash) {
    const std::lock_guard lock(m_impl->mutex);
    if (snapshot.format != format) return OfferAnswer::reject_format;
    if (m_impl->has_blocks || snapshot.chunks == 0 || snapshot.chunks > max_chunks ||
        snapshot.metadata.size() != snapshot.chunks * core::Hash::size ||
        core::sha256(snapshot.metadata) != snapshot.hash)
        return OfferAnswer::reject;
    m_impl->restore = Impl::Restore{snapshot, app_hash, {}, 0};
    m_impl->restore->chunks.resize(snapshot.chunks);
    return OfferAnswer::accept;
}

core::Result<ChunkAnswer> ChainApp::apply_chunk(std::uint32_t index, core::ByteView chunk) {
    const std::lock_guard lock(m_impl->mutex);
    auto& restore = m_impl->restore;
    if (!restore || index >= restore->chunks.size())
        return fail(Code::conflict, "The engine brings a chunk of a snapshot that it has not offered.");
    const core::ByteView named =
        core::ByteView(restore->info.metadata).subspan(index * core::Hash::size, core::Hash::size);
    const core::Hash found = core::sha256(chunk);
    if (!std::equal(named.begin(), named.end(), found.bytes.begin())) {
        core::log::warning("chain", "chunk refused", {{"height", restore->info.height}, {"chunk", index}});
        return ChunkAnswer::refetch; // from somebody else
    }
    if (chunk.size() > snapshot_chunk_bytes) { // so that the number of chunks bounds the whole
        core::log::warning("chain", "snapshot refused", {{"reason", "a chunk is too large"}});
        restore.reset();
        return ChunkAnswer::reject_snapshot;
    }
    if (!restore->chunks[index]) ++restore->come;
    restore->chunks[index] = core::to_bytes(chunk);
    if (restore->come < restore->chunks.size()) return ChunkAnswer::accept;
    const Status done = m_impl->finish_restore();
    restore.reset();
    if (done) return ChunkAnswer::accept;
    if (done.error().code == Code::io) return done.error(); // another snapshot would not help
    core::log::warning("chain", "snapshot refused", {{"reason", done.error().message}});
    return ChunkAnswer::reject_snapshot;
}

bool ChainApp::rests_on_others() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->fetched;
}

Status ChainApp::forget_others() {
    const std::lock_guard lock(m_impl->mutex);
    if (!m_impl->fetched) return {};
    HEARTH_CHECK(m_impl->store->forget_snapshots());
    return m_impl->load();
}

std::uint32_t ChainApp::chunks_come() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->restore ? m_impl->restore->come : 0;
}

Status ChainApp::Impl::finish_restore() {
    core::Bytes whole;
    for (auto& chunk : restore->chunks) {
        core::append(whole, *chunk);
        chunk.reset(); // both would be twice its size
    }
    HEARTH_TRY(Restored restored, read_snapshot(whole));
    if (restored.head.height != restore->info.height || restored.head.app_hash != restore->app_hash)
        return fail(Code::corrupt, "The snapshot does not give the app hash that the network's headers name.");
    probe("fetched");
    HEARTH_CHECK(store->put_snapshot(restored.head.height, whole));
    probe("restored");
    state = std::move(restored.state);
    record = std::move(restored.record);
    head = committed = restored.head;
    has_blocks = fetched = true;
    core::log::info("chain", "snapshot taken over", {{"height", head.height}, {"chunks", restore->chunks.size()}});
    return {};
}

} // namespace hearth::ledger
