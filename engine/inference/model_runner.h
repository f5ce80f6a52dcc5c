// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "inference/row.h"

#include <span>

namespace hearth::inference {

/// A loaded model on some device, with its cache of keys and values in pages of page_tokens positions: all that
/// the scheduler knows of it, whether it computes an exact profile or in floating point. Rows of one sequence stand
/// together in a batch, positions ascending. One caller at a time.
class ModelRunner {
public:
    virtual ~ModelRunner() = default;

    virtual std::uint32_t page_count() const = 0;
    virtual std::size_t page_bytes() const = 0;
    /// Writes the rows' keys and values and keeps their last hidden states for project().
    virtual core::Status forward(std::span<const Row> rows) = 0;
    /// Logits of up to max_outputs rows of the last forward(), one row after the other; valid until the next
    /// call. Errors: corrupt, if the model produces values that are no numbers or beyond the profile's bounds.
    virtual core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) = 0;
    /// What an exact profile's chain commits to for output `index` of the last project(); empty for others.
    virtual core::ByteView final_row(std::size_t index) const = 0;
};

} // namespace hearth::inference
