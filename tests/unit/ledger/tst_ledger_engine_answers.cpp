// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/engine_answers.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using nlohmann::json;

namespace {

json peer(const std::string& id, const json& height) {
    return {{"node_info", {{"id", id}, {"moniker", "name of " + id}, {"listen_addr", "tcp://0.0.0.0:26656"}}},
            {"is_outbound", true},
            {"remote_ip", "10.0.0.1"},
            {"node_address", id + "@10.0.0.1:26656"},
            {"peer_state", {{"round_state", {{"height", height}}}}}};
}

/// Of status, net_info, commit and dump_consensus_state.
json answers(const json& peers) {
    const json signatures = {{{"block_id_flag", 2}, {"validator_address", "AA"}},
                             {{"block_id_flag", 1}, {"validator_address", ""}}};
    const json commit = {{"height", "7"}, {"signatures", signatures}};
    return json::array({{{"result", {{"sync_info", {{"latest_block_height", "7"}, {"catching_up", false}}}}}},
                        {{"result", {{"n_peers", "2"}, {"peers", peers}}}},
                        {{"result", {{"signed_header", {{"commit", commit}}}}}},
                        {{"result", {{"peers", peers}}}}});
}

const json odd_values = json::array({nullptr,
                                     true,
                                     -1,
                                     1.5,
                                     "",
                                     "-1",
                                     "+1",
                                     " 1",
                                     "1x",
                                     "99999999999999999999999",
                                     json::array(),
                                     json::object(),
                                     json::array({1}),
                                     {{"a", 1}}});

/// Every value of the document in turn is replaced by every odd one.
void everywhere(const json& document, const std::function<void(const json&)>& read) {
    const json flat = document.flatten();
    for (const auto& [path, value] : flat.items())
        for (json::json_pointer at(path);; at.pop_back()) {
            for (const json& odd : odd_values) {
                json changed = document;
                changed[at] = odd;
                read(changed);
            }
            if (at.empty()) break;
        }
}

} // namespace

class TestEngineAnswers : public QObject {
    Q_OBJECT
private slots:
    void whatTheEngineSaysIsRead();
    void nothingThatAnAnswerHoldsThrows();
    void aPeersNonsenseHidesNobodyElse();
    void whoCannotSayItsPeersHasNotNone();
    void numbersAreDigitsAndNothingElse();
    void whatSaysTwoThingsOrHasNoEndIsNoAnswer();
    void transactionsGetTheirOwnAnswer();
};

void TestEngineAnswers::whatTheEngineSaysIsRead() {
    const std::string text = answers(json::array({peer("b", "9"), peer("a", 12)})).dump();
    const auto status = read_status(text);
    QVERIFY(status.ok());
    QCOMPARE(status->height, core::Height{7});
    QCOMPARE(status->peers, 2U);
    const auto members = read_members(text);
    QVERIFY(members.ok() && members->peers.size() == 2);
    QCOMPARE(members->peers[0].id, std::string("a"));
    QCOMPARE(members->peers[0].address, std::string("10.0.0.1:26656"));
    QCOMPARE(*members->peers[0].height, core::Height{11});
    QCOMPARE(*members->peers[1].height, core::Height{8});
    QCOMPARE(members->signed_height, core::Height{7});
    QCOMPARE(members->signers, std::vector<std::string>{"AA"});
}

void TestEngineAnswers::nothingThatAnAnswerHoldsThrows() {
    int read = 0;
    everywhere(answers(json::array({peer("b", "9")})), [&](const json& changed) {
        (void)read_status(changed.dump());
        (void)read_members(changed.dump());
        ++read;
    });
    const json broadcast = json::array({{{"id", 0}, {"result", {{"code", 0}, {"log", ""}}}},
                                        {{"id", 1}, {"error", {{"code", -32603}, {"data", "full"}}}}});
    everywhere(broadcast, [&](const json& changed) {
        QCOMPARE(read_broadcast(changed.dump(), 2).size(), std::size_t{2});
        ++read;
    });
    QVERIFY(read > 500);
    for (const char* text : {"", "{", "[", "null", "[[[[[["}) {
        QCOMPARE(read_status(text).error().code, Code::unavailable);
        QCOMPARE(read_members(text).error().code, Code::unavailable);
        QCOMPARE(read_broadcast(text, 1).at(0).error().code, Code::unavailable);
    }
}

