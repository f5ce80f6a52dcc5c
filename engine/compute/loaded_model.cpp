// SPDX-License-Identifier: Apache-2.0
#include "compute/loaded_model.h"

#include "core/size_text.h"
#include "exact/memory.h"

#include <algorithm>

namespace hearth::compute {

core::Result<std::uint64_t> gpu_room(const exact::Device& gpu, const LoadOptions& options) {
    const std::uint64_t total = gpu.info().memory_total;
    const std::uint64_t known = gpu.memory_free().value_or(total - total / 8);
    const std::uint64_t reserve = std::max(least_gpu_reserve, options.gpu_reserve_bytes);
    const std::uint64_t free = known > reserve ? known - reserve : 0;
    const std::uint64_t room = options.gpu_memory_bytes == 0 ? free : std::min(options.gpu_memory_bytes, free);
    if (room >= options.gpu_least_bytes) return room;
    return core::fail(core::Code::out_of_memory,
                      core::say("model_had_taken_now",
                                {core::needed_text(options.gpu_least_bytes), gpu.info().name, core::room_text(room)}),
                      core::say("close_program_uses_card"));
}

core::Status check_room(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace, std::uint64_t room,
                        const core::Sentence& where, const core::Sentence& hint) {
    using core::needed_text;
    const std::uint64_t need = weights + cache + workspace;
    if (need <= room) return {};
    return core::fail(
        core::Code::out_of_memory,
        core::say("model_needs_memory_weights", {needed_text(need), needed_text(weights), needed_text(cache),
                                                 needed_text(workspace), core::room_text(room), where}),
        hint);
}

core::Status check_memory(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace) {
    const auto limit = exact::available_memory();
    if (!limit) return {};
    return check_room(weights, cache, workspace, limit->bytes, limit->source, core::say("close_other_programs_give"));
}

std::uint64_t cache_bytes(std::uint64_t page_bytes, std::uint32_t context, std::uint64_t budget) {
    const std::uint64_t whole = (std::uint64_t{context} + inference::page_tokens - 1) / inference::page_tokens;
    return page_bytes * (budget == 0 ? whole : std::max<std::uint64_t>(budget / page_bytes, 1));
}

} // namespace hearth::compute
