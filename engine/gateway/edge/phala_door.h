// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <optional>
#include <string>

namespace hearth::gateway {

/// What Phala's family of networks gives beside answers, so that who checks theirs can check ours (openai.md): the
/// signature of one answer of this home, and the report of the key that signed it, which says that no hardware stands
/// behind it. `query` may have signing_algo, signing_address and nonce; others are not looked at, as there.

/// `answer`: none where the caller has no such one.
HttpAnswer show_signature(const Services& services, const std::optional<AnsweredBytes>& answer,
                          const std::string& query);
/// Of an answer of another network: what that network signed, in its own words, with the name of the network beside it;
/// 404 where it gave no signature of this form. For `caller`, as Backend::evidence().
HttpAnswer show_network_signature(const Services& services, const AnsweredBytes& answer, const std::string& caller,
                                  const std::string& query);
HttpAnswer show_report(const Services& services, const std::string& query);

} // namespace hearth::gateway
