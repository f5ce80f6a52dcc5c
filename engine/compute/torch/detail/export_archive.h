// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <ATen/core/Tensor.h>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

namespace hearth::compute {

/// What torch.export.save() wrote: a program as JSON, and by name its parameters, buffers and constants.
struct ExportArchive {
    nlohmann::json program;
    std::map<std::string, at::Tensor> tensors; ///< two of them may share their memory
};

/// Throws what libtorch and the JSON throw about a broken one. Errors: unsupported (compiled code, another version,
/// pickled values, a type that is not taken here), corrupt, out_of_memory.
core::Result<ExportArchive> read_export_archive(const std::filesystem::path& file);

/// A number of the JSON, of PyTorch's own list of types. Errors: unsupported, naming `of`.
core::Result<at::ScalarType> export_type(const nlohmann::json& number, const std::string& of);

/// Throws if it is no whole number that 64 bits hold.
std::int64_t export_whole(const nlohmann::json& value);

} // namespace hearth::compute
