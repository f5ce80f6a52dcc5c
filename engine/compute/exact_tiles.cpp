// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_tiles.h"

#include "exact/cpu/thread_team.h"
#include "model/merkle.h"
#include "proof/merkle.h"

#include <algorithm>
#include <atomic>
#include <bit>

namespace hearth::compute {

std::vector<core::Hash> tensor_leaves(const ExactTensor& tensor, core::ByteView bytes) {
    std::vector<core::Hash> leaves;
    if (!tensor.is_weights()) {
        for (std::size_t at = 0; at < bytes.size(); at += model::piece_bytes)
            leaves.push_back(proof::merkle_leaf(bytes.subspan(at, std::min(model::piece_bytes, bytes.size() - at))));
        return leaves;
    }
    core::Bytes tile;
    const std::uint64_t stride = tensor.row_bytes(), tile_width = tile_columns * stride / tensor.columns;
    for (std::uint32_t row = 0; row < tensor.rows; row += tile_rows)
        for (std::uint64_t at = 0; at < stride; at += tile_width) {
            tile.clear();
            for (std::uint32_t r = row; r < std::min(row + tile_rows, tensor.rows); ++r) {
                const core::ByteView line = bytes.subspan(r * stride + at, std::min(tile_width, stride - at));
                tile.insert(tile.end(), line.begin(), line.end());
            }
            leaves.push_back(proof::merkle_leaf(tile));
        }
    return leaves;
}

core::Hash tensor_root(const ExactTensor& tensor, core::ByteView bytes) {
    return proof::merkle_root(tensor_leaves(tensor, bytes));
}

core::Status check_exact_weights(const model::ExactWeights& exact, const model::ModelConfig& config,
                                 core::ByteView file) {
    const auto damaged = [](const core::Sentence& what) {
        return core::fail(core::Code::corrupt, what, core::say("disk_another_program_changed"));
    };
    const auto profile = exact_profile(exact.profile);
    if (!profile) return damaged(core::say("manifest_names_exact_weights"));
    HEARTH_TRY(const exact::Shape shape, exact_shape(config, *profile));
    const std::vector<ExactTensor> tensors = exact_tensors(config, *profile);
    if (exact.roots.size() != tensors.size() || file.size() != exact_file_bytes(tensors) ||
        exact.frequencies != shape.frequencies ||
        exact.attention_scale != std::bit_cast<std::uint32_t>(shape.attention_scale))
        return damaged(core::say("exact_weights_not_those"));
    std::atomic<std::size_t> wrong = tensors.size();
    exact::ThreadTeam team(exact::usable_processors());
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>(tensors.size()), [&](std::uint32_t i) {
            if (tensor_root(tensors[i], file.subspan(tensors[i].offset, tensors[i].bytes())) != exact.roots[i])
                wrong = i;
        });
    });
    if (wrong == tensors.size()) return {};
    return damaged(core::say("tile_does_not_hash", {tensors[wrong].name}));
}

} // namespace hearth::compute
