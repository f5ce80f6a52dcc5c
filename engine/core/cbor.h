// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Deterministic CBOR, RFC 8949 §4.2.1, in the subset that Hearth signs and stores: unsigned and negative
/// integers, byte and text strings, arrays, maps with unsigned integer keys, booleans and null.
/// No floats, no tags, no indefinite lengths. Decoding is strict: what would not re-encode to the same
/// bytes is refused, so every value has exactly one encoding.
namespace hearth::core::cbor {

class Value;
using Array = std::vector<Value>;
/// Ordered by key; keys are unique.
using Map = std::vector<std::pair<std::uint64_t, Value>>;

class Value {
public:
    Value() : m_data(nullptr) {}
    Value(std::nullptr_t) : m_data(nullptr) {}
    Value(bool value) : m_data(value) {}
    Value(std::uint64_t value) : m_data(value) {}
    Value(std::uint32_t value) : m_data(std::uint64_t{value}) {}
    Value(std::int64_t value);
    Value(int value) : Value(std::int64_t{value}) {}
    Value(Bytes value) : m_data(std::move(value)) {}
    Value(ByteView value) : m_data(to_bytes(value)) {}
    Value(std::string value) : m_data(std::move(value)) {}
    Value(const char* value) : m_data(std::string(value)) {}
    Value(Array value) : m_data(std::move(value)) {}
    /// Sorts by key. A key given twice is a defect and makes encode() fail in debug builds.
    Value(Map value);
    template <typename Tag>
    Value(const Id<Tag>& id) : m_data(Bytes(id.bytes.begin(), id.bytes.end())) {}

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(m_data); }
    const bool* as_bool() const { return std::get_if<bool>(&m_data); }
    const std::uint64_t* as_uint() const { return std::get_if<std::uint64_t>(&m_data); }
    /// Only negative integers are held here.
    const std::int64_t* as_negative() const { return std::get_if<std::int64_t>(&m_data); }
    const Bytes* as_bytes() const { return std::get_if<Bytes>(&m_data); }
    const std::string* as_text() const { return std::get_if<std::string>(&m_data); }
    const Array* as_array() const { return std::get_if<Array>(&m_data); }
    const Map* as_map() const { return std::get_if<Map>(&m_data); }

    bool operator==(const Value&) const = default;

private:
    std::variant<std::nullptr_t, bool, std::uint64_t, std::int64_t, Bytes, std::string, Array, Map> m_data;
};

/// The same bytes without a Value for each item, where many are written. Whoever writes puts the keys of a map, each an
/// uint(), in their order, and as many items as map() or array() said.
class Writer {
public:
    explicit Writer(Bytes& out) : m_out(out) {}
    void uint(std::uint64_t value) { head(0x00, value); }
    void bytes(ByteView value);
    void text(std::string_view value);
    void array(std::uint64_t size) { head(0x80, size); }
    void map(std::uint64_t size) { head(0xA0, size); }
    void boolean(bool value) { m_out.push_back(value ? 0xF5 : 0xF4); }

private:
    void head(std::uint8_t major, std::uint64_t argument);
    Bytes& m_out;
};

struct Limits {
    std::size_t max_bytes = std::size_t{1} << 20;
    unsigned max_depth = 16;
};

Bytes encode(const Value& value);
/// Errors: too_large, corrupt (with the offset of the first offending byte).
Result<Value> decode(ByteView bytes, const Limits& limits = {});

/// Typed access to the fields of a map, with errors that name the field. Borrowed: the Value must outlive it.
/// finish() refuses keys that nobody asked for, so that nothing unsigned hides in a message.
class Fields {
public:
    static Result<Fields> of(const Value& value, std::string what);

    bool has(std::uint64_t key) const { return find(key) != nullptr; }
    Result<std::uint64_t> uint(std::uint64_t key, const char* name, std::uint64_t max = UINT64_MAX);
    Result<std::int64_t> integer(std::uint64_t key, const char* name);
    Result<bool> boolean(std::uint64_t key, const char* name);
    Result<Bytes> bytes(std::uint64_t key, const char* name, std::size_t max = SIZE_MAX);
    Result<std::string> text(std::uint64_t key, const char* name, std::size_t max = SIZE_MAX);
    Result<const Array*> array(std::uint64_t key, const char* name, std::size_t max = SIZE_MAX);
    Result<const Value*> any(std::uint64_t key, const char* name);
    template <typename T>
    Result<T> id(std::uint64_t key, const char* name) {
        HEARTH_TRY(const Bytes raw, bytes(key, name, T::size));
        auto parsed = T::from_view(raw);
        if (!parsed) return wrong(name, "32 bytes");
        return parsed;
    }
    Status finish() const;

private:
    Fields(const Map& map, std::string what) : m_map(&map), m_what(std::move(what)), m_seen(map.size()) {}
    const Value* find(std::uint64_t key) const;
    const Value* take(std::uint64_t key);
    Error wrong(const char* name, const char* expected) const;

    const Map* m_map;
    std::string m_what;
    std::vector<bool> m_seen;
};

} // namespace hearth::core::cbor
