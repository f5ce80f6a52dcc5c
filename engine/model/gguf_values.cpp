// SPDX-License-Identifier: Apache-2.0
// Typed access to GGUF metadata. Payloads were walked when the file was opened, so reading them cannot fail.
#include "model/gguf_reader.h"

#include <algorithm>
#include <bit>

namespace hearth::model {

using core::Code;
using core::Error;
using core::fail;
using core::Result;

namespace {

constexpr std::uint64_t max_values = std::uint64_t{1} << 24;

Error wrong(const GgufEntry& entry, const core::Sentence& expected) {
    return fail(Code::corrupt, core::say("metadata_not", {entry.key, expected}),
                core::say("file_damaged_made_another"));
}

bool is_integer(GgufType type) {
    return gguf_value_bytes(type) != 0 && type != GgufType::f32 && type != GgufType::f64 && type != GgufType::boolean;
}
bool is_signed(GgufType type) {
    return type == GgufType::i8 || type == GgufType::i16 || type == GgufType::i32 || type == GgufType::i64;
}

/// Integer at `data`, sign-extended.
std::int64_t signed_at(GgufType type, const std::uint8_t* data) {
    const std::size_t width = gguf_value_bytes(type);
    const std::uint64_t raw = load_le(data, width);
    if (!is_signed(type) || width == 8) return static_cast<std::int64_t>(raw);
    const unsigned unused = static_cast<unsigned>(64 - 8 * width);
    return static_cast<std::int64_t>(raw << unused) >> unused;
}

double real_at(GgufType type, const std::uint8_t* data) {
    if (type == GgufType::f32)
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(load_le(data, 4))));
    return std::bit_cast<double>(load_le(data, 8));
}

/// The entry if it is an array, nothing if it is absent.
Result<const GgufEntry*> array(const GgufFile& file, std::string_view key) {
    const GgufEntry* const entry = file.find(key);
    if (entry == nullptr) return entry;
    if (entry->type != GgufType::array) return wrong(*entry, core::say("an_array"));
    if (entry->count > max_values)
        return fail(Code::too_large, core::say("metadata_entry_holds_values",
                                               {entry->key, std::to_string(entry->count), std::to_string(max_values)}));
    return entry;
}

} // namespace

const GgufEntry* GgufFile::find(std::string_view key) const {
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), key,
                                        [](const GgufEntry& e, std::string_view k) { return e.key < k; });
    return found != m_entries.end() && found->key == key ? &*found : nullptr;
}

Result<std::optional<std::uint64_t>> GgufFile::uint(std::string_view key) const {
    const GgufEntry* const entry = find(key);
    if (entry == nullptr) return std::optional<std::uint64_t>();
    if (!is_integer(entry->type)) return wrong(*entry, core::say("an_integer"));
    const std::int64_t value = signed_at(entry->type, entry->payload.data());
    if (is_signed(entry->type) && value < 0) return wrong(*entry, core::say("positive_integer"));
    return std::optional(static_cast<std::uint64_t>(value));
}

Result<std::optional<double>> GgufFile::real(std::string_view key) const {
    const GgufEntry* const entry = find(key);
    if (entry == nullptr) return std::optional<double>();
    if (entry->type != GgufType::f32 && entry->type != GgufType::f64) return wrong(*entry, core::say("real_number"));
    return std::optional(real_at(entry->type, entry->payload.data()));
}

Result<std::optional<bool>> GgufFile::boolean(std::string_view key) const {
    const GgufEntry* const entry = find(key);
    if (entry == nullptr) return std::optional<bool>();
    if (entry->type != GgufType::boolean) return wrong(*entry, core::say("truth_value"));
    return std::optional(entry->payload[0] != 0);
}

Result<std::optional<std::string>> GgufFile::text(std::string_view key) const {
    const GgufEntry* const entry = find(key);
    if (entry == nullptr) return std::optional<std::string>();
    if (entry->type != GgufType::text) return wrong(*entry, core::say("a_text"));
    const core::ByteView text = entry->payload.subspan(8);
    if (!core::is_utf8({reinterpret_cast<const char*>(text.data()), text.size()}))
        return wrong(*entry, core::say("valid_utf"));
    return std::optional(std::string(text.begin(), text.end()));
}

Result<std::optional<std::vector<std::string>>> GgufFile::texts(std::string_view key) const {
    HEARTH_TRY(const GgufEntry* entry, array(*this, key));
    if (entry == nullptr) return std::optional<std::vector<std::string>>();
    if (entry->element != GgufType::text) return wrong(*entry, core::say("array_texts"));
    std::vector<std::string> values;
    values.reserve(entry->count);
    core::ByteView rest = entry->payload;
    for (std::uint64_t i = 0; i < entry->count; ++i) {
        const std::uint64_t length = load_le(rest.data(), 8);
        const core::ByteView text = rest.subspan(8, length);
        values.emplace_back(text.begin(), text.end());
        rest = rest.subspan(8 + length);
    }
    return std::optional(std::move(values));
}

Result<std::optional<std::vector<std::uint64_t>>> GgufFile::uints(std::string_view key) const {
    HEARTH_TRY(const GgufEntry* entry, array(*this, key));
    if (entry == nullptr) return std::optional<std::vector<std::uint64_t>>();
    if (!is_integer(entry->element)) return wrong(*entry, core::say("array_integers"));
    std::vector<std::uint64_t> values;
    const std::uint64_t width = gguf_value_bytes(entry->element);
    for (std::uint64_t i = 0; i < entry->count; ++i) {
        const std::int64_t value = signed_at(entry->element, entry->payload.data() + i * width);
        if (is_signed(entry->element) && value < 0) return wrong(*entry, core::say("array_positive_integers"));
        values.push_back(static_cast<std::uint64_t>(value));
    }
    return std::optional(std::move(values));
}

Result<std::optional<std::vector<std::int32_t>>> GgufFile::ints(std::string_view key) const {
    HEARTH_TRY(const GgufEntry* entry, array(*this, key));
    if (entry == nullptr) return std::optional<std::vector<std::int32_t>>();
    if (entry->element != GgufType::i32 && entry->element != GgufType::u32)
        return wrong(*entry, core::say("array_int"));
    std::vector<std::int32_t> values;
    for (std::uint64_t i = 0; i < entry->count; ++i)
        values.push_back(static_cast<std::int32_t>(load_le(entry->payload.data() + 4 * i, 4)));
    return std::optional(std::move(values));
}

Result<std::optional<std::vector<float>>> GgufFile::floats(std::string_view key) const {
    HEARTH_TRY(const GgufEntry* entry, array(*this, key));
    if (entry == nullptr) return std::optional<std::vector<float>>();
    if (entry->element != GgufType::f32) return wrong(*entry, core::say("array_float"));
    std::vector<float> values;
    for (std::uint64_t i = 0; i < entry->count; ++i)
        values.push_back(static_cast<float>(real_at(GgufType::f32, entry->payload.data() + 4 * i)));
    return std::optional(std::move(values));
}

} // namespace hearth::model
