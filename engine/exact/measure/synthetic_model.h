// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

#include <memory>
#include <span>
#include <string_view>

namespace hearth::exact {

/// A model of any shape whose values come from a seed: for parity and speed, where no real model is at hand. All layers
/// look at the same values, so that a large one costs little memory here; a device holds each layer for itself.
class SyntheticModel {
public:
    explicit SyntheticModel(Shape shape, std::uint64_t seed = 1) : SyntheticModel(std::move(shape), seed, {}) {}
    /// Errors: out_of_memory with both numbers before anything is made, cancelled.
    static core::Result<SyntheticModel> make(Shape shape, std::uint64_t seed, const LoadProgress& progress);
    SyntheticModel(SyntheticModel&&) noexcept;
    ~SyntheticModel();
    const ModelView& view() const { return m_view; }

private:
    struct Values;
    SyntheticModel(Shape shape, std::uint64_t seed, const LoadProgress& progress);
    std::unique_ptr<Values> m_values;
    ModelView m_view;
};

/// The shape of well-known models of one size.
struct ModelClass {
    const char* name; ///< "135m", "1b", "3b", "7b", "13b"
    std::uint32_t layers, hidden, ffn, heads, kv_heads, head_dim, vocab;

    Shape shape(Profile profile, std::uint32_t context) const;
    /// Bytes that a decoded token reads, and that the embedding takes besides; scales left out.
    std::uint64_t token_bytes(Profile profile) const;
    std::uint64_t embedding_bytes() const { return std::uint64_t{vocab} * hidden; }
};
/// Smallest first.
std::span<const ModelClass> model_classes();
/// Null: there is none of this name.
const ModelClass* model_class(std::string_view name);

} // namespace hearth::exact
