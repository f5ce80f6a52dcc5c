// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "exact/device.h"

namespace hearth::exact {

/// A small model made from a fixed seed, with every op of a profile in it: grouped heads, norms on q and k,
/// biases, a window, sizes that fill no tile. Whoever serves the profile must compute it to the bit.
class ConformanceModel {
public:
    explicit ConformanceModel(Profile profile);
    ~ConformanceModel();
    const ModelView& view() const { return m_view; }

private:
    struct Values;
    std::unique_ptr<Values> m_values;
    ModelView m_view;
};

/// SHA-256 over the final rows and the logits (fp32, little-endian) of a fixed sequence of 150 tokens, longer than two
/// pages, in batches of the sizes `cuts`, which add up to as many. `runner` holds the conformance model of this `shape`
/// and at least three pages. The digest does not depend on the cuts.
core::Result<core::Hash> conformance_digest(inference::ModelRunner& runner, const Shape& shape,
                                            std::span<const std::uint32_t> cuts);

/// What the scalar reference gives; resources/profiles/ci8.1.md, section 7, and ci4.1.md, section 5.
core::Hash conformance_reference(Profile profile);

/// Runs the conformance model on a device, in batches of every size that a GPU has kernels for, and compares two models
/// of other shapes with the processor's scalar kernels. Errors: unsupported, when other bytes come out: then the device
/// must not serve the profile.
core::Status self_test(Profile profile, Device& device);
/// The conformance model alone, on the processor with a variant of its kernels.
core::Status self_test(Profile profile, std::string_view isa);

} // namespace hearth::exact
