// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"

#include <algorithm>
#include <cassert>
#include <cbor.h>

namespace hearth::core::cbor {
namespace {

/// A decoded item takes up to sixty times its bytes, so that their number is bounded, not only theirs.
constexpr std::uint64_t max_items = std::uint64_t{1} << 20;

constexpr std::size_t head_size = 9; // the longest item head: one byte and a 64-bit argument

void write_head(Bytes& out, std::size_t (*encoder)(std::uint64_t, unsigned char*, std::size_t),
                std::uint64_t argument) {
    unsigned char buffer[head_size];
    const std::size_t written = encoder(argument, buffer, sizeof buffer);
    out.insert(out.end(), buffer, buffer + written);
}

void write(Bytes& out, const Value& value) {
    unsigned char byte[1];
    if (value.is_null()) {
        out.insert(out.end(), byte, byte + cbor_encode_null(byte, 1));
    } else if (const auto* boolean = value.as_bool()) {
        out.insert(out.end(), byte, byte + cbor_encode_bool(*boolean, byte, 1));
    } else if (const auto* number = value.as_uint()) {
        write_head(out, cbor_encode_uint, *number);
    } else if (const auto* negative = value.as_negative()) {
        write_head(out, cbor_encode_negint, static_cast<std::uint64_t>(-1 - *negative));
    } else if (const auto* bytes = value.as_bytes()) {
        write_head(out, cbor_encode_bytestring_start, bytes->size());
        append(out, *bytes);
    } else if (const auto* text = value.as_text()) {
        write_head(out, cbor_encode_string_start, text->size());
        append(out, as_bytes(*text));
    } else if (const auto* array = value.as_array()) {
        write_head(out, cbor_encode_array_start, array->size());
        for (const Value& item : *array)
            write(out, item);
    } else if (const auto* map = value.as_map()) {
        write_head(out, cbor_encode_map_start, map->size());
        for (const auto& [key, item] : *map) {
            write_head(out, cbor_encode_uint, key);
            write(out, item);
        }
    }
}

/// One item head as libcbor's streaming decoder reports it; strings arrive whole.
struct Token {
    enum class Kind { none, uint, negative, bytes, text, array, map, boolean, null, other } kind = Kind::none;
    std::uint64_t number = 0;
    bool boolean = false;
    ByteView content;
};

const cbor_callbacks& token_callbacks() {
    static const cbor_callbacks callbacks = [] {
        using Kind = Token::Kind;
        cbor_callbacks c{};
        c.uint8 = [](void* t, std::uint8_t v) { *static_cast<Token*>(t) = {Kind::uint, v, false, {}}; };
        c.uint16 = [](void* t, std::uint16_t v) { *static_cast<Token*>(t) = {Kind::uint, v, false, {}}; };
        c.uint32 = [](void* t, std::uint32_t v) { *static_cast<Token*>(t) = {Kind::uint, v, false, {}}; };
        c.uint64 = [](void* t, std::uint64_t v) { *static_cast<Token*>(t) = {Kind::uint, v, false, {}}; };
        c.negint8 = [](void* t, std::uint8_t v) { *static_cast<Token*>(t) = {Kind::negative, v, false, {}}; };
        c.negint16 = [](void* t, std::uint16_t v) { *static_cast<Token*>(t) = {Kind::negative, v, false, {}}; };
        c.negint32 = [](void* t, std::uint32_t v) { *static_cast<Token*>(t) = {Kind::negative, v, false, {}}; };
        c.negint64 = [](void* t, std::uint64_t v) { *static_cast<Token*>(t) = {Kind::negative, v, false, {}}; };
        c.byte_string = [](void* t, cbor_data d, std::size_t n) {
            *static_cast<Token*>(t) = {Kind::bytes, 0, false, {d, n}};
        };
        c.string = [](void* t, cbor_data d, std::size_t n) {
            *static_cast<Token*>(t) = {Kind::text, 0, false, {d, n}};
        };
        c.array_start = [](void* t, std::size_t n) { *static_cast<Token*>(t) = {Kind::array, n, false, {}}; };
        c.map_start = [](void* t, std::size_t n) { *static_cast<Token*>(t) = {Kind::map, n, false, {}}; };
        c.boolean = [](void* t, bool v) { *static_cast<Token*>(t) = {Kind::boolean, 0, v, {}}; };
        c.null = [](void* t) { *static_cast<Token*>(t) = {Kind::null, 0, false, {}}; };
        const auto other = [](void* t) { *static_cast<Token*>(t) = {Kind::other, 0, false, {}}; };
        c.undefined = other;
        c.byte_string_start = other;
        c.string_start = other;
        c.indef_array_start = other;
        c.indef_map_start = other;
        c.indef_break = other;
        c.tag = [](void* t, std::uint64_t) { *static_cast<Token*>(t) = {Kind::other, 0, false, {}}; };
        c.float2 = [](void* t, float) { *static_cast<Token*>(t) = {Kind::other, 0, false, {}}; };
        c.float4 = [](void* t, float) { *static_cast<Token*>(t) = {Kind::other, 0, false, {}}; };
        c.float8 = [](void* t, double) { *static_cast<Token*>(t) = {Kind::other, 0, false, {}}; };
        return c;
    }();
    return callbacks;
}

class Decoder {
public:
    Decoder(ByteView bytes, unsigned max_depth) : m_bytes(bytes), m_max_depth(max_depth) {}

