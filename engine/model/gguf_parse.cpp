// SPDX-License-Identifier: Apache-2.0
#include "model/gguf.h"
#include "model/gguf_reader.h"
#include "model/tensor_type.h"

#include <algorithm>
#include <bit>

namespace hearth::model {
namespace {

using core::ByteView;
using core::Code;
using core::fail;
using core::Result;
using core::Status;

constexpr std::uint64_t max_entries = 65'536, max_tensors = 65'536;
constexpr std::uint64_t max_key_bytes = 1024, max_name_bytes = 256;
constexpr std::uint64_t max_dimension = std::uint64_t{1} << 40, max_alignment = 65'536;
constexpr unsigned max_array_depth = 4;
constexpr std::uint32_t default_alignment = 32;

/// A tensor's place before the data section is known.
struct Placed {
    GgufTensor tensor;
    std::uint64_t offset = 0, bytes = 0;
};

Result<GgufType> read_type(GgufReader& in, const core::Sentence& place) {
    HEARTH_TRY(const std::uint32_t code, in.u32(place));
    if (code > static_cast<std::uint32_t>(GgufType::f64))
        return in.corrupt(core::say("value_type_does_not", {place, std::to_string(code)}));
    return static_cast<GgufType>(code);
}

Status skip_values(GgufReader& in, GgufType type, std::uint64_t count, const core::Sentence& place, unsigned depth);

Status skip_array(GgufReader& in, const core::Sentence& place, unsigned depth) {
    if (depth >= max_array_depth) return in.corrupt(core::say("nests_arrays_too_deeply", {place}));
    HEARTH_TRY(const GgufType element, read_type(in, place));
    HEARTH_TRY(const std::uint64_t count, in.u64(place));
    return skip_values(in, element, count, place, depth + 1);
}

Status skip_values(GgufReader& in, GgufType type, std::uint64_t count, const core::Sentence& place, unsigned depth) {
    const std::uint64_t width = gguf_value_bytes(type);
    // An array's own header takes 12 bytes, a text's 8: no count can promise more than the file holds.
    const std::uint64_t least = type == GgufType::array ? 12 : type == GgufType::text ? 8 : width;
    if (count > in.left() / least)
        return in.corrupt(core::say("claims_values_more_than", {place, std::to_string(count)}));
    if (type == GgufType::boolean) return in.booleans(count, place);
    if (width != 0) return in.skip(count * width, place);
    for (std::uint64_t i = 0; i < count; ++i) {
        if (type == GgufType::text)
            HEARTH_CHECK(in.skip_text(place));
        else
            HEARTH_CHECK(skip_array(in, place, depth));
    }
    return {};
}

Result<GgufEntry> read_entry(GgufReader& in, std::uint64_t index) {
    const core::Sentence number = core::say("metadata_number", {core::figure(index)});
    GgufEntry entry;
    HEARTH_TRY(entry.key, in.name(max_key_bytes, number));
    const core::Sentence place = core::say("metadata_called", {entry.key});
    HEARTH_TRY(entry.type, read_type(in, place));
    entry.element = entry.type;
    if (entry.type == GgufType::array) {
        HEARTH_TRY(entry.element, read_type(in, place));
        HEARTH_TRY(entry.count, in.u64(place));
    }
    const std::uint64_t start = in.position();
    HEARTH_CHECK(skip_values(in, entry.element, entry.count, place, entry.type == GgufType::array ? 1 : 0));
    entry.payload = in.since(start);
    return entry;
}

Result<Placed> read_tensor(GgufReader& in, std::uint64_t index) {
    Placed placed;
    GgufTensor& tensor = placed.tensor;
    HEARTH_TRY(tensor.name, in.name(max_name_bytes, core::say("tensor_number", {core::figure(index)})));
    const core::Sentence place = core::say("tensor_called", {tensor.name});
    HEARTH_TRY(const std::uint32_t dimensions, in.u32(place));
    if (dimensions < 1 || dimensions > 4)
        return in.corrupt(core::say("dimensions_instead", {place, std::to_string(dimensions)}));
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        HEARTH_TRY(const std::uint64_t size, in.u64(place));
        if (size == 0 || size > max_dimension)
            return in.corrupt(core::say("has_a_dimension_of", {place, std::to_string(size)}));
        tensor.shape.insert(tensor.shape.begin(), size);
    }
    HEARTH_TRY(const std::uint32_t code, in.u32(place));
    const auto type = gguf_tensor_type(code);
    if (!type)
        return fail(Code::unsupported, core::say("type_not_supported", {place, gguf_tensor_type_name(code)}),
                    core::say("use_file_f_f"));
    tensor.type = *type;
    HEARTH_TRY(placed.offset, in.u64(place));
    const auto bytes = tensor_bytes(tensor.type, tensor.shape);
    if (!bytes)
        return in.corrupt(
            core::say("shape_cannot_stored", {place, shape_text(tensor.shape), tensor_type_name(tensor.type)}));
    placed.bytes = *bytes;
    return placed;
}

/// Tensors lie one after the other in the table's order, each at the next multiple of the alignment.
Status place_tensors(GgufReader& in, std::vector<Placed>& placed, std::uint64_t alignment) {
    const std::uint64_t start = (in.position() + alignment - 1) / alignment * alignment;
    const std::uint64_t section = start > in.size() ? 0 : in.size() - start;
    std::uint64_t next = 0;
    for (Placed& entry : placed) {
        const core::Sentence place = core::say("tensor_called", {entry.tensor.name});
        if (entry.offset != next)
            return in.corrupt(
                core::say("starts_offset_instead", {place, std::to_string(entry.offset), std::to_string(next)}));
        if (entry.offset > section || entry.bytes > section - entry.offset)
            return in.corrupt(core::say("ends_beyond_end_file", {place}));
        entry.tensor.data = in.at(start + entry.offset, entry.bytes);
        next = (entry.offset + entry.bytes + alignment - 1) / alignment * alignment;
    }
    return {};
}

template <typename Item, typename Name>
const std::string* twice(const std::vector<Item>& items, Name name) {
    std::vector<const std::string*> names;
    for (const Item& item : items)
        names.push_back(&name(item));
    std::sort(names.begin(), names.end(), [](auto a, auto b) { return *a < *b; });
    const auto found = std::adjacent_find(names.begin(), names.end(), [](auto a, auto b) { return *a == *b; });
    return found == names.end() ? nullptr : *found;
}

struct Counts {
    std::uint64_t tensors, entries;
};

Result<Counts> read_head(GgufReader& in) {
    HEARTH_TRY(const std::uint32_t magic, in.u32("The file's head"));
    if (magic != 0x46554747U) return in.corrupt(core::say("file_does_not_start"));
    HEARTH_TRY(const std::uint32_t version, in.u32("The file's head"));
    if (version == 0x03000000U || version == 0x02000000U)
        return fail(Code::unsupported, core::say("gguf_file_big_endian"), core::say("use_little_endian_file"));
    if (version != 2 && version != 3)
        return fail(Code::unsupported, core::say("gguf_version_not_supported", {std::to_string(version)}),
                    core::say("use_file_version"));
    Counts counts{};
    HEARTH_TRY(counts.tensors, in.u64("The file's head"));
    HEARTH_TRY(counts.entries, in.u64("The file's head"));
    if (counts.tensors > max_tensors || counts.entries > max_entries)
        return fail(
            Code::too_large,
            core::say("gguf_file_claims_tensors",
                      {std::to_string(counts.tensors), std::to_string(counts.entries), std::to_string(max_tensors)}),
            core::say("file_damaged_hostile_fetch"));
    return counts;
}

} // namespace

