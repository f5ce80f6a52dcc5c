// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/light_client.h"

#include "core/signature_batch.h"

#include <map>
#include <set>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;

std::string name_of(const LightBlock& block) {
    return "Block " + std::to_string(block.header.height);
}

core::Error wrong(const LightBlock& block, const std::string& what) {
    return fail(Code::corrupt, name_of(block) + " " + what + ".");
}

core::Uint128 power_of(const std::vector<ValidatorPower>& validators) {
    core::Uint128 sum = 0;
    for (const ValidatorPower& validator : validators)
        sum += static_cast<std::uint64_t>(validator.power);
    return sum;
}

Status check_form(const LightBlock& block, std::string_view chain_id) {
    const LightHeader& header = block.header;
    if (header.chain_id != chain_id) return wrong(block, "is of another chain, " + header.chain_id);
    if (header.height == 0 || block.commit.height != header.height || block.commit.round < 0)
        return wrong(block, "and the votes for it are of different heights");
    if (block.commit.block.hash != core::to_bytes(header.hash().view()))
        return wrong(block, "is not the one that was voted for");
    if (block.validators.empty() || hash_of(block.validators) != header.validators)
        return wrong(block, "was signed by others than the validators that it names");
    if (block.commit.votes.size() != block.validators.size())
        return wrong(block, "has another number of votes than of validators");
    std::set<core::PublicKey> seen;
    for (const ValidatorPower& validator : block.validators)
        if (validator.power <= 0 || !seen.insert(validator.key).second)
            return wrong(block, "names a validator twice, or one without power");
    return {};
}

/// By place in the commit: the signature is good, and of the block's own validator there.
using Good = std::vector<bool>;

/// Votes that are enough, once their signatures hold: those are checked at last, and all together.
class VoteCount {
public:
    explicit VoteCount(const LightBlock& block) : m_block(block) {}

    void take(std::size_t place, const ValidatorPower& validator, bool known_good = false) {
        m_power += static_cast<std::uint64_t>(validator.power);
        if (known_good) return;
        const CommitVote& vote = m_block.commit.votes[place];
        m_places.push_back(place);
        m_votes.push_back({validator.key, m_block.commit.sign_bytes(vote, m_block.header.chain_id), vote.signature});
    }
    core::Uint128 power() const { return m_power; }
    const std::vector<std::size_t>& places() const { return m_places; }
    Status check() const {
        if (!core::first_bad_signature(m_votes)) return {};
        return wrong(m_block, "carries a vote that its validator did not sign");
    }

private:
    const LightBlock& m_block;
    core::Uint128 m_power = 0;
    std::vector<std::size_t> m_places; ///< of m_votes
    std::vector<core::SignedMessage> m_votes;
};

/// The validators of `trusted` that signed `next` have more than a third of their power.
Status check_overlap(const LightBlock& trusted, const LightBlock& next, Good& good) {
    std::map<Address, const ValidatorPower*> known;
    for (const ValidatorPower& validator : trusted.validators)
        known[address_of(validator.key)] = &validator;
    const core::Uint128 all = power_of(trusted.validators);
    VoteCount count(next);
    std::set<Address> counted;
    for (std::size_t i = 0; i < next.commit.votes.size() && count.power() * 3 <= all; ++i) {
        const CommitVote& vote = next.commit.votes[i];
        const auto at = known.find(vote.validator);
        if (vote.kind != CommitVote::Kind::for_block || at == known.end()) continue;
        if (!counted.insert(vote.validator).second) return wrong(next, "counts a vote twice");
        count.take(i, *at->second);
    }
    HEARTH_CHECK(count.check());
    for (const std::size_t place : count.places())
        good[place] = next.validators[place].key == known[next.commit.votes[place].validator]->key;
    if (count.power() * 3 > all) return {};
    return fail(Code::refused,
                name_of(next) + " is signed by too few of the validators of block " +
                    std::to_string(trusted.header.height) + " to be believed for their sake.",
                "Give the blocks in between.");
}

