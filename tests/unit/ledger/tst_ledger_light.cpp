// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/light_answers.h"
#include "light_network.h"

#include <QtTest>

#include <fstream>
#include <nlohmann/json.hpp>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::light_block;
using world::light_second;
using world::light_start;
using world::LightMembers;

namespace {

/// vectors/light/blocks.json: what CometBFT answered in a network of four.
std::vector<LightBlock> recorded() {
    std::ifstream file(HEARTH_VECTORS_DIR "/light/blocks.json");
    std::vector<LightBlock> blocks;
    const auto vectors = nlohmann::json::parse(file);
    for (const auto& item : vectors["blocks"]) {
        auto block = read_light_block(item["commit"], {item["validators"]});
        if (!block) qFatal("%s", block.error().message.c_str());
        blocks.push_back(std::move(*block));
    }
    return blocks;
}
const std::string recorded_chain = "hearth-2cc1f3fd63cf";

const LightMembers four{{"a"}, {"b"}, {"c"}, {"d"}};
constexpr core::Nanoseconds soon = light_start + 1000 * light_second;

bool is(const core::Status& status, Code code, const char* words) {
    return !status && status.error().code == code && status.error().message.find(words) != std::string::npos;
}

} // namespace

class TestLight : public QObject {
    Q_OBJECT
private slots:
    void recordedBlocksVerify();
    void recordedStepsVerify();
    void everyFieldOfAHeaderCounts();
    void everyPartOfTheVotesCounts();
    void aWrongSignatureAnywhereAmongManyIsFound();
    void tooLittlePowerIsRefused();
    void anotherValidatorSetIsRefused();
    void validatorsMayChangeBlockByBlock();
    void aThirdMustBeKnownToSkip();
    void bisectionFindsTheBlocksBetween();
    void oldTrustExpires();
    void theFutureIsRefused();
    void timesAndHeightsOnlyGrow();
    void anEncodedBlockIsTheSame();
    void timesOfTheEngineAreRead();
};

void TestLight::recordedBlocksVerify() {
    const auto blocks = recorded();
    QVERIFY(blocks.size() >= 5);
    QCOMPARE(blocks.front().header.height, core::Height{1}); // whose predecessor is nothing
    QVERIFY(blocks.front().header.previous.hash.empty());
    std::size_t others = 0;
    for (const LightBlock& block : blocks) {
        const auto checked = check_block(block, recorded_chain);
        QVERIFY2(checked.ok(), checked ? "" : checked.error().message.c_str());
        for (const CommitVote& vote : block.commit.votes)
            others += vote.kind != CommitVote::Kind::for_block ? 1 : 0;
    }
    QVERIFY2(others > 0, "no recorded commit lacks a vote");
    QVERIFY(is(check_block(blocks[0], "hearth-other"), Code::corrupt, "another chain"));
}

void TestLight::recordedStepsVerify() {
    const auto blocks = recorded();
    const core::Nanoseconds now = blocks.back().header.time + light_second;
    const auto whole = check_trail(blocks, recorded_chain, {}, now);
    QVERIFY2(whole.ok(), whole ? "" : whole.error().message.c_str());
    QVERIFY(check_step(blocks.front(), blocks.back(), {}, now)); // at once
}

void TestLight::everyFieldOfAHeaderCounts() {
    const LightBlock honest = recorded()[3];
    const auto refuses = [&](auto change) {
        LightBlock forged = honest;
        change(forged.header);
        return is(check_block(forged, recorded_chain), Code::corrupt, "Block");
    };
    const auto flip = [](core::Hash& hash) { hash.bytes[7] ^= 1U; };
    QVERIFY(refuses([](LightHeader& h) { ++h.block_version; }));
    QVERIFY(refuses([](LightHeader& h) { ++h.app_version; }));
    QVERIFY(refuses([](LightHeader& h) { ++h.height; }));
    QVERIFY(refuses([](LightHeader& h) { ++h.time; }));
    QVERIFY(refuses([](LightHeader& h) { h.previous.hash[0] ^= 1U; }));
    QVERIFY(refuses([](LightHeader& h) { ++h.previous.parts; }));
    QVERIFY(refuses([](LightHeader& h) { h.previous.parts_hash[0] ^= 1U; }));
    QVERIFY(refuses([](LightHeader& h) { h.proposer[0] ^= 1U; }));
    for (core::Hash LightHeader::*field :
         {&LightHeader::last_commit, &LightHeader::data, &LightHeader::validators, &LightHeader::next_validators,
          &LightHeader::consensus, &LightHeader::app, &LightHeader::last_results, &LightHeader::evidence})
        QVERIFY(refuses([&](LightHeader& h) { flip(h.*field); }));
}

