// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "exact/profile/model.h"

#include <span>
#include <vector>

namespace hearth::exact {

/// One token at one position of one sequence. `pages` are the numbers of the sequence's pages, enough for
/// `position`; rows of one sequence point at the same vector.
struct Row {
    std::uint32_t token = 0;
    std::uint32_t position = 0;
    const std::vector<std::uint32_t>* pages = nullptr;
};

inline constexpr std::size_t max_rows = 160;   ///< of one forward()
inline constexpr std::size_t max_outputs = 32; ///< of one project()

/// A loaded model on some device, with its cache of keys and values in pages of page_tokens positions: all that
/// the scheduler knows. Rows of one sequence stand together in a batch, positions ascending. One caller at a time.
class Runner {
public:
    virtual ~Runner() = default;

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

/// Runs a whole model of an exact profile, or consecutive layers of one (ModelView).
class PartRunner : public Runner {
public:
    /// forward() of a part. `hidden` holds rows × hidden values of the residual stream: read unless the part embeds,
    /// written unless it projects; empty for a whole model.
    virtual core::Status pass(std::span<const Row> rows, std::span<float> hidden) = 0;
    core::Status forward(std::span<const Row> rows) final { return pass(rows, {}); }
};

} // namespace hearth::exact
