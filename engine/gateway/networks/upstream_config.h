// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace hearth::gateway {

/// A network as it was configured.
struct UpstreamConfig {
    std::string name, kind, url;
    std::string key;                            ///< empty = none
    std::vector<std::string> signers = {};      ///< keys whose signatures are trusted, in small letters
    std::vector<std::string> models = {};       ///< that it offers, where it has no list of its own
    std::vector<std::string> measurements = {}; ///< what its hardware must run, see evidence::is_measurement()
};

} // namespace hearth::gateway