void TestLight::everyPartOfTheVotesCounts() {
    const LightBlock honest = light_block(5, {{"a"}, {"b"}, {"c"}}, four); // all three are needed
    QVERIFY(check_block(honest, world::chain));
    const auto refuses = [&](auto change) {
        LightBlock forged = honest;
        change(forged.commit);
        return is(check_block(forged, world::chain), Code::corrupt, "Block");
    };
    QVERIFY(refuses([](LightCommit& c) { c.votes[1].signature[3] ^= 1U; }));
    QVERIFY(refuses([](LightCommit& c) { ++c.votes[1].time; }));
    QVERIFY(refuses([](LightCommit& c) { c.votes[1].validator[3] ^= 1U; }));
    QVERIFY(refuses([](LightCommit& c) { c.votes[1].kind = CommitVote::Kind::for_none; }));
    QVERIFY(refuses([](LightCommit& c) { c.votes[1] = c.votes[0]; })); // one voter in two places
    QVERIFY(refuses([](LightCommit& c) { c.votes.pop_back(); }));
    QVERIFY(refuses([](LightCommit& c) { ++c.round; }));
    QVERIFY(refuses([](LightCommit& c) { c.round = -1; }));
    QVERIFY(refuses([](LightCommit& c) { ++c.height; }));
    QVERIFY(refuses([](LightCommit& c) { c.block.hash[0] ^= 1U; }));
    QVERIFY(refuses([](LightCommit& c) { ++c.block.parts; }));
    QVERIFY(refuses([](LightCommit& c) { c.block.parts_hash[0] ^= 1U; }));
}

/// So many that they are checked on several threads.
void TestLight::aWrongSignatureAnywhereAmongManyIsFound() {
    LightMembers many;
    for (int i = 0; i < 40; ++i)
        many.push_back({"member " + std::to_string(i)});
    const LightBlock trusted = light_block(1, many, many);
    LightBlock next = light_block(5, many, many);
    QVERIFY(check_step(trusted, next, {}, soon));
    constexpr std::size_t enough = 27; // more than two thirds of 40
    for (std::size_t i = 0; i < many.size(); ++i) {
        next.commit.votes[i].signature[i % 64] ^= 1U;
        const core::Status checked = check_step(trusted, next, {}, soon);
        if (i < enough)
            QVERIFY2(is(checked, Code::corrupt, "did not sign"), qPrintable(QString::number(i)));
        else
            QVERIFY2(checked.ok(), "a vote is looked at that is not needed");
        next.commit.votes[i].signature[i % 64] ^= 1U;
    }
    // Of another set: a third of the old one and two thirds of the new one, each signature once.
    LightMembers changed(many.begin() + 10, many.end());
    for (int i = 0; i < 10; ++i)
        changed.push_back({"newcomer " + std::to_string(i)});
    LightBlock far = light_block(9, changed, changed);
    QVERIFY(check_step(trusted, far, {}, soon));
    for (std::size_t i = 0; i < enough; ++i) {
        std::swap(far.commit.votes[i].signature, far.commit.votes[i + 1].signature);
        QVERIFY2(is(check_step(trusted, far, {}, soon), Code::corrupt, "did not sign"), qPrintable(QString::number(i)));
        std::swap(far.commit.votes[i].signature, far.commit.votes[i + 1].signature);
    }
}

