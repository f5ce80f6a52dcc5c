// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/light_client.h"
#include "world.h"

#include <algorithm>

/// Headers of a made-up network whose keys the test holds.
namespace hearth::world {

inline constexpr core::Nanoseconds light_start = 1'700'000'000'000'000'000;
inline constexpr core::Nanoseconds light_second = 1'000'000'000;

struct LightMember {
    std::string name;
    std::int64_t power = 10;
};
using LightMembers = std::vector<LightMember>;

inline std::vector<ledger::ValidatorPower> powers_of(const LightMembers& members) {
    std::vector<ledger::ValidatorPower> set;
    for (const LightMember& member : members)
        set.push_back({key_of(member.name).public_key(), member.power});
    return set;
}

/// Names the block by its header anew and lets those vote who are asked to.
inline void sign_light_block(ledger::LightBlock& block, const LightMembers& members,
                             const std::vector<std::string>& silent = {}) {
    const core::Hash hash = block.header.hash();
    block.commit.height = block.header.height;
    block.commit.block = {core::to_bytes(hash.view()), 1, core::to_bytes(hash_of("parts").view())};
    block.commit.votes.clear();
    for (const LightMember& member : members) {
        ledger::CommitVote vote;
        if (std::find(silent.begin(), silent.end(), member.name) == silent.end()) {
            const core::SigningKey key = key_of(member.name);
            vote.kind = ledger::CommitVote::Kind::for_block;
            vote.validator = ledger::address_of(key.public_key());
            vote.time = block.header.time + light_second;
            vote.signature = key.sign(block.commit.sign_bytes(vote, block.header.chain_id));
        }
        block.commit.votes.push_back(vote);
    }
}

/// One second a block.
inline ledger::LightBlock light_block(core::Height height, const LightMembers& members, const LightMembers& next,
                                      const std::vector<std::string>& silent = {}) {
    ledger::LightBlock block;
    block.header.block_version = 11;
    block.header.chain_id = chain;
    block.header.height = height;
    block.header.time = light_start + static_cast<core::Nanoseconds>(height) * light_second;
    block.header.app = hash_of("app " + std::to_string(height));
    block.validators = powers_of(members);
    block.header.validators = ledger::hash_of(block.validators);
    block.header.next_validators = ledger::hash_of(powers_of(next));
    sign_light_block(block, members, silent);
    return block;
}

} // namespace hearth::world
