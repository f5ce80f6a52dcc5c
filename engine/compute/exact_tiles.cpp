// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_tiles.h"

#include "model/merkle.h"
#include "proof/merkle.h"

#include <algorithm>

namespace hearth::compute {

std::vector<core::Hash> tensor_leaves(const ExactTensor& tensor, core::ByteView bytes) {
    std::vector<core::Hash> leaves;
    if (!tensor.int8) {
        for (std::size_t at = 0; at < bytes.size(); at += model::piece_bytes)
            leaves.push_back(proof::merkle_leaf(bytes.subspan(at, std::min(model::piece_bytes, bytes.size() - at))));
        return leaves;
    }
    core::Bytes tile;
    for (std::uint32_t row = 0; row < tensor.rows; row += tile_rows)
        for (std::uint32_t column = 0; column < tensor.columns; column += tile_columns) {
            const std::uint32_t width = std::min(tile_columns, tensor.columns - column);
            tile.clear();
            for (std::uint32_t r = row; r < std::min(row + tile_rows, tensor.rows); ++r) {
                const core::ByteView line = bytes.subspan(std::size_t{r} * tensor.columns + column, width);
                tile.insert(tile.end(), line.begin(), line.end());
            }
            leaves.push_back(proof::merkle_leaf(tile));
        }
    return leaves;
}

core::Hash tensor_root(const ExactTensor& tensor, core::ByteView bytes) {
    return proof::merkle_root(tensor_leaves(tensor, bytes));
}

core::Status check_roots(const model::ModelConfig& config, core::ByteView file, const std::vector<core::Hash>& roots) {
    const std::vector<ExactTensor> tensors = exact_tensors(config);
    if (roots.size() != tensors.size() || file.size() != exact_file_bytes(tensors))
        return core::fail(core::Code::corrupt, "The exact weights are not those that the manifest describes.",
                          "Import the model again.");
    for (std::size_t i = 0; i < tensors.size(); ++i)
        if (tensor_root(tensors[i], file.subspan(tensors[i].offset, tensors[i].bytes())) != roots[i])
            return core::fail(core::Code::corrupt, "A tile of \"" + tensors[i].name + "\" does not hash to its manifest.",
                              "The disk or another program changed it; import the model again.");
    return {};
}

} // namespace hearth::compute
