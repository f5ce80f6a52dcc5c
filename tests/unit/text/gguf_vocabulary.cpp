// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"

#include "core/file.h"

#include <map>
#include <variant>

using namespace hearth;

namespace {

using Strings = std::vector<std::string>;
using Floats = std::vector<float>;
using Integers = std::vector<std::int32_t>;
using Entry = std::variant<std::monostate, std::int64_t, std::string, Strings, Floats, Integers>;

enum Type : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, string, array, u64, i64, f64 };

/// Walks the metadata; `m_good` turns false at the first step beyond the end.
class Reader {
public:
    explicit Reader(core::ByteView bytes) : m_bytes(bytes) {}

    bool good() const { return m_good; }

    template <typename T>
    T take() {
        T value{};
        if (m_bytes.size() < sizeof(T)) {
            m_good = false;
            return value;
        }
        std::memcpy(&value, m_bytes.data(), sizeof(T));
        m_bytes = m_bytes.subspan(sizeof(T));
        return value;
    }

    std::string take_string() {
        const auto length = take<std::uint64_t>();
        if (!m_good || m_bytes.size() < length) {
            m_good = false;
            return {};
        }
        std::string text(reinterpret_cast<const char*>(m_bytes.data()), length);
        m_bytes = m_bytes.subspan(length);
        return text;
    }

    Entry take_value(std::uint32_t type) {
        switch (type) {
        case string:
            return take_string();
        case array:
            return take_array();
        case f32:
            take<float>();
            return {};
        case f64:
            take<double>();
            return {};
        default:
            return take_integer(type);
        }
    }

private:
    Entry take_integer(std::uint32_t type) {
        switch (type) {
        case u8:
        case i8:
        case boolean:
            return std::int64_t{take<std::uint8_t>()};
        case u16:
        case i16:
            return std::int64_t{take<std::uint16_t>()};
        case u32:
            return std::int64_t{take<std::uint32_t>()};
        case i32:
            return std::int64_t{take<std::int32_t>()};
        case u64:
        case i64:
            return take<std::int64_t>();
        default:
            m_good = false;
            return {};
        }
    }

    Entry take_array() {
        const auto type = take<std::uint32_t>();
        const auto count = take<std::uint64_t>();
        Strings strings;
        Floats floats;
        Integers integers;
        for (std::uint64_t index = 0; m_good && index < count; ++index) {
            if (type == string) {
                strings.push_back(take_string());
            } else if (type == f32) {
                floats.push_back(take<float>());
            } else if (const Entry value = take_integer(type); m_good) {
                integers.push_back(static_cast<std::int32_t>(std::get<std::int64_t>(value)));
            }
        }
        if (type == string) return strings;
        if (type == f32) return floats;
        return integers;
    }

    core::ByteView m_bytes;
    bool m_good = true;
};

template <typename T>
T entry(const std::map<std::string, Entry>& entries, const std::string& key, T fallback = {}) {
    const auto found = entries.find("tokenizer.ggml." + key);
    if (found == entries.end() || !std::holds_alternative<T>(found->second)) return fallback;
    return std::get<T>(found->second);
}

} // namespace

core::Result<text::Vocabulary> read_gguf_vocabulary(const std::string& file) {
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(file));
    Reader reader(mapped.bytes());
    const auto magic = reader.take<std::uint32_t>();
    const auto version = reader.take<std::uint32_t>();
    reader.take<std::uint64_t>();
    const auto count = reader.take<std::uint64_t>();
    if (magic != 0x46554747 || version < 2)
        return core::fail(core::Code::corrupt, file + " is no GGUF file.");
    std::map<std::string, Entry> entries;
    for (std::uint64_t index = 0; reader.good() && index < count; ++index) {
        std::string key = reader.take_string();
        entries[std::move(key)] = reader.take_value(reader.take<std::uint32_t>());
    }
    if (!reader.good()) return core::fail(core::Code::corrupt, file + " ends too early.");

    const auto id = [&](const char* key) { return entry<std::int64_t>(entries, key, -1); };
    text::Vocabulary vocabulary;
    vocabulary.model = entry<std::string>(entries, "model");
    vocabulary.pre = entry<std::string>(entries, "pre");
    vocabulary.tokens = entry<Strings>(entries, "tokens");
    vocabulary.scores = entry<Floats>(entries, "scores");
    vocabulary.types = entry<Integers>(entries, "token_type");
    vocabulary.merges = entry<Strings>(entries, "merges");
    vocabulary.bos = id("bos_token_id");
    vocabulary.eos = id("eos_token_id");
    vocabulary.unk = id("unknown_token_id");
    vocabulary.sep = id("seperator_token_id"); // the format spells it so
    vocabulary.pad = id("padding_token_id");
    vocabulary.cls = id("cls_token_id");
    vocabulary.mask = id("mask_token_id");
    vocabulary.add_bos_known = id("add_bos_token") >= 0;
    vocabulary.add_bos = id("add_bos_token") > 0;
    vocabulary.add_eos_known = id("add_eos_token") >= 0;
    vocabulary.add_eos = id("add_eos_token") > 0;
    vocabulary.add_space_prefix = id("add_space_prefix") != 0;
    return vocabulary;
}
