// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <cstdint>
#include <functional>
#include <string>

/// What a long call tells while it runs, and how listening ends; see node.h.
namespace hearth::control {

/// Ends its subscription when destroyed; after the destructor returns the callback does not run any more.
class Subscription {
public:
    virtual ~Subscription() = default;
};

struct Progress {
    core::Sentence stage;              ///< e.g. "hashing tensors"
    std::uint64_t done = 0, total = 0; ///< total 0 = unknown
};
/// Called from the calling thread while a long call runs; returning false cancels the call.
using OnProgress = std::function<bool(const Progress&)>;
/// One piece of answer text, whole UTF-8 characters; an empty one says that nothing came for a while. Returning false
/// stops the generation.
using OnText = std::function<bool(const std::string&)>;

} // namespace hearth::control