    std::size_t offset() const { return m_offset; }

    Result<Value> read(unsigned depth) {
        if (depth > m_max_depth) return fail(Code::too_large, "The CBOR data is nested too deeply.");
        if (m_items_left == 0) return crowded();
        --m_items_left;
        HEARTH_TRY(const Token token, next());
        switch (token.kind) {
        case Token::Kind::uint:
            return Value(token.number);
        case Token::Kind::negative:
            if (token.number > static_cast<std::uint64_t>(INT64_MAX)) return broken("an integer below -2^63");
            return Value(-1 - static_cast<std::int64_t>(token.number));
        case Token::Kind::bytes:
            return Value(token.content);
        case Token::Kind::text: {
            std::string text(reinterpret_cast<const char*>(token.content.data()), token.content.size());
            if (!is_utf8(text)) return broken("text that is not UTF-8");
            return Value(std::move(text));
        }
        case Token::Kind::boolean:
            return Value(token.boolean);
        case Token::Kind::null:
            return Value();
        case Token::Kind::array:
            return read_array(token.number, depth);
        case Token::Kind::map:
            return read_map(token.number, depth);
        case Token::Kind::none:
        case Token::Kind::other:
            break;
        }
        return broken("an item kind that is not allowed here");
    }

private:
    Result<Token> next() {
        Token token;
        const ByteView rest = m_bytes.subspan(m_offset);
        if (rest.empty()) return broken("a missing item");
        const auto result = cbor_stream_decode(rest.data(), rest.size(), &token_callbacks(), &token);
        if (result.status != CBOR_DECODER_FINISHED) return broken("a truncated or malformed item");
        m_offset += result.read;
        return token;
    }

    Result<Value> read_array(std::uint64_t count, unsigned depth) {
        if (count > m_bytes.size() - m_offset) return broken("an array longer than the data");
        if (count > m_items_left) return crowded();
        Array array;
        array.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i) {
            HEARTH_TRY(Value item, read(depth + 1));
            array.push_back(std::move(item));
        }
        return Value(std::move(array));
    }

    Result<Value> read_map(std::uint64_t count, unsigned depth) {
        if (count > (m_bytes.size() - m_offset) / 2) return broken("a map longer than the data");
        if (count > m_items_left) return crowded();
        Map map;
        map.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i) {
            HEARTH_TRY(const Token key, next());
            if (key.kind != Token::Kind::uint) return broken("a map key that is not an unsigned integer");
            if (!map.empty() && key.number <= map.back().first) return broken("map keys out of order or repeated");
            HEARTH_TRY(Value item, read(depth + 1));
            map.emplace_back(key.number, std::move(item));
        }
        return Value(std::move(map));
    }

    static Error crowded() {
        return fail(Code::too_large, "The CBOR data holds more than " + std::to_string(max_items) + " items.");
    }

    Error broken(const char* what) const {
        return fail(Code::corrupt,
                    std::string("The CBOR data holds ") + what + " at byte " + std::to_string(m_offset) + ".");
    }

    ByteView m_bytes;
    unsigned m_max_depth;
    std::uint64_t m_items_left = max_items;
    std::size_t m_offset = 0;
};

} // namespace

Value::Value(std::int64_t value) {
    if (value >= 0)
        m_data = static_cast<std::uint64_t>(value);
    else
        m_data = value;
}

