// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"
#include "model/config.h"

namespace hearth::compute {

enum class Precision { fp32, bf16 };
inline std::size_t element_bytes(Precision precision) {
    return precision == Precision::fp32 ? 4 : 2;
}

/// Where the floating-point profiles keep keys and values inside a page: layer by layer, head by head, the
/// keys transposed.
struct KvLayout {
    KvLayout(const model::ModelConfig& config, Precision precision)
        : heads(config.kv_heads),
          head_bytes(std::size_t{config.head_dim} * inference::page_tokens * element_bytes(precision)),
          page_bytes(std::size_t{config.layers} * heads * 2 * head_bytes) {}

    std::size_t key_offset(std::size_t layer, std::size_t head) const {
        return (layer * heads + head) * 2 * head_bytes;
    }
    std::size_t value_offset(std::size_t layer, std::size_t head) const { return key_offset(layer, head) + head_bytes; }

    std::size_t heads, head_bytes, page_bytes;
};

} // namespace hearth::compute
