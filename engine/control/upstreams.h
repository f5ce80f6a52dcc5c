// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Other networks behind this home's address; see values.h.
namespace hearth::control {

struct UpstreamInfo {
    std::string name, kind, url; ///< kind: "openai"
    bool has_key = false;
    core::Nanoseconds added_at = 0;
    std::vector<std::string> models;          ///< as the network calls them
    std::optional<std::uint64_t> list_age_ms; ///< none: it never told which it has
    std::string state;                        ///< "ready", "failing", "resting", "not asked yet", "key missing"
    core::Sentence reason;                    ///< of its last failure, if it has not done better since
    std::optional<std::uint64_t> latency_us;  ///< to the first byte of an answer, moving average
    std::string level;                        ///< "E0"
    core::Sentence evidence;                  ///< in one sentence what its evidence is worth
    core::Sentence note;                      ///< of add and test: what was found, in plain words
};
/// `key_file` is readable by the service, which copies what is in it; empty = the network wants no key.
struct UpstreamWish {
    std::string url, name, kind, key_file;
};

} // namespace hearth::control
