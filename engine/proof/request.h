// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "proof/sampler.h"

#include <optional>
#include <string>
#include <string_view>

namespace hearth::proof {

/// An answer that another executor began and did not end. Whoever goes on draws its tokens again and signs them all.
struct Begun {
    std::uint32_t tokens = 0; ///< that the caller had by then
    core::Hash key;           ///< the sampler's, with which they were drawn
    bool operator==(const Begun&) const = default;
};

/// H("constraint/1", text) of a grammar in Lark's language (resources/schema/receipt.cddl, field 12 of a request).
core::Hash constraint_hash(std::string_view grammar);
inline constexpr std::size_t max_constraint_bytes = std::size_t{256} << 10;

/// What a caller asked for; its hash binds the answer to the question.
struct Request {
    core::ModelId model_id;
    std::string profile;
    DecodeParams decode;
    core::Hash in_commit;
    core::Amount price_cap;
    core::Hash client_nonce;
    core::PublicKey client_key;
    core::Nanoseconds expires_at = 0;
    std::optional<std::uint64_t> seed; ///< the caller wants the same answer again for the same seed
    std::optional<std::uint32_t>
        scores; ///< alternatives at each token of the prompt, which is scored; max_tokens 0 is no output then
    std::optional<Begun> begun;
    std::optional<core::Hash> constraint; ///< constraint_hash() of the grammar that the answer keeps to
    bool embed = false;                   ///< the input's vector is asked for, and no output; max_tokens is 0
    bool run = false; ///< the input are named tensors (tensors.h), and so is what is asked for; max_tokens is 0
    bool operator==(const Request&) const = default;
    /// Values are asked for, and no token.
    bool asks_values() const { return embed || run; }
    /// The sampler's key is made with the beacon of the escrow's block.
    bool needs_beacon() const { return !seed && !begun; }

    core::Bytes encode() const;
    static core::Result<Request> decode_bytes(core::ByteView bytes);
    core::Hash hash() const; ///< tag "req/1"
};

} // namespace hearth::proof