Result<GgufFile> GgufFile::parse(ByteView bytes) {
    GgufReader in(bytes);
    HEARTH_TRY(const Counts counts, read_head(in));
    GgufFile file;
    for (std::uint64_t i = 0; i < counts.entries; ++i) {
        HEARTH_TRY(GgufEntry entry, read_entry(in, i));
        file.m_entries.push_back(std::move(entry));
    }
    std::sort(file.m_entries.begin(), file.m_entries.end(),
              [](const GgufEntry& a, const GgufEntry& b) { return a.key < b.key; });
    if (const auto* key = twice(file.m_entries, [](const GgufEntry& e) -> const std::string& { return e.key; }))
        return in.corrupt(core::say("metadata_entry_occurs_twice", {*key}));
    HEARTH_TRY(const auto alignment, file.uint("general.alignment"));
    const std::uint64_t align = alignment.value_or(default_alignment);
    if (align == 0 || align > max_alignment || !std::has_single_bit(align))
        return in.corrupt(core::say("metadata_entry_general_alignment", {std::to_string(align)}));

    std::vector<Placed> placed;
    for (std::uint64_t i = 0; i < counts.tensors; ++i) {
        HEARTH_TRY(Placed tensor, read_tensor(in, i));
        placed.push_back(std::move(tensor));
    }
    HEARTH_CHECK(place_tensors(in, placed, align));
    for (Placed& tensor : placed)
        file.m_tensors.push_back(std::move(tensor.tensor));
    if (const auto* name = twice(file.m_tensors, [](const GgufTensor& t) -> const std::string& { return t.name; }))
        return in.corrupt(core::say("tensor_occurs_twice_too", {*name}));
    return file;
}

Result<GgufFile> GgufFile::open(const std::filesystem::path& path) {
    HEARTH_TRY(core::MappedFile mapped, core::MappedFile::open(path));
    HEARTH_TRY(GgufFile file, parse(mapped.bytes()));
    file.m_file = std::move(mapped);
    return file;
}

} // namespace hearth::model
