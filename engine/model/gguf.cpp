// SPDX-License-Identifier: Apache-2.0
#include "model/gguf.h"

#include "model/tensor_type.h"

#include <bit>
#include <set>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

constexpr std::uint32_t magic = 0x46554747; // "GGUF"
constexpr std::uint64_t max_tensors = 65'536;
constexpr std::uint64_t max_keys = 65'536;
constexpr std::uint64_t max_key_bytes = 1024;
constexpr std::uint64_t max_text_bytes = std::uint64_t{16} << 20;
constexpr std::uint64_t max_array_items = std::uint64_t{1} << 24;
constexpr std::uint32_t max_dims = 4;

enum class Kind : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, text, array, u64, i64, f64 };

} // namespace

/// One pass over the header. Each read checks what is left first.
class GgufParser {
public:
    explicit GgufParser(core::ByteView bytes) : m_bytes(bytes) {}

    core::Status parse(GgufFile& out) {
        HEARTH_TRY(const auto head, number<std::uint32_t>());
        if (head != magic)
            return fail(Code::unsupported, "This is not a GGUF file.",
                        "Give a .gguf file or a Hugging Face folder.");
        HEARTH_TRY(const auto version, number<std::uint32_t>());
        if (version != 2 && version != 3)
            return fail(Code::unsupported, "GGUF version " + std::to_string(version) +
                                               " is not supported; versions 2 and 3 are.");
        HEARTH_TRY(const auto tensors, number<std::uint64_t>());
        HEARTH_TRY(const auto keys, number<std::uint64_t>());
        if (tensors > max_tensors || keys > max_keys) return broken("an absurd number of tensors or keys");
        for (std::uint64_t i = 0; i < keys; ++i)
            HEARTH_CHECK(read_entry(out));
        for (std::uint64_t i = 0; i < tensors; ++i)
            HEARTH_CHECK(read_tensor(out));
        return place_tensors(out);
    }

private:
    core::Error broken(const std::string& what) const {
        return fail(Code::corrupt,
                    "The GGUF file holds " + what + " at byte " + std::to_string(m_offset) + ".",
                    "The file is damaged or incomplete; fetch it again.");
    }

    template <typename T>
    core::Result<T> number() {
        if (m_bytes.size() - m_offset < sizeof(T)) return broken("a truncated number");
        T value;
        std::memcpy(&value, m_bytes.data() + m_offset, sizeof(T));
        m_offset += sizeof(T);
        return value;
    }

    core::Result<std::string> text(std::uint64_t limit) {
        HEARTH_TRY(const auto length, number<std::uint64_t>());
        if (length > limit) return broken("a text of " + std::to_string(length) + " bytes");
        if (length > m_bytes.size() - m_offset) return broken("a truncated text");
        std::string value(reinterpret_cast<const char*>(m_bytes.data() + m_offset), length);
        m_offset += length;
        return value;
    }

    template <typename Stored, typename Wide>
    core::Status read_into(GgufValue& out, std::optional<std::uint64_t> count) {
        if (!count) {
            HEARTH_TRY(const Stored value, number<Stored>());
            out = static_cast<Wide>(value);
            return {};
        }
        if (*count > (m_bytes.size() - m_offset) / sizeof(Stored))
            return broken("an array longer than the file");
        std::vector<Wide> values;
        values.reserve(*count);
        for (std::uint64_t i = 0; i < *count; ++i) {
            HEARTH_TRY(const Stored value, number<Stored>());
            values.push_back(static_cast<Wide>(value));
        }
        out = std::move(values);
        return {};
    }

    core::Status read_booleans(GgufValue& out, std::optional<std::uint64_t> count) {
        std::vector<bool> values;
        for (std::uint64_t i = 0; i < count.value_or(1); ++i) {
            HEARTH_TRY(const auto value, number<std::uint8_t>());
            if (value > 1) return broken("a boolean that is neither 0 nor 1");
            values.push_back(value == 1);
        }
        if (count)
            out = std::move(values);
        else
            out = static_cast<bool>(values.front());
        return {};
    }

    core::Status read_texts(GgufValue& out, std::optional<std::uint64_t> count) {
        if (!count) {
            HEARTH_TRY(out, text(max_text_bytes));
            return {};
        }
        if (*count > (m_bytes.size() - m_offset) / 8) return broken("an array longer than the file");
        std::vector<std::string> values;
        values.reserve(*count);
        for (std::uint64_t i = 0; i < *count; ++i) {
            HEARTH_TRY(std::string value, text(max_text_bytes));
            values.push_back(std::move(value));
        }
        out = std::move(values);
        return {};
    }

    core::Status read_value(Kind kind, std::optional<std::uint64_t> count, GgufValue& out) {
        switch (kind) {
        case Kind::u8:
            return read_into<std::uint8_t, std::uint64_t>(out, count);
        case Kind::i8:
            return read_into<std::int8_t, std::int64_t>(out, count);
        case Kind::u16:
            return read_into<std::uint16_t, std::uint64_t>(out, count);
        case Kind::i16:
            return read_into<std::int16_t, std::int64_t>(out, count);
        case Kind::u32:
            return read_into<std::uint32_t, std::uint64_t>(out, count);
        case Kind::i32:
            return read_into<std::int32_t, std::int64_t>(out, count);
        case Kind::u64:
            return read_into<std::uint64_t, std::uint64_t>(out, count);
        case Kind::i64:
            return read_into<std::int64_t, std::int64_t>(out, count);
        case Kind::f32:
            return read_into<float, double>(out, count);
        case Kind::f64:
            return read_into<double, double>(out, count);
        case Kind::boolean:
            return read_booleans(out, count);
        case Kind::text:
            return read_texts(out, count);
        case Kind::array:
            break;
        }
        return broken("a value of an unknown kind");
    }

