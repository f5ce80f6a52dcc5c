// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/devices.h"

namespace hearth::app {

/// The GPU that a worker was started for; nothing for the processor.
struct Gpu {
    std::shared_ptr<exact::Device> device;
    std::uint64_t memory_bytes = 0;  ///< most that the model may take; 0 = what is free
    std::uint64_t least_bytes = 0;   ///< a model that gets less is refused
    std::uint64_t reserve_bytes = 0; ///< must stay free
    core::Bytes kernel_cache;        ///< as it was read, to see whether there is more now
};

/// Opens `name` with the compiled kernels of an earlier run from `cache_file`, which may be missing. Drivers open files
/// and start threads: call before the process is confined. `pci`: the address that it must have, since numbers change
/// when cards come and go.
core::Result<Gpu> open_gpu(const std::string& name, const std::optional<std::string>& pci,
                           const std::string& cache_file);

/// What every plug-in finds, as JSON on stdout: [{"kind", "problem", "hint", "devices": [{"id", "name", "driver",
/// "kernels", "pci", "software", "integrated", "memory_bytes", "profiles"}], "rejected": [{"name", "cause"}]}]. Returns
/// the exit code. `kind`: of one plug-in only; empty = of all.
int list_devices(std::string_view kind);

} // namespace hearth::app
