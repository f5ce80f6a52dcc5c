// SPDX-License-Identifier: Apache-2.0
#include "exact/placement.h"

#include "core/size_text.h"

namespace hearth::exact {

std::uint64_t room_of_both(const DeviceInfo& gpu, std::uint64_t cpu, std::uint64_t physical) {
    if (!gpu.integrated && !gpu.software) return UINT64_MAX;
    const std::uint64_t own = gpu.memory_total > physical ? gpu.memory_total - physical : 0;
    return cpu > UINT64_MAX - own ? UINT64_MAX : cpu + own;
}

core::Result<Placement> place_layers(const ModelView& model, const Device& gpu, const Device& cpu, std::uint32_t pages,
                                     const Rooms& rooms) {
    const std::uint32_t layers = model.shape.layers;
    const core::Sentence advice = core::say("choose_smaller_or_close");
    const auto needs = [](std::uint64_t bytes, const Device& device, std::uint64_t room) {
        return core::say("needs_there", {core::needed_text(bytes), device.info().id, core::room_text(room)});
    };
    for (std::uint32_t first = 0; first < layers; ++first) {
        const std::uint64_t on_gpu = gpu.footprint(model.part(first, layers)).total(pages);
        if (on_gpu > rooms.gpu) continue;
        const std::uint64_t on_cpu = first == 0 ? 0 : cpu.footprint(model.part(0, first)).total(pages);
        if (on_gpu + on_cpu > rooms.both)
            return core::fail(core::Code::out_of_memory,
                              core::say("model_needs_free_memory", {core::needed_text(on_gpu + on_cpu),
                                                                    core::room_text(rooms.both), gpu.info().id}),
                              advice);
        if (on_cpu <= rooms.cpu) return Placement{first, on_gpu, on_cpu};
        // Fewer layers on the GPU would need even more here.
        return core::fail(core::Code::out_of_memory, core::say("needs_beside_gpu", {needs(on_cpu, cpu, rooms.cpu)}),
                          advice);
    }
    const std::uint64_t whole = gpu.footprint(model).total(pages),
                        least = gpu.footprint(model.part(layers - 1, layers)).total(pages);
    return core::fail(core::Code::out_of_memory,
                      core::say("not_one_layer", {needs(whole, gpu, rooms.gpu), core::needed_text(least)}), advice);
}

} // namespace hearth::exact