void TestLight::tooLittlePowerIsRefused() {
    QVERIFY(check_block(light_block(5, four, four, {"d"}), world::chain));
    QVERIFY(is(check_block(light_block(5, four, four, {"c", "d"}), world::chain), Code::corrupt, "two thirds"));
    // Just two thirds are not more than two thirds.
    const LightMembers three{{"a"}, {"b"}, {"c"}};
    QVERIFY(is(check_block(light_block(5, three, three, {"c"}), world::chain), Code::corrupt, "two thirds"));
    // It is power that counts.
    const LightMembers uneven{{"a", 70}, {"b", 10}, {"c", 10}, {"d", 10}};
    QVERIFY(check_block(light_block(5, uneven, uneven, {"b", "c", "d"}), world::chain));
    QVERIFY(!check_block(light_block(5, uneven, uneven, {"a"}), world::chain));
    // A set must not name anybody twice.
    const LightMembers twice{{"a"}, {"a"}, {"a"}};
    QVERIFY(is(check_block(light_block(5, twice, twice), world::chain), Code::corrupt, "twice"));
}

void TestLight::anotherValidatorSetIsRefused() {
    LightBlock forged = light_block(5, four, four);
    forged.validators[1].power = 11;
    QVERIFY(is(check_block(forged, world::chain), Code::corrupt, "others than the validators"));
    forged = light_block(5, four, four);
    std::swap(forged.validators[0], forged.validators[1]);
    QVERIFY(!check_block(forged, world::chain));
    // A whole network of other keys, each block valid in itself.
    const LightMembers strangers{{"x"}, {"y"}, {"z"}};
    const LightBlock trusted = light_block(5, four, four);
    QVERIFY(check_block(light_block(6, strangers, strangers), world::chain));
    QVERIFY(is(check_step(trusted, light_block(6, strangers, strangers), {}, soon), Code::corrupt, "before it names"));
    QVERIFY(is(check_step(trusted, light_block(9, strangers, strangers), {}, soon), Code::refused, "too few"));
    // They do not get in by naming members of the trusted set that did not sign.
    LightMembers mixed = strangers;
    mixed.push_back({"a", 1});
    mixed.push_back({"b", 1});
    QVERIFY(is(check_step(trusted, light_block(9, mixed, mixed, {"a", "b"}), {}, soon), Code::refused, "too few"));
}

void TestLight::validatorsMayChangeBlockByBlock() {
    const LightMembers next{{"b"}, {"c"}, {"d"}, {"e"}}, later{{"c"}, {"d"}, {"e"}, {"f"}};
    const std::vector<LightBlock> trail{light_block(1, four, next), light_block(2, next, later),
                                        light_block(3, later, later)};
    QVERIFY(check_trail(trail, world::chain, {}, soon));
    const LightBlock wrong = light_block(2, four, later); // by the set of the block before
    QVERIFY(!check_step(trail[0], wrong, {}, soon));
}

void TestLight::aThirdMustBeKnownToSkip() {
    const LightBlock trusted = light_block(1, four, four);
    const LightMembers half{{"a"}, {"b"}, {"e"}, {"f"}};    // two of four: more than a third
    const LightMembers quarter{{"a"}, {"e"}, {"f"}, {"g"}}; // one of four is not
    QVERIFY(check_step(trusted, light_block(9, half, half), {}, soon));
    QVERIFY(is(check_step(trusted, light_block(9, quarter, quarter), {}, soon), Code::refused, "too few"));
    // Whoever is known must have signed, and more than two thirds of the new set as well.
    QVERIFY(is(check_step(trusted, light_block(9, half, half, {"a"}), {}, soon), Code::refused, "too few"));
    QVERIFY(is(check_step(trusted, light_block(9, half, half, {"e", "f"}), {}, soon), Code::corrupt, "two thirds"));
    // A third exactly is not more than a third.
    const LightMembers three{{"a"}, {"b"}, {"c"}}, third{{"a"}, {"x"}, {"y"}};
    QVERIFY(
        is(check_step(light_block(1, three, three), light_block(9, third, third), {}, soon), Code::refused, "too few"));
}

