// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors.h"

#include "model/tensor_type.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace hearth::model {

using core::Code;
using core::fail;
using nlohmann::json;

namespace {

constexpr std::uint64_t max_header = std::uint64_t{100} << 20;
constexpr std::size_t max_dims = 8;
constexpr const char* hint = "The file is damaged or incomplete; fetch it again.";

core::Error broken(const std::string& what) {
    return fail(Code::corrupt, "The safetensors file holds " + what + ".", hint);
}

/// JSON text to a value, refusing an object key given twice: two readers could take different ones.
core::Result<json> parse_header(core::ByteView text) {
    std::vector<std::set<std::string>> open_objects;
    bool repeated = false;
    bool deep = false;
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > 8) deep = true;
        if (event == json::parse_event_t::object_start) open_objects.emplace_back();
        if (event == json::parse_event_t::object_end && !open_objects.empty()) open_objects.pop_back();
        if (event == json::parse_event_t::key && !open_objects.empty() &&
            !open_objects.back().insert(parsed.get<std::string>()).second)
            repeated = true;
        return !deep;
    };
    json header = json::parse(text.begin(), text.end(), watch, false);
    if (deep) return broken("a header that is nested too deeply");
    if (header.is_discarded() || !header.is_object()) return broken("a header that is not a JSON object");
    if (repeated) return broken("a tensor name twice");
    return header;
}

core::Result<TensorType> type_of(const json& entry, const std::string& name) {
    const auto at = entry.find("dtype");
    if (at == entry.end() || !at->is_string()) return broken("a tensor \"" + name + "\" without a type");
    const auto text = at->get<std::string>();
    if (text == "F32") return TensorType::f32;
    if (text == "F16") return TensorType::f16;
    if (text == "BF16") return TensorType::bf16;
    return fail(Code::unsupported,
                "The tensor \"" + name + "\" has the type " + text + ", which is not supported.",
                "Supported types are F32, F16 and BF16.");
}

core::Result<std::vector<std::uint64_t>> sizes_of(const json& entry, const char* key, const std::string& name,
                                                  std::size_t limit) {
    const auto at = entry.find(key);
    if (at == entry.end() || !at->is_array() || at->size() > limit)
        return broken("a tensor \"" + name + "\" without usable " + key);
    std::vector<std::uint64_t> sizes;
    for (const json& item : *at) {
        if (!item.is_number_unsigned()) return broken("a tensor \"" + name + "\" without usable " + key);
        sizes.push_back(item.get<std::uint64_t>());
    }
    return sizes;
}

} // namespace

core::Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
    HEARTH_TRY(core::MappedFile mapped, core::MappedFile::open(path));
    SafetensorsFile file(std::move(mapped));
    if (auto parsed = file.parse(); !parsed) {
        core::Error error = parsed.error();
        error.message = path.filename().string() + ": " + error.message;
        return error;
    }
    return file;
}

core::Status SafetensorsFile::parse() {
    const core::ByteView bytes = m_file.bytes();
    std::uint64_t length = 0;
    if (bytes.size() < 8) return broken("less than its header's length");
    std::memcpy(&length, bytes.data(), 8);
    if (length > max_header || length > bytes.size() - 8) return broken("a header longer than itself");
    HEARTH_TRY(const json header, parse_header(bytes.subspan(8, length)));
    const core::ByteView data = bytes.subspan(8 + length);

    std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") continue;
        if (!entry.is_object()) return broken("an entry \"" + name + "\" that is no tensor");
        StoredTensor tensor;
        HEARTH_TRY(tensor.type, type_of(entry, name));
        HEARTH_TRY(tensor.shape, sizes_of(entry, "shape", name, max_dims));
        HEARTH_TRY(const auto offsets, sizes_of(entry, "data_offsets", name, 2));
        std::uint64_t elements = 1;
        for (const std::uint64_t size : tensor.shape) {
            if (size == 0 || elements > (std::uint64_t{1} << 40) / size)
                return broken("a tensor \"" + name + "\" of an absurd size");
            elements *= size;
        }
        if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size())
            return broken("a tensor \"" + name + "\" outside the file");
        if (offsets[1] - offsets[0] != elements * layout_of(tensor.type).bytes)
            return broken("a tensor \"" + name + "\" whose length does not fit its shape");
        tensor.data = data.subspan(offsets[0], offsets[1] - offsets[0]);
        spans.emplace_back(offsets[0], offsets[1]);
        m_tensors.emplace(name, std::move(tensor));
    }
    std::sort(spans.begin(), spans.end());
    std::uint64_t end = 0;
    for (const auto& [from, to] : spans) {
        if (from != end) return broken("tensors that overlap or leave a gap");
        end = to;
    }
    if (end != data.size()) return broken("data that belongs to no tensor");
    return {};
}

} // namespace hearth::model
