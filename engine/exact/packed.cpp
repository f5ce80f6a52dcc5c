// SPDX-License-Identifier: Apache-2.0
#include "exact/packed.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact {

void pack_block(std::initializer_list<const MatrixView*> parts, std::size_t block, bool offset,
                PackedMatrix& into) {
    std::uint8_t* const out = into.data + block * into.block_bytes();
    const std::uint8_t flip = offset ? sign_flip : 0;
    std::memset(out, flip, into.block_bytes());
    for (std::size_t lane = 0; lane < block_rows; ++lane) {
        const std::size_t row = block * block_rows + lane;
        std::size_t first = 0;
        for (const MatrixView* part : parts) {
            if (row >= first && row < first + part->rows) {
                const std::size_t inside = row - first;
                const std::int8_t* const values = part->data + inside * part->columns;
                for (std::size_t k = 0; k < part->columns; ++k)
                    out[(k / 4 * block_rows + lane) * 4 + k % 4] =
                        static_cast<std::uint8_t>(static_cast<std::uint8_t>(values[k]) ^ flip);
                into.scales[row] = part->scales[inside];
                if (into.biases != nullptr && part->bias != nullptr) into.biases[row] = part->bias[inside];
            }
            first += part->rows;
        }
    }
}

} // namespace hearth::exact
