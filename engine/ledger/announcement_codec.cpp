// SPDX-License-Identifier: Apache-2.0
#include "ledger/announcement_codec.h"

#include "ledger/message_codec.h"

namespace hearth::ledger::codec {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

Map announced(const core::PublicKey& node, std::uint32_t roles, const std::vector<std::string>& addresses) {
    Map fields{{0, node}, {1, std::uint64_t{roles}}};
    Array list;
    for (const std::string& address : addresses)
        list.emplace_back(address);
    if (!list.empty()) fields.emplace_back(2, Value(std::move(list)));
    return fields;
}

core::Result<AnnounceNode> read_announced(Fields& f) {
    AnnounceNode m;
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(const std::uint64_t roles, f.uint(1, "roles", roles::all));
    m.roles = static_cast<std::uint32_t>(roles);
    if (!f.has(2)) return m;
    HEARTH_TRY(const Array* list, f.array(2, "addresses", AnnounceNode::max_addresses));
    for (const Value& item : *list) {
        const std::string* text = item.as_text();
        if (text == nullptr || text->size() > AnnounceNode::max_address_bytes)
            return core::fail(core::Code::corrupt, core::say("announced_addresses_unread"));
        m.addresses.push_back(*text);
    }
    // None is left out, so that nothing has two encodings.
    if (m.addresses.empty()) return core::fail(core::Code::corrupt, core::say("announced_addresses_unread"));
    return m;
}

} // namespace

Value from_record(const AnnouncementKey& key, const Announcement& a) {
    return announced(key.node, a.roles, a.addresses);
}

core::Result<std::pair<AnnouncementKey, Announcement>> to_announcement(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "announcement"));
    HEARTH_TRY(AnnounceNode read, read_announced(f));
    HEARTH_CHECK(f.finish());
    return std::pair(AnnouncementKey{read.node_key}, Announcement{read.roles, std::move(read.addresses)});
}

Value from_record(const JailKey& key, const Jail& j) {
    return Map{{0, key.validator}, {1, j.node}, {2, j.taken.units()}, {3, j.height}, {4, j.until}};
}

core::Result<std::pair<JailKey, Jail>> to_jail(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "jail"));
    JailKey key;
    Jail j;
    HEARTH_TRY(key.validator, f.id<core::PublicKey>(0, "validator"));
    HEARTH_TRY(j.node, f.id<core::PublicKey>(1, "node"));
    HEARTH_TRY(j.taken, read_amount(f, 2, "taken"));
    HEARTH_TRY(j.height, f.uint(3, "height"));
    HEARTH_TRY(j.until, f.uint(4, "until"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, j);
}

Map fields_of(const AnnounceNode& m) {
    return announced(m.node_key, m.roles, m.addresses);
}

Map fields_of(const UnjailValidator& m) {
    return Map{{0, m.validator}, {1, core::ByteView(m.possession)}};
}

core::Result<Message> read_announce_node(Fields& f) {
    HEARTH_TRY(AnnounceNode m, read_announced(f));
    return Message(std::move(m));
}

core::Result<Message> read_unjail_validator(Fields& f) {
    UnjailValidator m;
    HEARTH_TRY(m.validator, f.id<core::PublicKey>(0, "validator"));
    HEARTH_TRY(m.possession, read_signature(f, 1, "possession"));
    return Message(m);
}

} // namespace hearth::ledger::codec
