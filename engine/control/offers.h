// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <cstdint>
#include <optional>
#include <string>

/// Models that could be here, and are on their way; see values.h.
namespace hearth::control {

/// A model of the catalogue, a repository of the hub, or one of its files.
struct ModelOffer {
    std::string reference; ///< what pull_model() takes: a name of the catalogue, or "hf:ORG/NAME[/FILE][@REVISION]"
    std::string title;
    std::string license;      ///< empty: none is said
    std::string quantisation; ///< "Q4_K_M", "BF16", "safetensors"; empty where its name does not say
    std::string revision;     ///< the commit; empty: what the hub has when it is fetched
    std::string sha256;       ///< of a file; empty: nobody said it
    std::optional<std::uint64_t> bytes, downloads;
    std::optional<std::uint64_t> parameters; ///< as its makers say, or guessed from its size
    bool gated = false;                      ///< needs a token of somebody who has agreed to its terms
    bool usable = true;                      ///< as far as can be told before it is here
    std::optional<bool> fits;                ///< into this machine's memory; nullopt: it depends, or nobody knows
    /// Of one answer on the processor: an estimate from the bandwidth that was measured here.
    std::optional<std::uint64_t> estimate_millitokens_per_s;
    core::Sentence note; ///< whether it fits, or why it cannot be used
};

/// A model that was asked for and is not here yet.
struct Download {
    std::string reference, name;
    std::uint64_t done = 0, total = 0; ///< bytes
    bool running = false;              ///< false: it rests until it is pulled again
};

/// Parameters of the calls; internal to the library.
struct FindModelsParams {
    std::string words;
};
struct ReferenceParams {
    std::string reference;
};
struct PullParams {
    std::string reference, name, profile;
    bool keep_source = false;
};
struct SwitchModelParams {
    std::string model, action;
};

} // namespace hearth::control