    core::Status read_entry(GgufFile& out) {
        HEARTH_TRY(const std::string key, text(max_key_bytes));
        HEARTH_TRY(const auto kind, number<std::uint32_t>());
        GgufValue value;
        if (static_cast<Kind>(kind) == Kind::array) {
            HEARTH_TRY(const auto item_kind, number<std::uint32_t>());
            HEARTH_TRY(const auto count, number<std::uint64_t>());
            if (count > max_array_items) return broken("an array of " + std::to_string(count) + " items");
            HEARTH_CHECK(read_value(static_cast<Kind>(item_kind), count, value));
        } else {
            HEARTH_CHECK(read_value(static_cast<Kind>(kind), std::nullopt, value));
        }
        if (!out.m_values.emplace(key, std::move(value)).second)
            return broken("the key \"" + key + "\" twice");
        return {};
    }

    core::Status read_tensor(GgufFile& out) {
        GgufTensor tensor;
        HEARTH_TRY(tensor.name, text(max_key_bytes));
        if (!m_names.insert(tensor.name).second) return broken("the tensor \"" + tensor.name + "\" twice");
        HEARTH_TRY(const auto dims, number<std::uint32_t>());
        if (dims == 0 || dims > max_dims)
            return broken("a tensor with " + std::to_string(dims) + " dimensions");
        std::uint64_t elements = 1;
        for (std::uint32_t i = 0; i < dims; ++i) {
            HEARTH_TRY(const auto size, number<std::uint64_t>());
            if (size == 0 || elements > (std::uint64_t{1} << 40) / size)
                return broken("a tensor of an absurd size");
            elements *= size;
            tensor.dims.push_back(size);
        }
        HEARTH_TRY(tensor.type, number<std::uint32_t>());
        HEARTH_TRY(tensor.offset, number<std::uint64_t>());
        HEARTH_TRY(const BlockLayout layout, ggml_layout(tensor.type, tensor.name));
        if (tensor.dims.front() % layout.elements != 0)
            return broken("rows of \"" + tensor.name + "\" that are no whole blocks");
        tensor.size = elements / layout.elements * layout.bytes;
        out.m_tensors.push_back(std::move(tensor));
        return {};
    }

    core::Status place_tensors(GgufFile& out) {
        const std::uint64_t alignment = out.uint("general.alignment").value_or(32);
        if (alignment == 0 || alignment > 65'536 || !std::has_single_bit(alignment))
            return broken("an invalid alignment");
        const std::uint64_t start = (m_offset + alignment - 1) / alignment * alignment;
        for (GgufTensor& tensor : out.m_tensors) {
            const std::uint64_t room = m_bytes.size() > start ? m_bytes.size() - start : 0;
            if (tensor.offset % alignment != 0)
                return broken("the tensor \"" + tensor.name + "\" off its alignment");
            if (tensor.offset > room || tensor.size > room - tensor.offset)
                return broken("the tensor \"" + tensor.name + "\" outside the file");
            tensor.offset += start;
        }
        return {};
    }

    core::ByteView m_bytes;
    std::uint64_t m_offset = 0;
    std::set<std::string> m_names;
};

core::Result<GgufFile> GgufFile::open(const std::filesystem::path& path) {
    HEARTH_TRY(core::MappedFile mapped, core::MappedFile::open(path));
    GgufFile file(std::move(mapped));
    HEARTH_CHECK(GgufParser(file.m_file.bytes()).parse(file));
    return file;
}

template <typename T>
const T* GgufFile::get(const std::string& key) const {
    const auto at = m_values.find(key);
    return at == m_values.end() ? nullptr : std::get_if<T>(&at->second);
}

std::optional<std::string> GgufFile::text(const std::string& key) const {
    const auto* value = get<std::string>(key);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::uint64_t> GgufFile::uint(const std::string& key) const {
    if (const auto* value = get<std::uint64_t>(key)) return *value;
    if (const auto* value = get<std::int64_t>(key); value != nullptr && *value >= 0)
        return static_cast<std::uint64_t>(*value);
    return std::nullopt;
}

std::optional<double> GgufFile::real(const std::string& key) const {
    if (const auto* value = get<double>(key)) return *value;
    if (const auto* value = get<std::uint64_t>(key)) return static_cast<double>(*value);
    if (const auto* value = get<std::int64_t>(key)) return static_cast<double>(*value);
    return std::nullopt;
}

std::optional<bool> GgufFile::boolean(const std::string& key) const {
    const auto* value = get<bool>(key);
    return value ? std::optional(*value) : std::nullopt;
}

const std::vector<std::string>* GgufFile::texts(const std::string& key) const {
    return get<std::vector<std::string>>(key);
}

std::optional<std::vector<std::int64_t>> GgufFile::integers(const std::string& key) const {
    if (const auto* value = get<std::vector<std::int64_t>>(key)) return *value;
    if (const auto* value = get<std::vector<std::uint64_t>>(key))
        return std::vector<std::int64_t>(value->begin(), value->end());
    return std::nullopt;
}

std::optional<std::vector<double>> GgufFile::reals(const std::string& key) const {
    const auto* value = get<std::vector<double>>(key);
    return value ? std::optional(*value) : std::nullopt;
}

} // namespace hearth::model