Value::Value(Map value) {
    std::sort(value.begin(), value.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    assert(std::adjacent_find(value.begin(), value.end(),
                              [](const auto& a, const auto& b) { return a.first == b.first; }) == value.end());
    m_data = std::move(value);
}

void Writer::head(std::uint8_t major, std::uint64_t argument) {
    constexpr std::uint64_t inside = 24; // smaller ones stand in the first byte
    unsigned more = argument < inside        ? 0
                    : argument <= 0xFF       ? 1
                    : argument <= 0xFFFF     ? 2
                    : argument <= UINT32_MAX ? 4
                                             : 8;
    if (more == 0) return m_out.push_back(static_cast<std::uint8_t>(major | argument));
    const unsigned form = more == 1 ? 24 : more == 2 ? 25 : more == 4 ? 26 : 27;
    m_out.push_back(static_cast<std::uint8_t>(major | form));
    while (more-- > 0)
        m_out.push_back(static_cast<std::uint8_t>(argument >> (8 * more)));
}

void Writer::bytes(ByteView value) {
    head(0x40, value.size());
    append(m_out, value);
}

void Writer::text(std::string_view value) {
    head(0x60, value.size());
    append(m_out, as_bytes(value));
}

Bytes encode(const Value& value) {
    Bytes out;
    write(out, value);
    return out;
}

Result<Value> decode(ByteView bytes, const Limits& limits) {
    if (bytes.size() > limits.max_bytes)
        return fail(Code::too_large, "The CBOR data has " + std::to_string(bytes.size()) + " bytes; at most " +
                                         std::to_string(limits.max_bytes) + " are accepted.");
    Decoder decoder(bytes, limits.max_depth);
    HEARTH_TRY(Value value, decoder.read(0));
    if (decoder.offset() != bytes.size())
        return fail(Code::corrupt,
                    "The CBOR data goes on after its end, at byte " + std::to_string(decoder.offset()) + ".");
    const Bytes again = encode(value);
    if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()))
        return fail(Code::corrupt, "The CBOR data is not in its shortest, deterministic form.");
    return value;
}

Result<Fields> Fields::of(const Value& value, std::string what) {
    const Map* map = value.as_map();
    if (map == nullptr) return fail(Code::corrupt, "The " + what + " is not a map.");
    return Fields(*map, std::move(what));
}

const Value* Fields::find(std::uint64_t key) const {
    const auto at = std::lower_bound(m_map->begin(), m_map->end(), key,
                                     [](const auto& entry, std::uint64_t wanted) { return entry.first < wanted; });
    return at != m_map->end() && at->first == key ? &at->second : nullptr;
}

const Value* Fields::take(std::uint64_t key) {
    const Value* value = find(key);
    if (value != nullptr) {
        for (std::size_t i = 0; i < m_map->size(); ++i)
            if ((*m_map)[i].first == key) m_seen[i] = true;
    }
    return value;
}

Error Fields::wrong(const char* name, const char* expected) const {
    return fail(Code::corrupt,
                "The field \"" + std::string(name) + "\" of the " + m_what + " must be " + expected + ".");
}

Result<std::uint64_t> Fields::uint(std::uint64_t key, const char* name, std::uint64_t max) {
    const Value* value = take(key);
    if (value == nullptr || value->as_uint() == nullptr) return wrong(name, "an unsigned integer");
    if (*value->as_uint() > max) return wrong(name, ("at most " + std::to_string(max)).c_str());
    return *value->as_uint();
}

Result<std::int64_t> Fields::integer(std::uint64_t key, const char* name) {
    const Value* value = take(key);
    if (value != nullptr && value->as_negative() != nullptr) return *value->as_negative();
    if (value != nullptr && value->as_uint() != nullptr && *value->as_uint() <= static_cast<std::uint64_t>(INT64_MAX))
        return static_cast<std::int64_t>(*value->as_uint());
    return wrong(name, "a 64-bit integer");
}

Result<bool> Fields::boolean(std::uint64_t key, const char* name) {
    const Value* value = take(key);
    if (value == nullptr || value->as_bool() == nullptr) return wrong(name, "true or false");
    return *value->as_bool();
}

Result<Bytes> Fields::bytes(std::uint64_t key, const char* name, std::size_t max) {
    const Value* value = take(key);
    if (value == nullptr || value->as_bytes() == nullptr) return wrong(name, "a byte string");
    if (value->as_bytes()->size() > max) return wrong(name, ("at most " + std::to_string(max) + " bytes").c_str());
    return *value->as_bytes();
}

Result<std::string> Fields::text(std::uint64_t key, const char* name, std::size_t max) {
    const Value* value = take(key);
    if (value == nullptr || value->as_text() == nullptr) return wrong(name, "a text");
    if (value->as_text()->size() > max) return wrong(name, ("at most " + std::to_string(max) + " bytes").c_str());
    return *value->as_text();
}

Result<const Array*> Fields::array(std::uint64_t key, const char* name, std::size_t max) {
    const Value* value = take(key);
    if (value == nullptr || value->as_array() == nullptr) return wrong(name, "an array");
    if (value->as_array()->size() > max) return wrong(name, ("at most " + std::to_string(max) + " items").c_str());
    return value->as_array();
}

Result<const Value*> Fields::any(std::uint64_t key, const char* name) {
    const Value* value = take(key);
    if (value == nullptr) return wrong(name, "present");
    return value;
}

Status Fields::finish() const {
    for (std::size_t i = 0; i < m_map->size(); ++i)
        if (!m_seen[i])
            return fail(Code::corrupt,
                        "The " + m_what + " holds the unknown field " + std::to_string((*m_map)[i].first) + ".");
    return {};
}

} // namespace hearth::core::cbor
