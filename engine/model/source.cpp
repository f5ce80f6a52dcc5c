// SPDX-License-Identifier: Apache-2.0
#include "model/source.h"

#include "model/readers.h"
#include "model/tensor_type.h"

namespace hearth::model {

using core::Code;
using core::fail;

const TensorInfo* Source::find(const std::string& name) const {
    for (const TensorInfo& tensor : tensors())
        if (tensor.name == name) return &tensor;
    return nullptr;
}

core::Status Source::read_f32(const TensorInfo& tensor, std::uint64_t first, std::uint64_t count,
                              float* out) const {
    const std::uint64_t rows = tensor.shape.size() == 2 ? tensor.shape[0] : 1;
    const std::uint64_t columns = tensor.shape.back();
    if (first > rows || count > rows - first)
        return fail(Code::invalid_argument,
                    "Rows beyond the end of the tensor \"" + tensor.name + "\" were asked for.");
    const BlockLayout layout = layout_of(tensor.type);
    const std::uint64_t row_bytes = columns / layout.elements * layout.bytes;
    if (tensor.shape.size() == 1 && tensor.name.ends_with(".bias") && count == 1) {
        // A bias follows the order of its matrix's rows.
        std::vector<float> stored(columns);
        dequantise(tensor.type, tensor.data.data(), columns, stored.data());
        for (std::uint64_t i = 0; i < columns; ++i)
            out[i] = stored[stored_row(tensor, i)];
        return {};
    }
    for (std::uint64_t row = first; row < first + count; ++row, out += columns)
        dequantise(tensor.type, tensor.data.data() + stored_row(tensor, row) * row_bytes, columns, out);
    return {};
}

core::Result<std::unique_ptr<Source>> open_source(const std::filesystem::path& path) {
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) return fail(Code::not_found, path.string() + " does not exist.");
    if (!std::filesystem::is_directory(status)) return open_gguf(path);
    if (std::filesystem::exists(path / "config.json", problem)) return open_folder(path);
    std::filesystem::path only;
    for (const auto& entry : std::filesystem::directory_iterator(path, problem)) {
        if (entry.path().extension() != ".gguf") continue;
        if (!only.empty())
            return fail(Code::invalid_argument, "The folder " + path.string() + " holds several GGUF files.",
                        "Name one of them.");
        only = entry.path();
    }
    if (only.empty())
        return fail(Code::unsupported,
                    "The folder " + path.string() + " holds neither a config.json nor a GGUF file.",
                    "Give a GGUF file or a Hugging Face model folder.");
    return open_gguf(only);
}

} // namespace hearth::model