void TestLight::bisectionFindsTheBlocksBetween() {
    // Every block replaces one of four.
    const auto members = [](core::Height height) {
        LightMembers set;
        for (core::Height i = 0; i < 4; ++i)
            set.push_back({"member " + std::to_string(height + i)});
        return set;
    };
    int fetched = 0;
    const auto fetch = [&](core::Height height) -> core::Result<LightBlock> {
        ++fetched;
        return light_block(height, members(height), members(height + 1));
    };
    const auto trail = find_trail(*fetch(1), *fetch(12), fetch, {}, soon);
    QVERIFY2(trail.ok(), trail ? "" : trail.error().message.c_str());
    QVERIFY(trail->size() < 12);
    QVERIFY(check_trail(*trail, world::chain, {}, soon));
    QVERIFY(!check_step(trail->front(), trail->back(), {}, soon));
    const auto missing = [](core::Height) -> core::Result<LightBlock> { return core::fail(Code::not_found, "gone"); };
    QCOMPARE(find_trail(*fetch(1), *fetch(12), missing, {}, soon).error().code, Code::not_found);
    // A forged end is not bisected for ever.
    LightBlock forged = *fetch(12);
    forged.header.app = world::hash_of("forged");
    fetched = 0;
    QVERIFY(!find_trail(*fetch(1), forged, fetch, {}, soon));
    QVERIFY(fetched < 10);
}

void TestLight::oldTrustExpires() {
    const LightBlock trusted = light_block(1, four, four), next = light_block(9, four, four);
    LightOptions options;
    options.trusting_period = 100 * light_second;
    QVERIFY(check_step(trusted, next, options, trusted.header.time + 100 * light_second - 1));
    QVERIFY(is(check_step(trusted, next, options, trusted.header.time + 100 * light_second), Code::timed_out,
               "trusting period"));
    QVERIFY(is(check_trail({trusted}, world::chain, options, trusted.header.time + 100 * light_second), Code::timed_out,
               "trusting period"));
}

void TestLight::theFutureIsRefused() {
    const LightBlock trusted = light_block(1, four, four), next = light_block(20, four, four);
    const LightOptions options;
    QVERIFY(check_step(trusted, next, options, next.header.time - options.clock_drift + 1));
    QVERIFY(is(check_step(trusted, next, options, next.header.time - options.clock_drift), Code::conflict, "ahead"));
    QVERIFY(is(check_trail({next}, world::chain, options, next.header.time - options.clock_drift), Code::conflict,
               "ahead"));
}

void TestLight::timesAndHeightsOnlyGrow() {
    const LightBlock trusted = light_block(5, four, four);
    QVERIFY(is(check_step(trusted, trusted, {}, soon), Code::conflict, "come after"));
    QVERIFY(is(check_step(trusted, light_block(4, four, four), {}, soon), Code::conflict, "come after"));
    LightBlock back = light_block(6, four, four);
    back.header.time = trusted.header.time;
    world::sign_light_block(back, four);
    QVERIFY(is(check_step(trusted, back, {}, soon), Code::conflict, "older"));
}

void TestLight::anEncodedBlockIsTheSame() {
    for (const LightBlock& block : recorded()) {
        const auto bytes = core::cbor::encode(block.to_cbor());
        const auto read = LightBlock::from_cbor(*core::cbor::decode(bytes));
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QVERIFY(check_block(*read, recorded_chain));
        QCOMPARE(core::cbor::encode(read->to_cbor()), bytes);
    }
}

void TestLight::timesOfTheEngineAreRead() {
    QCOMPARE(*read_time("1970-01-01T00:00:00Z"), core::Nanoseconds{0});
    QCOMPARE(*read_time("2026-11-29T18:56:09.860459029Z"), core::Nanoseconds{1'795'978'569'860'459'029});
    QCOMPARE(*read_time("2024-02-29T23:59:59.5Z"), core::Nanoseconds{1'709'251'199'500'000'000});
    for (const char* wrong : {"", "Z", "2026-11-29", "2026-11-29T18:56:09", "2026-11-29T18:56:09.Z",
                              "2026-02-30T00:00:00Z", "2026-11-29T24:00:00Z", "0001-01-01T00:00:00Z",
                              "2026-11-29T18:56:09.8604590291Z", "2026-11-29 18:56:09Z", "9999-01-01T00:00:00Z"})
        QVERIFY2(!read_time(wrong), wrong);
}

QTEST_GUILESS_MAIN(TestLight)
#include "tst_ledger_light.moc"
