// SPDX-License-Identifier: Apache-2.0
#include "control/try_network.h"
#include "gateway/evidence/tree_head.h"
#include "ledger/light/proof_examination.h"
#include "node/upstreams/caller_slots.h"
#include "scripted_upstream.h"
#include "test_node.h"

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string secret = "sk-window-canary-0123456789";

std::string stream_of(const std::vector<std::string>& words) {
    std::string events;
    for (const std::string& word : words)
        events += token_event(word);
    return stream_head() + chunk(events + last_event() + done_event) + chunk("");
}

control::ChatRequest question(const std::string& model, std::vector<std::string> networks = {}) {
    control::ChatRequest request;
    request.model = model;
    request.prompt = "hello";
    request.max_tokens = 6;
    request.networks = std::move(networks);
    return request;
}

} // namespace

/// What the owner asks of networks through the control protocol, and what callers' keys may take.
class NodeCallers : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    core::Error refusal(const control::ChatRequest& request) {
        const auto answer = m_node->node().chat(request, {});
        return answer ? core::fail(core::Code::internal, "It was answered.") : answer.error();
    }
    std::size_t jobs() { return must(m_node->node().jobs(100, {})).size(); }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(path_of(*m_folder) / "home");
        m_node->start();
        m_node->import();
    }
    void cleanup() { m_node.reset(); }

    void theHeadOfItsEvidenceStandsInTheLedger() {
        namespace evidence = gateway::evidence;
        m_node = std::make_unique<TestNode>(path_of(*m_folder) / "hasty");
        m_node->epoch_length = core::second;
        m_node->start();
        ScriptedUpstream box(Behaviour{{{stream_of({"a"})}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const std::string id = must(m_node->node().chat(question("m", {"box"}), {})).evidence_id;
        must(m_node->node().evidence_log("", 0)); // it is signed
        const auto proof = [&] { return must(evidence::read_inclusion(must(m_node->node().evidence_log(id, 0)))); };
        QTRY_VERIFY_WITH_TIMEOUT(proof().anchor.has_value(), 20000);
        const auto found = proof();
        QCOMPARE(found.anchor->size, std::uint64_t{1});
        QVERIFY(found.anchor->height > 0);
        QCOMPARE(evidence::examine_inclusion(found, {}).back().outcome, proof::CheckRow::Outcome::passed);
        const auto shown =
            must(ledger::StateProof::decode(must(m_node->node().prove_state({found.anchor->record_name()}, 0))));
        QVERIFY(shown.records.front().record.has_value());
        QVERIFY(ledger::examine_proof(shown, {}, core::system_clock().now()).valid);
    }

    void theOwnerAsksAnotherNetworkAndGetsItsEvidence() {
        ScriptedUpstream box(Behaviour{{{stream_of({"Gu", "ten ", "Tag"})}}});
        control::UpstreamWish wish{box.url(), "box", "openai", ""};
        wish.key = secret;
        must(m_node->node().add_upstream(wish, {}));
        control::ChatRequest request = question("m", {"box"});
        request.system = "Be brief.";
        request.history = {{"one", "two"}};
        request.seed = 7;
        std::string heard;
        const auto answer = must(m_node->node().chat(request, [&](const std::string& text) {
            heard += text;
            return true;
        }));
        QCOMPARE(answer.text, std::string("Guten Tag"));
        QCOMPARE(heard, answer.text);
        QCOMPARE(answer.network, std::string("box"));
        QCOMPARE(answer.level, std::string("E0"));
        QVERIFY(answer.receipt_id.empty() && !answer.checks.empty());
        QCOMPARE(answer.evidence_id, must(m_node->node().network_evidence(1, {})).front().evidence_id);
        QCOMPARE(jobs(), std::size_t{0});
        const std::string sent = box.last_request();
        for (const char* part :
             {"\"role\":\"system\"", "\"content\":\"two\"", "\"seed\":7", "\"model\":\"m\"", "\"max_tokens\":6"})
            QVERIFY2(sent.find(part) != std::string::npos, part);
        QVERIFY(sent.find("Bearer " + secret) != std::string::npos);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path_of(*m_folder) / "home")) {
            if (!entry.is_regular_file() || entry.path().filename() == "box.key") continue;
            const core::Bytes bytes = must(core::read_file(entry.path(), std::size_t{64} << 20));
            const std::string text(bytes.begin(), bytes.end());
            QVERIFY2(text.find(secret) == std::string::npos, entry.path().c_str());
        }
        QCOMPARE(answer.tier, std::string("P0"));
        QCOMPARE(must(m_node->node().chat(question("box/m"), {})).network, std::string("box"));
        QCOMPARE(must(m_node->node().chat(question("m"), {})).network, std::string("box"));
        QCOMPARE(must(m_node->node().chat(question("fake"), {})).network, std::string("home"));
    }

    void aNetworkIsTriedWithOneToken() {
        ScriptedUpstream box(Behaviour{{{stream_of({"x"})}}}), shut(Behaviour{{{plain_answer(401, "{}")}}}),
            bare(Behaviour{}, {});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        must(m_node->node().add_upstream({shut.url(), "shut", "openai", ""}, {}));
        must(m_node->node().add_upstream({bare.url(), "bare", "openai", ""}, {}));
        const auto tried = must(control::try_network(m_node->node(), "box", {}));
        QCOMPARE(tried.state, control::UpstreamState::ready);
        QVERIFY2(tried.note.find("box/m wrote an answer with evidence E0") != std::string::npos, tried.note.c_str());
        QVERIFY(tried.note.find("what its own prices say") != std::string::npos);
        QCOMPARE(box.requests().size(), std::size_t{1});
        QVERIFY(box.last_request().find("\"max_tokens\":1,") != std::string::npos ||
                box.last_request().find("\"max_tokens\":1}") != std::string::npos);
        QVERIFY(m_node->node().test_upstream("shut").ok()); // a list alone shows nothing of this
        QVERIFY(!control::try_network(m_node->node(), "shut", {}));
        QCOMPARE(control::try_network(m_node->node(), "bare", {}).error().code, core::Code::not_found);
        QVERIFY(bare.requests().empty());
    }

    void aWishIsKeptToOrRefusedBeforeAnythingIsCharged() {
        ScriptedUpstream box(Behaviour{{{stream_of({"x"})}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        QCOMPARE(refusal(question("m", {"home"})).code, core::Code::not_found);
        QCOMPARE(refusal(question("fake", {"box"})).code, core::Code::not_found);
        QCOMPARE(refusal(question("m", {"nobody"})).code, core::Code::not_found);
        QCOMPARE(refusal(question("", {"box"})).code, core::Code::invalid_argument);
        control::ChatRequest wished = question("m");
        wished.min_level = "E1";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("E0 at most") != std::string::npos);
        wished.min_level = "E9";
        QCOMPARE(refusal(wished).code, core::Code::invalid_argument);
        wished = question("m");
        wished.max_price = "1000000000";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(box.requests().empty());
        wished = question("m");
        wished.min_tier = "P1";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("privacy P0") != std::string::npos);
        wished = question("fake");
        wished.min_tier = "P2";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("P1, and P2") != std::string::npos);
        wished.min_tier = "P4";
        QCOMPARE(refusal(wished).code, core::Code::invalid_argument);
        QVERIFY(box.requests().empty());
        QVERIFY(must(m_node->node().spending(3)).empty());
        wished.min_tier = "P1";
        const control::ChatResult kept = must(m_node->node().chat(wished, {}));
        QVERIFY(kept.network == "home" && kept.tier == "P1");
        wished = question("fake");
        wished.max_price = "1";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("the request allows") != std::string::npos);
        wished.max_price = "1000000000000";
        wished.min_level = "E1";
        const std::size_t bought = jobs();
        wished.min_level = "E3"; // more than any profile of this model can reach
        wished.profile = "bf16";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("bf16 reaches E") != std::string::npos);
        QCOMPARE(jobs(), bought);
        wished.profile.clear();
        wished.min_level = "E1";
        QCOMPARE(must(m_node->node().chat(wished, {})).level, std::string("E1"));
    }

    void aSignatureThatNobodyTrustsIsNoEvidence() {
        ScriptedUpstream box(Behaviour{{{stream_of({"x"})}}});
        control::UpstreamWish wish{box.url(), "box", "phala", ""};
        must(m_node->node().add_upstream(wish, {}));
        control::ChatRequest wished = question("m", {"box"});
        wished.min_level = "E1";
        QCOMPARE(refusal(wished).code, core::Code::refused);
        QVERIFY(refusal(wished).message.find("E0 at most") != std::string::npos);
        must(m_node->node().remove_upstream("box"));
        wish.signers = {"0x" + std::string(40, '1')};
        must(m_node->node().add_upstream(wish, {}));
        QVERIFY(box.requests().empty());
        QVERIFY(refusal(wished).message.find("E0 at most") == std::string::npos);
        QVERIFY(!box.requests().empty()); // it is asked
        must(m_node->node().remove_upstream("box"));
        wish.signers.clear(); // all its software is trusted, and no key
        for (const char* name : {"mrtd=", "rtmr0=", "rtmr1=", "rtmr2=", "rtmr3="})
            wish.measurements.push_back(name + std::string(96, '0'));
        QCOMPARE(must(m_node->node().add_upstream(wish, {})).level, std::string("E3"));
        wished.min_level = "E3";
        QVERIFY(refusal(wished).message.find("at most") == std::string::npos);
        wished.min_level = "E4";
        QVERIFY(refusal(wished).message.find("E3 at most") != std::string::npos);
    }

    void aSilentNetworkIsLeftWhenTheOwnerHasHadEnough() {
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(token_event("a"))}}, true});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        std::string heard;
        const auto answer = must(m_node->node().chat(question("box/m"), [&](const std::string& text) {
            heard += text;
            return heard.empty() || !text.empty();
        }));
        QCOMPARE(answer.text, std::string("a"));
        QCOMPARE(answer.finish_reason, std::string("cancelled"));
        QVERIFY(box.saw_a_caller_leave(std::chrono::seconds(10)));
    }

    void addingThatWasCancelledKeepsNothing() {
        ScriptedUpstream box(Behaviour{{{stream_of({"x"})}}});
        control::UpstreamWish wish{box.url(), "box", "openai", ""};
        wish.key = secret;
        const auto cancelled =
            m_node->node().add_upstream(wish, [](const control::Progress& p) { return p.done == 0; });
        QCOMPARE(cancelled.error().code, core::Code::cancelled);
        QVERIFY(must(m_node->node().upstreams()).empty());
        QVERIFY(!std::filesystem::exists(path_of(*m_folder) / "home/keys/upstreams/box.key"));
        wish.key = "two\nlines";
        QCOMPARE(m_node->node().add_upstream(wish, {}).error().code, core::Code::invalid_argument);
    }

    void aNetworkThatFailsTellsWhichModelRestsAndHowLong() {
        ScriptedUpstream box(Behaviour{{{plain_answer(500, "{}")}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        for (int i = 0; i < 3; ++i) {
            const auto asked = m_node->node().chat(question("box/m"), {});
            QVERIFY2(!asked, asked.ok() ? (asked->network + ": " + asked->text).c_str() : "");
        }
        const auto network = must(m_node->node().upstreams()).front();
        QCOMPARE(network.state, control::UpstreamState::resting);
        QCOMPARE(network.breakers.size(), std::size_t{1});
        QCOMPARE(network.breakers[0].model, std::string("m"));
        QCOMPARE(network.breakers[0].failures, 3U);
        QVERIFY(network.breakers[0].rests_ms.value_or(0) > 0);
    }

    void whatIsSpentIsToldPerDay() {
        must(m_node->ask("hello"));
        const auto days = must(m_node->node().spending(1));
        QCOMPARE(days.size(), std::size_t{1});
        QCOMPARE(days[0].answers, std::uint64_t{1});
        QVERIFY(days[0].key_id.empty() && days[0].amount != "0");
    }

    void whoeverWatchesTheGatewayHearsOfKeysAndNetworks() {
        std::atomic<int> told = 0;
        const auto listening = must(m_node->node().subscribe([&](const control::Event& event) {
            if (event.topic == "gateway") ++told;
        }));
        ScriptedUpstream box(Behaviour{{{stream_of({"x"})}}});
        const std::vector<std::function<void()>> changes{
            [&] {
                must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
            },
            [&] { must(m_node->node().chat(question("box/m"), {})); }, // its evidence is kept
            [&] { must(m_node->node().test_upstream("box")); },
            [&] { must(m_node->node().remove_upstream("box")); },
            [&] {
                must(m_node->node().create_api_key({"some", {}, {}, {}}));
            },
            [&] { must(m_node->node().revoke_api_key("some")); }};
        for (const auto& change : changes) {
            const int before = told;
            change();
            QTRY_VERIFY_WITH_TIMEOUT(told > before, 5000);
        }
    }

    void aKeyMayAskSoOftenInAMinute() {
        core::ManualClock clock{1'000'000'000'000};
        node::CallerSlots places([](const std::string&) { return node::CallerLimits{{}, 3}; }, clock);
        for (int i = 0; i < 3; ++i)
            must(places.take("key")); // and given back at once
        const auto early = places.take("key");
        QCOMPARE(early.error().code, core::Code::busy);
        QVERIFY(early.error().hint.find("20 s") != std::string::npos);
        QCOMPARE(early.error().retry_after_s, std::optional<std::uint32_t>(20));
        must(places.take("")); // somebody on this machine
        clock.advance(20 * core::second);
        must(places.take("key"));
        QVERIFY(!places.take("key"));
        clock.advance(120 * core::second);
        for (int i = 0; i < 3; ++i)
            must(places.take("key"));
        QVERIFY(!places.take("key"));
        QCOMPARE(m_node->node().create_api_key({"none", {}, {}, 0}).error().code, core::Code::invalid_argument);
        must(m_node->node().create_api_key({"some", {}, {}, 5}));
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().api_keys()).front().per_minute, std::optional<std::uint32_t>(5));
    }
};

QTEST_GUILESS_MAIN(NodeCallers)
#include "tst_node_callers.moc"
