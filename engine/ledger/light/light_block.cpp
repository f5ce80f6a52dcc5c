// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/light_block.h"

#include "ledger/light/wire.h"
#include "proof/merkle.h"

namespace hearth::ledger {
namespace {

using core::Bytes;
using core::ByteView;

using core::second;
constexpr std::uint64_t precommit = 2;

/// A message whose only field is 1.
Bytes wrapped(ByteView bytes) {
    Bytes out;
    wire::append_bytes(out, 1, bytes);
    return out;
}
Bytes wrapped(std::uint64_t number) {
    Bytes out;
    wire::append_number(out, 1, number);
    return out;
}

/// google.protobuf.Timestamp.
Bytes timestamp(core::Nanoseconds time) {
    std::int64_t seconds = time / second, rest = time % second;
    if (rest < 0) {
        rest += second;
        --seconds;
    }
    Bytes out;
    wire::append_number(out, 1, static_cast<std::uint64_t>(seconds));
    wire::append_number(out, 2, static_cast<std::uint64_t>(rest));
    return out;
}

/// BlockID and CanonicalBlockID look the same.
Bytes encode(const BlockPointer& block) {
    Bytes parts, out;
    wire::append_number(parts, 1, block.parts);
    wire::append_bytes(parts, 2, block.parts_hash);
    wire::append_bytes(out, 1, block.hash);
    wire::append_message(out, 2, parts);
    return out;
}

} // namespace

core::Hash LightHeader::hash() const {
    Bytes version;
    wire::append_number(version, 1, block_version);
    wire::append_number(version, 2, app_version);
    const std::vector<Bytes> fields{version,
                                    wrapped(core::as_bytes(chain_id)),
                                    wrapped(height),
                                    timestamp(time),
                                    encode(previous),
                                    wrapped(last_commit.view()),
                                    wrapped(data.view()),
                                    wrapped(validators.view()),
                                    wrapped(next_validators.view()),
                                    wrapped(consensus.view()),
                                    wrapped(app.view()),
                                    wrapped(last_results.view()),
                                    wrapped(evidence.view()),
                                    wrapped(ByteView(proposer))};
    std::vector<core::Hash> leaves;
    for (const Bytes& field : fields)
        leaves.push_back(proof::merkle_leaf(field));
    return proof::merkle_root(leaves);
}

Bytes LightCommit::sign_bytes(const CommitVote& vote, std::string_view chain_id) const {
    Bytes body;
    wire::append_number(body, 1, precommit);
    wire::append_fixed(body, 2, height);
    wire::append_fixed(body, 3, static_cast<std::uint64_t>(std::int64_t{round}));
    wire::append_message(body, 4, encode(block));
    wire::append_message(body, 5, timestamp(vote.time));
    wire::append_bytes(body, 6, core::as_bytes(chain_id));
    return wire::with_length(body);
}

core::Hash hash_of(const std::vector<ValidatorPower>& validators) {
    std::vector<core::Hash> leaves;
    for (const ValidatorPower& validator : validators) {
        Bytes simple;
        wire::append_message(simple, 1, wrapped(validator.key.view()));
        wire::append_number(simple, 2, static_cast<std::uint64_t>(validator.power));
        leaves.push_back(proof::merkle_leaf(simple));
    }
    return proof::merkle_root(leaves);
}

} // namespace hearth::ledger
