// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/stored_block.h"

#include "core/cbor.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_block_bytes = std::size_t{128} << 20;
constexpr const char* restore_hint =
    "Move the folder of the chain away; the node then fetches it from the other validators.";

enum : std::uint64_t { b_time = 0, b_hash = 1, b_transactions = 2, b_misbehaviour = 3, b_app_hash = 4, b_absent = 5 };

bool copy_address(const Value& from, Address& to) {
    const core::Bytes* bytes = from.as_bytes();
    if (bytes == nullptr || bytes->size() != to.size()) return false;
    std::copy(bytes->begin(), bytes->end(), to.begin());
    return true;
}

/// Blocks of the rules 1 to 4 say neither kind nor time: nothing hung on them.
core::Result<Misbehaviour> to_misbehaviour(const Value& value) {
    const Array* parts = value.as_array();
    const bool brief = parts != nullptr && parts->size() == 2;
    Misbehaviour misbehaviour;
    const core::Error broken =
        fail(Code::corrupt, "A stored block names a misbehaviour in another form.", restore_hint);
    if (parts == nullptr || (!brief && parts->size() != 4) || !copy_address((*parts)[0], misbehaviour.validator) ||
        (*parts)[1].as_uint() == nullptr)
        return broken;
    misbehaviour.height = *(*parts)[1].as_uint();
    if (brief) return misbehaviour;
    const std::uint64_t* kind = (*parts)[2].as_uint();
    const std::uint64_t* time = (*parts)[3].as_uint();
    if (kind == nullptr || *kind < 1 || *kind > 2 || time == nullptr || *time > INT64_MAX) return broken;
    misbehaviour.kind = static_cast<OffenceKind>(*kind);
    misbehaviour.time = static_cast<core::Nanoseconds>(*time);
    return misbehaviour;
}

core::Status read_absent(Fields& fields, std::vector<Address>& absent) {
    HEARTH_TRY(const Array* list, fields.array(b_absent, "absent"));
    for (const Value& item : *list)
        if (!copy_address(item, absent.emplace_back()))
            return fail(Code::corrupt, core::say("stored_block_names_no_voter"), restore_hint);
    return {};
}

} // namespace

core::Bytes encode_block(const StoredBlock& stored, bool with_absent) {
    Array transactions, misbehaviour, absent;
    for (const core::Bytes& transaction : stored.block.transactions)
        transactions.push_back(transaction);
    for (const Misbehaviour& one : stored.block.misbehaviour)
        misbehaviour.push_back(Array{core::ByteView(one.validator), one.height, static_cast<std::uint64_t>(one.kind),
                                     static_cast<std::uint64_t>(std::max<core::Nanoseconds>(one.time, 0))});
    Map map{{b_time, stored.block.time},
            {b_hash, stored.block.hash},
            {b_transactions, std::move(transactions)},
            {b_misbehaviour, std::move(misbehaviour)},
            {b_app_hash, stored.app_hash}};
    for (const Address& one : stored.block.absent)
        absent.emplace_back(core::ByteView(one));
    if (with_absent && !absent.empty()) map.emplace_back(b_absent, Value(std::move(absent)));
    return core::cbor::encode(std::move(map));
}

core::Result<StoredBlock> decode_block(core::Height height, core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_block_bytes, 4}));
    HEARTH_TRY(auto fields, Fields::of(value, "stored block"));
    StoredBlock stored;
    stored.block.height = height;
    HEARTH_TRY(stored.block.time, fields.integer(b_time, "time"));
    HEARTH_TRY(stored.block.hash, fields.id<core::Hash>(b_hash, "hash"));
    HEARTH_TRY(const Array* transactions, fields.array(b_transactions, "transactions"));
    for (const Value& item : *transactions) {
        if (item.as_bytes() == nullptr)
            return fail(Code::corrupt, "A stored block holds something that is not a transaction.", restore_hint);
        stored.block.transactions.push_back(*item.as_bytes());
    }
    HEARTH_TRY(const Array* misbehaviour, fields.array(b_misbehaviour, "misbehaviour"));
    for (const Value& item : *misbehaviour) {
        HEARTH_TRY(Misbehaviour one, to_misbehaviour(item));
        stored.block.misbehaviour.push_back(one);
    }
    HEARTH_TRY(stored.app_hash, fields.id<core::Hash>(b_app_hash, "app_hash"));
    if (fields.has(b_absent)) HEARTH_CHECK(read_absent(fields, stored.block.absent));
    HEARTH_CHECK(fields.finish());
    return stored;
}

} // namespace hearth::ledger
