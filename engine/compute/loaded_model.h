// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"
#include "compute/text_assets.h"
#include "exact/device.h"
#include "exact/thread_team.h"

namespace hearth::compute {

/// A model ready to run, whatever its profile; destroyed in reverse order.
struct LoadedModel {
    model::ModelConfig config;
    std::unique_ptr<exact::ThreadTeam> team;
    std::unique_ptr<exact::Device> processor;
    std::shared_ptr<exact::Device> gpu;
    std::unique_ptr<exact::Runner> runner;
    std::optional<ModelText> text;
    std::string isa, device = "cpu";
    std::uint64_t weight_bytes = 0;
    std::uint64_t device_bytes = 0; ///< that the GPU gives for it
};

/// Profiles "fp32" and "bf16". Errors as Engine::load().
core::Result<LoadedModel> load_floating(const model::Source& source, const LoadOptions& options,
                                        const model::Progress& progress);
/// The exact profiles, one of which `options` names, from the bytes of their weights file.
core::Result<LoadedModel> load_exact(const model::Source& source, core::ByteView weights,
                                     const LoadOptions& options, const model::Progress& progress);

/// Errors: out_of_memory with the numbers.
core::Status check_memory(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace);
/// Bytes of the cache: a whole number of pages.
std::uint64_t cache_bytes(std::uint64_t page_bytes, std::uint32_t context, std::uint64_t budget);

} // namespace hearth::compute
