// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"
#include "compute/text_assets.h"
#include "exact/cpu/thread_team.h"
#include "exact/device.h"

namespace hearth::compute {

/// A model ready to run, whatever its profile; destroyed in reverse order.
struct LoadedModel {
    model::ModelConfig config;
    std::unique_ptr<exact::ThreadTeam> team;
    std::unique_ptr<exact::Device> processor;
    std::shared_ptr<exact::Device> gpu;
    std::unique_ptr<inference::ModelRunner> runner;
    std::optional<ModelText> text;
    std::string isa, device = "cpu";
    std::uint64_t weight_bytes = 0;
    std::uint64_t device_bytes = 0; ///< that the GPU gives for it
};

/// Profiles "fp32" and "bf16"; the latter on NVIDIA GPUs, too. Errors as Engine::load(), and those of
/// torch_plugin() and torch_cuda::open().
core::Result<LoadedModel> load_floating(const model::Source& source, const LoadOptions& options,
                                        const model::Progress& progress);
/// The exact profiles, one of which `options` names, from the bytes of their weights file.
core::Result<LoadedModel> load_exact(const model::Source& source, core::ByteView weights, const LoadOptions& options,
                                     const model::Progress& progress);

/// Where libtorch is to compute.
struct TorchPlace {
    std::string device;     ///< "cuda:N", opened before, or, for tests, "cpu"
    std::uint64_t room = 0; ///< bytes that the model may take there
};
/// Profile "bf16" by TorchDecoder, as a whole or not at all. Errors as Engine::load() and torch_plugin(), before
/// anything is allocated out_of_memory with both numbers.
core::Result<LoadedModel> load_torch(const model::Source& source, const LoadOptions& options, const TorchPlace& place,
                                     const model::Progress& progress);

/// What the GPU may be filled with now, in bytes. Errors: out_of_memory, if that is less than the model needs to come
/// back.
core::Result<std::uint64_t> gpu_room(const exact::Device& gpu, const LoadOptions& options);
/// Bytes that a model takes against those that there are. Errors: out_of_memory with all of them.
core::Status check_room(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace, std::uint64_t room,
                        const core::Sentence& where, const core::Sentence& hint);
/// The same against the memory of this machine.
core::Status check_memory(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace);
/// Bytes of the cache: a whole number of pages.
std::uint64_t cache_bytes(std::uint64_t page_bytes, std::uint32_t context, std::uint64_t budget);

} // namespace hearth::compute
