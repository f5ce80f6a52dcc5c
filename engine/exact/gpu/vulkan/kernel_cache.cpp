// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/kernel_cache.h"

#include "core/hash.h"

#include <algorithm>

namespace hearth::exact::vulkan::kernel_cache {

namespace {

core::Hash digest_of(core::ByteView identity, core::ByteView kernels) {
    const core::Hash whose = core::sha256(identity);
    return core::tagged_hash("hearth/vulkan-kernels/1", {whose.view(), kernels});
}

} // namespace

core::Bytes seal(core::ByteView identity, core::ByteView kernels) {
    const core::Hash digest = digest_of(identity, kernels);
    core::Bytes sealed(digest.view().size() + kernels.size());
    std::ranges::copy(kernels, std::ranges::copy(digest.view(), sealed.begin()).out);
    return sealed;
}

core::ByteView open(core::ByteView identity, core::ByteView kept) {
    const std::size_t header = core::Hash{}.view().size();
    if (kept.size() < header) return {};
    const core::ByteView kernels = kept.subspan(header);
    const core::Hash digest = digest_of(identity, kernels);
    return std::ranges::equal(digest.view(), kept.first(header)) ? kernels : core::ByteView{};
}

} // namespace hearth::exact::vulkan::kernel_cache
