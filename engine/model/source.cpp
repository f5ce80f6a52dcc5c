// SPDX-License-Identifier: Apache-2.0
#include "model/source.h"

#include "model/encoder_source.h"
#include "model/gguf_source.h"
#include "model/hf_source.h"
#include "model/script_source.h"
#include "model/tensor_type.h"

namespace hearth::model {

using core::Code;
using core::fail;
using core::Result;
using core::Status;

const TensorInfo* Source::find(const std::string& name) const {
    for (const TensorInfo& tensor : tensors())
        if (tensor.name == name) return &tensor;
    return nullptr;
}

Status Source::read_f32(const TensorInfo& tensor, std::uint64_t first, std::uint64_t count, float* out) const {
    const bool vector = tensor.shape.size() == 1;
    const std::uint64_t rows = vector ? 1 : tensor.shape[0], columns = tensor.shape.back();
    if (first > rows || count > rows - first)
        return fail(Code::invalid_argument, "Rows " + std::to_string(first) + " to " + std::to_string(first + count) +
                                                " of tensor \"" + tensor.name + "\" were asked for; it has " +
                                                std::to_string(rows) + ".");
    if (vector && count == 1) {
        std::vector<float> stored(columns);
        dequantise(tensor.type, tensor.data.data(), columns, stored.data());
        for (std::uint64_t i = 0; i < columns; ++i)
            out[i] = stored[stored_row(tensor, i)];
        return {};
    }
    const std::uint64_t row_bytes = tensor.data.size() / rows;
    for (std::uint64_t row = first; row < first + count; ++row, out += columns)
        dequantise(tensor.type, tensor.data.data() + stored_row(tensor, row) * row_bytes, columns, out);
    return {};
}

std::vector<FourBitGroup> Source::read_four_bit(const TensorInfo& tensor, std::uint64_t row) const {
    if (tensor.type != TensorType::q4_0 && tensor.type != TensorType::q4_1) return {};
    const std::uint64_t row_bytes = tensor.data.size() / tensor.shape.front();
    return four_bit_groups(tensor.type, tensor.data.subspan(stored_row(tensor, row) * row_bytes, row_bytes));
}

namespace {

/// A Hugging Face folder, or one that holds a single GGUF file.
Result<std::unique_ptr<Source>> open_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::exists(folder / "modules.json", error)) return open_encoder_source(folder);
    if (std::filesystem::exists(folder / "config.json", error)) return open_hf_source(folder);
    std::filesystem::path only;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() != ".gguf") continue;
        if (!only.empty())
            return fail(Code::invalid_argument, core::say("folder_holds_several_gguf", {folder.string()}),
                        core::say("name_one_them"));
        only = at->path();
    }
    if (only.empty())
        return fail(Code::unsupported, core::say("folder_holds_neither_config", {folder.string()}),
                    core::say("give_gguf_file"));
    return open_gguf_source(only);
}

} // namespace

Result<std::unique_ptr<Source>> open_source(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return fail(Code::not_found, core::say("there_is_no_model_at", {path.string()}), core::say("check_path"));
    if (std::filesystem::is_directory(status)) return open_folder(path);
    if (path.extension() == ".safetensors")
        return fail(Code::invalid_argument, core::say("only_part_model", {path.filename().string()}),
                    core::say("give_folder_holds_config_json"));
    if (is_script_file(path)) return open_script_source(path);
    return open_gguf_source(path);
}

} // namespace hearth::model