void TestEngineAnswers::aPeersNonsenseHidesNobodyElse() {
    json liar = peer("liar", "-5");
    json broken = peer("broken", "3");
    broken["node_info"]["moniker"] = 7;
    const auto members = read_members(answers(json::array({liar, broken, peer("honest", "3")})).dump());
    QVERIFY(members.ok());
    QCOMPARE(members->peers.size(), std::size_t{2});
    QCOMPARE(members->peers[0].id, std::string("honest"));
    QCOMPARE(*members->peers[0].height, core::Height{2});
    QVERIFY(!members->peers[1].height); // not some eighteen trillion millions
}

void TestEngineAnswers::whoCannotSayItsPeersHasNotNone() {
    json failed = answers(json::array({peer("a", "3")}));
    failed[1] = {{"id", 1}, {"error", {{"code", -32603}, {"message", "Internal error"}, {"data", "timed out"}}}};
    const auto members = read_members(failed.dump());
    QVERIFY(!members);
    QCOMPARE(members.error().code, Code::unavailable);
    QVERIFY(!read_status(failed.dump()));
    const auto alone = read_members(answers(json::array()).dump());
    QVERIFY(alone.ok() && alone->peers.empty());
}

void TestEngineAnswers::numbersAreDigitsAndNothingElse() {
    for (const char* wrong : {"-1", "+7", " 7", "7 ", "7a", "0x7", "", "18446744073709551616"}) {
        json changed = answers(json::array());
        changed[0]["result"]["sync_info"]["latest_block_height"] = wrong;
        QVERIFY2(!read_status(changed.dump()), wrong);
    }
}

void TestEngineAnswers::whatSaysTwoThingsOrHasNoEndIsNoAnswer() {
    const std::string fine = answers(json::array()).dump(), flag = "\"catching_up\":false";
    QVERIFY(read_status(fine).ok() && read_members(fine).ok());
    std::string twice = fine;
    twice.replace(twice.find(flag), flag.size(), "\"catching_up\":true," + flag);
    QVERIFY(json::accept(twice));
    QVERIFY(!read_status(twice) && !read_members(twice));
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    QVERIFY(!read_status(deep) && !read_members(deep));
    QVERIFY(!read_broadcast(deep, 1)[0]);
}

void TestEngineAnswers::transactionsGetTheirOwnAnswer() {
    const json refused = {{"code", 1 + static_cast<int>(Code::conflict)}, {"log", "Used."}};
    const json list = json::array({{{"id", 2}, {"result", {{"code", 0}}}},
                                   {{"id", 0}, {"result", refused}},
                                   {{"id", 9}, {"result", {{"code", 0}}}},
                                   {{"id", 3}, {"result", {{"code", "none"}}}}});
    const auto statuses = read_broadcast(list.dump(), 4);
    QCOMPARE(statuses[0].error().code, Code::conflict);
    QCOMPARE(statuses[0].error().message, std::string("Used."));
    QCOMPARE(statuses[1].error().code, Code::unavailable); // nobody said anything of it
    QVERIFY(statuses[2].ok());
    QCOMPARE(statuses[3].error().code, Code::internal); // a code that is none is no consent
    const json alone = {{"id", 0}, {"error", {{"data", "tx already exists in cache"}}}};
    QVERIFY(read_broadcast(alone.dump(), 1)[0].ok());
}

QTEST_GUILESS_MAIN(TestEngineAnswers)
#include "tst_ledger_engine_answers.moc"
