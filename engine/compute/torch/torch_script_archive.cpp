// SPDX-License-Identifier: Apache-2.0
#include "compute/loaded_model.h"
#include "compute/torch/detail/script_guard.h"

#include <algorithm>
#include <caffe2/serialize/inline_container.h>
#include <string_view>
#include <tuple>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;

/// libtorch finds records whatever the case of their names.
bool is_code(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name.ends_with(".py");
}

} // namespace

core::Status check_archive(const std::filesystem::path& file) {
    caffe2::serialize::PyTorchStreamReader archive(file.string());
    const std::vector<std::string> records = archive.getAllRecords();
    constexpr std::uint64_t most = UINT64_MAX / 4;
    std::uint64_t bytes = 0;
    for (const std::string& name : records)
        bytes += std::min<std::uint64_t>(archive.getRecordSize(name), most - bytes);
    HEARTH_CHECK(check_memory(2 * bytes, 0, 0)); // a run computes on a copy
    for (const std::string& name : records) {
        if (!is_code(name)) continue;
        const auto [text, size] = archive.getRecord(name);
        const std::string_view code(static_cast<const char*>(text.get()), size);
        for (const char* const method : {"__setstate__", "__getstate__"})
            if (code.find(method) != std::string_view::npos)
                return fail(Code::unsupported, core::say("script_loads_by_itself", {method}),
                            core::say("save_without_own_loading"));
    }
    return {};
}

} // namespace hearth::compute
