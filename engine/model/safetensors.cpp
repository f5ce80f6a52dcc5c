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
        if (!header.is_object()) return corrupt("Its header is no JSON object");
        if (header.size() > max_tensors) return corrupt("It claims " + std::to_string(header.size()) + " tensors");
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
        return found;
    }

    Error corrupt(const std::string& what) const {
        return fail(Code::corrupt, m_file + ": " + what + ".", "The file is damaged or incomplete; fetch it again.");
    }

private:
    Status check_metadata(const json& entry) const {
        const auto is_text = [](const json& value) { return value.is_string(); };
        if (entry.is_object() && std::all_of(entry.begin(), entry.end(), is_text)) return {};
        return corrupt("Its \"__metadata__\" is no map of texts");
    }

    Result<TensorType> read_type(const std::string& place, const json& entry) const {
        const auto at = entry.find("dtype");
        if (at == entry.end() || !at->is_string()) return corrupt(place + " has no dtype");
        const auto& name = at->get_ref<const std::string&>();
        for (const TensorType type : {TensorType::f32, TensorType::f16, TensorType::bf16})
            if (name == tensor_type_name(type)) return type;
        return fail(Code::unsupported,
                    m_file + ": " + place + " has type " + name.substr(0, 32) + ", which is not supported.",
                    "Use a model with F32, F16 or BF16 tensors.");
    }

    Result<std::vector<std::uint64_t>> read_shape(const std::string& place, const json& entry) const {
        const auto at = entry.find("shape");
        if (at == entry.end() || !at->is_array() || at->empty() || at->size() > max_dimensions)
            return corrupt(place + " has no shape of 1 to " + std::to_string(max_dimensions) + " dimensions");
        std::vector<std::uint64_t> shape;
        for (const json& size : *at) {
            if (!size.is_number_unsigned() || size.get<std::uint64_t>() == 0 ||
                size.get<std::uint64_t>() > max_dimension)
                return corrupt(place + " has a dimension that is no size");
            shape.push_back(size.get<std::uint64_t>());
        }
        return shape;
    }

    Result<Range> read_range(const std::string& place, const json& entry) const {
        const auto at = entry.find("data_offsets");
        if (at == entry.end() || !at->is_array() || at->size() != 2 || !(*at)[0].is_number_unsigned() ||
            !(*at)[1].is_number_unsigned())
            return corrupt(place + " has no pair of data offsets");
        const Range range{(*at)[0].get<std::uint64_t>(), (*at)[1].get<std::uint64_t>()};
        if (range.begin > range.end || range.end > m_data.size())
            return corrupt(place + " lies at " + std::to_string(range.begin) + " to " + std::to_string(range.end) +
                           ", but the file holds " + std::to_string(m_data.size()) + " bytes of data");
        return range;
    }

    Result<TensorInfo> read(const std::string& name, const json& entry) const {
        if (name.empty() || name.size() > max_name_bytes)
            return corrupt("A tensor's name has " + std::to_string(name.size()) + " bytes");
        const std::string place = "Tensor \"" + name + "\"";
        if (!entry.is_object() || entry.size() != 3)
            return corrupt(place + " has other fields than dtype, shape and data_offsets");
        TensorInfo tensor;
        tensor.name = name;
        HEARTH_TRY(tensor.type, read_type(place, entry));
        HEARTH_TRY(tensor.shape, read_shape(place, entry));
        HEARTH_TRY(const Range range, read_range(place, entry));
        const auto bytes = tensor_bytes(tensor.type, tensor.shape);
        if (!bytes || *bytes != range.end - range.begin)
            return corrupt(place + " of shape " + shape_text(tensor.shape) + " and type " +
                           tensor_type_name(tensor.type) + " cannot take " + std::to_string(range.end - range.begin) +
                           " bytes");
        tensor.data = m_data.subspan(range.begin, *bytes);
        return tensor;
    }

    /// Sorts by place; the tensors must cover the data without overlap, gap or rest.
    Status check_cover(std::vector<TensorInfo>& tensors) const {
        std::sort(tensors.begin(), tensors.end(),
                  [](const TensorInfo& a, const TensorInfo& b) { return a.data.data() < b.data.data(); });
        const std::uint8_t* next = m_data.data();
        for (const TensorInfo& tensor : tensors) {
            if (tensor.data.data() < next) return corrupt("Tensor \"" + tensor.name + "\" overlaps another one");
            if (tensor.data.data() > next) return corrupt("There is a gap before tensor \"" + tensor.name + "\"");
            next = tensor.data.data() + tensor.data.size();
        }
        if (next == m_data.data() + m_data.size()) return {};
        return corrupt("There are bytes after the last tensor");
    }

    ByteView m_data;
    std::string m_file;
};

} // namespace

Result<std::vector<TensorInfo>> parse_safetensors(ByteView bytes, const std::string& file) {
    const Header outside(bytes, file);
    if (bytes.size() < length_bytes) return outside.corrupt("It is too short for a safetensors file");
    std::uint64_t length = 0;
    for (std::size_t i = length_bytes; i > 0; --i)
        length = (length << 8) | bytes[i - 1];
    if (length > max_header_bytes || length > bytes.size() - length_bytes)
        return outside.corrupt("Its header claims " + std::to_string(length) + " bytes of " +
                               std::to_string(bytes.size()));
    HEARTH_TRY(const json header, parse_json(bytes.subspan(length_bytes, length), "The header of " + file));
    return Header(bytes.subspan(length_bytes + length), file).tensors(header);
}

} // namespace hearth::model
