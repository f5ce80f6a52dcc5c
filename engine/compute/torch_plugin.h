// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/large_products.h"
#include "compute/script.h"
#include "exact/device.h"
#include "model/manifest.h"

#include <cstdint>
#include <memory>
#include <string>

namespace hearth::compute {

inline constexpr std::uint32_t torch_interface =
    3; ///< raised with every change of TorchPlugin or a class that it hands over
inline constexpr char torch_entry[] = "hearth_torch_plugin";

/// What libhearth-torch.so exports under torch_entry: all that libtorch does here, "bf16" on NVIDIA GPUs, oneDNN's
/// products and models of tensors. Opened at run time, so that the exact profiles, and floating point on the processor,
/// need no libtorch.
struct TorchPlugin {
    std::uint32_t interface;
    const char* build; ///< HEARTH_VERSION
    /// torch_cuda::present() and torch_cuda::open().
    bool (*cuda_present)();
    core::Result<std::uint32_t> (*open_cuda)(const exact::DeviceInfo& gpu);
    /// TorchDecoder's functions of these names. The weights are converted by threads of the plug-in's own: std::atomic
    /// counts in each library who waits, so that a ThreadTeam must not be used by two.
    std::uint64_t (*weight_bytes)(const model::ModelConfig& config);
    std::uint64_t (*workspace_bytes)(const model::ModelConfig& config, std::uint32_t pages);
    core::Result<std::unique_ptr<inference::ModelRunner>> (*load)(const model::Source& source,
                                                                  const std::string& device, std::uint32_t pages,
                                                                  unsigned threads, const model::Progress& progress);
    std::unique_ptr<LargeProducts> (*onednn)();
    /// TorchExport::load() for what torch.export saved, else TorchScript::load().
    core::Result<std::unique_ptr<Script>> (*load_script)(const std::filesystem::path& file, unsigned threads);
};

/// The plug-in of this installation, opened by the first call. Errors: unavailable (it or libtorch is not installed),
/// conflict (of another version), corrupt.
core::Result<const TorchPlugin*> torch_plugin();

} // namespace hearth::compute
