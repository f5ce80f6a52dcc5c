// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/chat.h"
#include "gateway/edge/backend.h"
#include "node/upstreams/upstream_desk.h"
#include "proof/profile.h"

namespace hearth::node {

/// This home among networks; no other one may be called so.
inline constexpr const char* home_network = "home";

/// Of this home: whoever asks has chosen it, and where a question asks for this tier it asks of others those alone that
/// are pinned.
inline constexpr unsigned tier_of_home = 1;
/// "P1".
std::string tier_name(unsigned tier);

/// What a question asks of whoever answers it.
struct ChatWish {
    std::vector<std::string> networks; ///< in the order in which they are asked; empty = any
    proof::Level min_level = proof::Level::none;
    unsigned min_tier = 0; ///< of privacy
    std::optional<core::Amount> max_price;

    /// Errors: invalid_argument.
    static core::Result<ChatWish> of(const control::ChatRequest& chat);
};

/// Who answers a question: nothing = this home, else a model of another network. A plain name is the first one's that
/// has the model and may answer; "box/llama" is box's. Errors: not_found (nobody has the model, or there is no such
/// network), refused, with the wish that excluded who has it.
core::Result<std::optional<gateway::Place>> chat_place(const ChatWish& wish, const control::ChatRequest& chat,
                                                       gateway::Backend& home, const gateway::Upstreams& upstreams);

/// Calls the model of a question for this home as it is called here, in the weights that its name said.
void name_as_home_does(gateway::GenerationRequest& request, gateway::Backend& home,
                       const gateway::Upstreams& upstreams);

} // namespace hearth::node
