// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::gateway {

class ModelNames;

struct ModelCard {
    std::string id;       ///< what callers write in "model"
    std::string model_id; ///< manifest hash, hex
    std::int64_t created_s = 0;
    std::uint32_t context = 0;
    std::string owned_by;
    bool tools = false;                           ///< it may take tools: false is certain
    unsigned level = 1;                           ///< of evidence that its answers can be raised to, 0 to 4
    std::optional<std::uint32_t> dimensions = {}; ///< of its vectors; 0: it makes texts; none: only its node knows
    bool runs = false;                            ///< it makes tensors of tensors
    std::vector<std::string> quantizations = {};  ///< of its weights in its profiles, as OpenRouter calls them
    std::vector<std::uint32_t> shorter = {};      ///< lengths to which its vectors may be cut, rising
    bool unit_vectors = false;                    ///< their length is 1, and that of cut ones is made 1 again
};

} // namespace hearth::gateway
