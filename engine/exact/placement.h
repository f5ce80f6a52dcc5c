// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

namespace hearth::exact {

/// How a model is spread: layers [first_on_gpu, all) with the output matrix on the GPU, those before with the embedding
/// on the processor. 0: everything on the GPU.
struct Placement {
    std::uint32_t first_on_gpu = 0;
    std::uint64_t gpu_bytes = 0, cpu_bytes = 0;
};

/// Bytes that may be used.
struct Rooms {
    std::uint64_t gpu = 0, cpu = 0;
    std::uint64_t both = UINT64_MAX; ///< by the two together
};
/// What a GPU and the processor may take together, where the processor has `cpu` bytes of a machine's `physical` ones
/// left: a GPU without memory of its own takes the processor's, but for what the firmware has set aside and the system
/// does not count.
std::uint64_t room_of_both(const DeviceInfo& gpu, std::uint64_t cpu, std::uint64_t physical);

/// As many layers on the GPU as fit with their cache of `pages` pages. Computed before anything is allocated. Errors:
/// out_of_memory with what is needed and what there is.
core::Result<Placement> place_layers(const ModelView& model, const Device& gpu, const Device& cpu, std::uint32_t pages,
                                     const Rooms& rooms);

} // namespace hearth::exact