/// More than two thirds of the validators' power signed it. The engine lists the powerful ones first, so that few
/// signatures are enough.
Status check_power(const LightBlock& block, const Good& good) {
    const core::Uint128 all = power_of(block.validators);
    VoteCount count(block);
    for (std::size_t i = 0; i < block.validators.size() && count.power() * 3 <= all * 2; ++i) {
        const CommitVote& vote = block.commit.votes[i];
        if (vote.kind != CommitVote::Kind::for_block) continue;
        if (vote.validator != address_of(block.validators[i].key))
            return wrong(block, "carries a vote in another validator's place");
        count.take(i, block.validators[i], good[i]);
    }
    HEARTH_CHECK(count.check());
    if (count.power() * 3 > all * 2) return {};
    return wrong(block, "is signed by no more than two thirds of its validators' power");
}

Status check_age(const LightBlock& trusted, const LightOptions& options, core::Nanoseconds now) {
    if (now - trusted.header.time < options.trusting_period) return {};
    return fail(Code::timed_out, name_of(trusted) + " is older than the trusting period.",
                "Begin with a newer block whose hash you know from somebody whom you trust.");
}

Status check_clock(const LightBlock& block, const LightOptions& options, core::Nanoseconds now) {
    if (block.header.time - now < options.clock_drift) return {};
    return fail(Code::conflict, name_of(block) + " has a time that lies ahead of this machine's clock.",
                "Set the clock of this machine.");
}

} // namespace

Status check_block(const LightBlock& block, std::string_view chain_id) {
    HEARTH_CHECK(check_form(block, chain_id));
    return check_power(block, Good(block.validators.size()));
}

Status check_step(const LightBlock& trusted, const LightBlock& next, const LightOptions& options,
                  core::Nanoseconds now) {
    const LightHeader &before = trusted.header, &after = next.header;
    HEARTH_CHECK(check_age(trusted, options, now));
    if (after.height <= before.height)
        return fail(Code::conflict,
                    name_of(next) + " does not come after block " + std::to_string(before.height) + ".");
    if (after.time <= before.time)
        return fail(Code::conflict,
                    name_of(next) + " says that it is older than block " + std::to_string(before.height) + ".");
    HEARTH_CHECK(check_clock(next, options, now));
    const bool adjacent = after.height == before.height + 1;
    if (adjacent && after.validators != before.next_validators)
        return wrong(next, "is not signed by the validators that the block before it names");
    HEARTH_CHECK(check_form(next, before.chain_id));
    Good good(next.validators.size());
    // Two thirds of the same set are more than a third of it.
    if (!adjacent && after.validators != before.validators) HEARTH_CHECK(check_overlap(trusted, next, good));
    return check_power(next, good);
}

Status check_trail(const std::vector<LightBlock>& trail, std::string_view chain_id, const LightOptions& options,
                   core::Nanoseconds now) {
    if (trail.empty()) return fail(Code::corrupt, "There is no block to begin with.");
    HEARTH_CHECK(check_block(trail.front(), chain_id));
    HEARTH_CHECK(check_age(trail.front(), options, now));
    HEARTH_CHECK(check_clock(trail.front(), options, now));
    for (std::size_t i = 1; i < trail.size(); ++i)
        HEARTH_CHECK(check_step(trail[i - 1], trail[i], options, now));
    return {};
}

core::Result<std::vector<LightBlock>> find_trail(LightBlock first, LightBlock last, const FetchBlock& fetch,
                                                 const LightOptions& options, core::Nanoseconds now) {
    std::vector<LightBlock> trail{std::move(first)};
    std::vector<LightBlock> ahead;
    if (last.header.height != trail.front().header.height) ahead.push_back(std::move(last));
    while (!ahead.empty()) {
        const LightBlock& from = trail.back();
        const core::Height low = from.header.height, high = ahead.back().header.height;
        const Status step = check_step(from, ahead.back(), options, now);
        if (step) {
            trail.push_back(std::move(ahead.back()));
            ahead.pop_back();
            continue;
        }
        if (step.error().code != Code::refused || high <= low + 1) return step.error();
        HEARTH_TRY(LightBlock middle, fetch(low + (high - low) / 2));
        ahead.push_back(std::move(middle));
    }
    return trail;
}

} // namespace hearth::ledger
