// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors.h"

#include "model/json_text.h"
#include "model/tensor_type.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::model {
namespace {

using core::ByteView;
using core::Code;
using core::Error;
using core::fail;
using core::Result;
using core::Status;
using nlohmann::json;

constexpr std::uint64_t length_bytes = 8;
constexpr std::uint64_t max_header_bytes = std::uint64_t{32} << 20;
constexpr std::size_t max_tensors = 65'536, max_name_bytes = 256, max_dimensions = 8;
constexpr std::uint64_t max_dimension = std::uint64_t{1} << 40;

struct Range {
    std::uint64_t begin, end;
};

/// Reads one file's header; keeps its name for errors.
class Header {
public:
    Header(ByteView data, std::string file) : m_data(data), m_file(std::move(file)) {}

    Result<std::vector<TensorInfo>> tensors(const json& header) {
        if (!header.is_object()) return corrupt(core::say("header_no_json_object"));
        if (header.size() > max_tensors) return corrupt(core::say("claims_tensors", {std::to_string(header.size())}));
        std::vector<TensorInfo> found;
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__") {
                HEARTH_CHECK(check_metadata(entry));
                continue;
            }
            HEARTH_TRY(TensorInfo tensor, read(name, entry));
            found.push_back(std::move(tensor));
        }
        HEARTH_CHECK(check_cover(found));
        std::erase_if(found, [](const TensorInfo& tensor) { return is_position_list(tensor.name); });
        return found;
    }

    Error corrupt(const core::Sentence& what) const {
        return fail(Code::corrupt, core::say("file_so", {m_file, what}), core::say("file_damaged_incomplete_fetch"));
    }

private:
    Status check_metadata(const json& entry) const {
        const auto is_text = [](const json& value) { return value.is_string(); };
        if (entry.is_object() && std::all_of(entry.begin(), entry.end(), is_text)) return {};
        return corrupt(core::say("metadata_no_map_texts"));
    }

    /// Not weights: the numbers from 0 on.
    static bool is_position_list(const std::string& name) { return name.ends_with("embeddings.position_ids"); }

    Result<TensorType> read_type(const core::Sentence& place, const json& entry) const {
        const auto at = entry.find("dtype");
        if (at == entry.end() || !at->is_string()) return corrupt(core::say("no_dtype", {place}));
        const auto& name = at->get_ref<const std::string&>();
        for (const TensorType type : {TensorType::f32, TensorType::f16, TensorType::bf16})
            if (name == tensor_type_name(type)) return type;
        return fail(Code::unsupported, core::say("has_type_which_is_not", {m_file, place, name.substr(0, 32)}),
                    core::say("use_model_f_f"));
    }

    Result<std::vector<std::uint64_t>> read_shape(const core::Sentence& place, const json& entry) const {
        const auto at = entry.find("shape");
        if (at == entry.end() || !at->is_array() || at->empty() || at->size() > max_dimensions)
            return corrupt(core::say("no_shape_dimensions", {place, std::to_string(max_dimensions)}));
        std::vector<std::uint64_t> shape;
        for (const json& size : *at) {
            if (!size.is_number_unsigned() || size.get<std::uint64_t>() == 0 ||
                size.get<std::uint64_t>() > max_dimension)
                return corrupt(core::say("dimension_no_size", {place}));
            shape.push_back(size.get<std::uint64_t>());
        }
        return shape;
    }

    Result<Range> read_range(const core::Sentence& place, const json& entry) const {
        const auto at = entry.find("data_offsets");
        if (at == entry.end() || !at->is_array() || at->size() != 2 || !(*at)[0].is_number_unsigned() ||
            !(*at)[1].is_number_unsigned())
            return corrupt(core::say("no_pair_data_offsets", {place}));
        const Range range{(*at)[0].get<std::uint64_t>(), (*at)[1].get<std::uint64_t>()};
        if (range.begin > range.end || range.end > m_data.size())
            return corrupt(
                core::say("lies_but_file_holds", {place, std::to_string(range.begin), std::to_string(range.end),
                                                  std::to_string(m_data.size())}));
        return range;
    }

    Result<TensorInfo> read(const std::string& name, const json& entry) const {
        if (name.empty() || name.size() > max_name_bytes)
            return corrupt(core::say("tensor_name_bytes", {std::to_string(name.size())}));
        const core::Sentence place = core::say("tensor_called", {name});
        if (!entry.is_object() || entry.size() != 3) return corrupt(core::say("other_fields_than_dtype", {place}));
        TensorInfo tensor;
        tensor.name = name;
        const auto type = entry.find("dtype");
        const bool wide = is_position_list(name) && type != entry.end() && *type == "I64"; // twice the size of an F32
        if (!wide) {
            HEARTH_TRY(tensor.type, read_type(place, entry));
        }
        HEARTH_TRY(tensor.shape, read_shape(place, entry));
        HEARTH_TRY(const Range range, read_range(place, entry));
        auto bytes = tensor_bytes(tensor.type, tensor.shape);
        if (bytes && wide) bytes = checked_product(*bytes, 2);
        if (!bytes || *bytes != range.end - range.begin)
            return corrupt(
                core::say("shape_type_cannot_take", {place, shape_text(tensor.shape), tensor_type_name(tensor.type),
                                                     std::to_string(range.end - range.begin)}));
        tensor.data = m_data.subspan(range.begin, *bytes);
        return tensor;
    }

    /// Sorts by place; the tensors must cover the data without overlap, gap or rest.
    Status check_cover(std::vector<TensorInfo>& tensors) const {
        std::sort(tensors.begin(), tensors.end(),
                  [](const TensorInfo& a, const TensorInfo& b) { return a.data.data() < b.data.data(); });
        const std::uint8_t* next = m_data.data();
        for (const TensorInfo& tensor : tensors) {
            if (tensor.data.data() < next) return corrupt(core::say("tensor_overlaps_another_one", {tensor.name}));
            if (tensor.data.data() > next) return corrupt(core::say("gap_before_tensor", {tensor.name}));
            next = tensor.data.data() + tensor.data.size();
        }
        if (next == m_data.data() + m_data.size()) return {};
        return corrupt(core::say("bytes_after_last_tensor"));
    }

    ByteView m_data;
    std::string m_file;
};

} // namespace

Result<std::vector<TensorInfo>> parse_safetensors(ByteView bytes, const std::string& file) {
    const Header outside(bytes, file);
    if (bytes.size() < length_bytes) return outside.corrupt(core::say("too_short_safetensors_file"));
    std::uint64_t length = 0;
    for (std::size_t i = length_bytes; i > 0; --i)
        length = (length << 8) | bytes[i - 1];
    if (length > max_header_bytes || length > bytes.size() - length_bytes)
        return outside.corrupt(
            core::say("header_claims_bytes", {std::to_string(length), std::to_string(bytes.size())}));
    HEARTH_TRY(const json header, parse_json(bytes.subspan(length_bytes, length), "The header of " + file));
    return Header(bytes.subspan(length_bytes + length), file).tensors(header);
}

} // namespace hearth::model
