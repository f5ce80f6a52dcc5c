// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "node/door/chat_place.h"
#include "published_names.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string plain = "qwen2.5-1.5b-instruct", original = "Qwen/Qwen2.5-1.5B-Instruct",
                  small = "qwen/qwen2.5-1.5b-instruct"; // where a network may be called like whoever made the model

struct ChatBench : DoorBench {
    ChatBench() : DoorBench(with_names()) {
        backend->cards = {{plain, std::string(64, 'a'), 1, 2048, "hearth", false, 1, 0}};
    }
    static gateway::Upstreams::Options with_names() {
        gateway::Upstreams::Options options = impatient();
        options.names = published();
        return options;
    }
    /// Who answers, and under which name.
    std::string asks(const std::string& model, const std::vector<std::string>& networks = {}) {
        control::ChatRequest chat;
        chat.model = model;
        chat.networks = networks;
        const auto wish = node::ChatWish::of(chat);
        const auto place = node::chat_place(*wish, chat, *backend, *upstreams);
        if (!place) hint = place.error().hint;
        if (!place) return "error " + std::string(core::code_name(place.error().code));
        if (*place) return (*place)->network + "=" + (*place)->model;
        gateway::GenerationRequest request;
        request.model = model;
        node::name_as_home_does(request, *backend, *upstreams);
        const auto& weights = request.route.quantizations;
        return "home=" + request.model + (weights.empty() ? "" : " " + weights.front());
    }
    std::string hint; ///< of the last error
};

} // namespace

/// Whom a question of the window or of hearthctl goes to.
class NodeChatPlace : public QObject {
    Q_OBJECT

private slots:
    void aNameOfANetworkIsItsAloneWhateverItHasListed() {
        ChatBench bench;
        bench.add_listed("cloud", "http://127.0.0.1:1", {{small, 0, {}}, {original, 0, {}}});
        QCOMPARE(bench.asks(small), "home=" + plain);
        QVERIFY(bench.upstreams->add({"qwen", "openai", "http://127.0.0.1:1", {}}).ok());
        QCOMPARE(bench.asks(small), std::string("error unavailable")); // it has not listed its models yet
        QCOMPARE(bench.asks(small, {"home"}), std::string("error not_found"));
        QCOMPARE(bench.asks(small, {"cloud"}), "cloud=" + small); // that very name, where it was chosen
        QCOMPARE(bench.asks(original), "home=" + plain);          // that names no network
        QCOMPARE(bench.asks(original, {"cloud"}), "cloud=" + original);
        QVERIFY(bench.upstreams->remove("qwen").ok());
        bench.add_listed("qwen", "http://127.0.0.1:1", {{small.substr(5), 0, {}}});
        QCOMPARE(bench.asks(small), "qwen=" + small.substr(5));
        QCOMPARE(bench.asks(small, {"home", "qwen"}), "qwen=" + small.substr(5));
        bench.backend->cards.front().id = small; // home calls a model so
        QCOMPARE(bench.asks(small), "home=" + small);
    }

    void whoNamesNoModelOfANetworkIsToldWhatItOffers() {
        ChatBench bench;
        bench.add_listed("box", "http://127.0.0.1:1", {{"one", 0, {}}, {"two", 0, {}}});
        QCOMPARE(bench.asks("", {"box"}), std::string("error invalid_argument"));
        QVERIFY2(bench.hint.find("one, two") != std::string::npos, bench.hint.c_str());
        QVERIFY2(bench.hint.find("--model") != std::string::npos, bench.hint.c_str());
        QCOMPARE(bench.asks("three", {"box"}), std::string("error not_found"));
        QVERIFY2(bench.hint.find("one, two") != std::string::npos, bench.hint.c_str());
    }

    void aNameThatSaysARoundingIsAnsweredInTheseWeights() {
        const std::string eight = "qwen2.5:1.5b-instruct-q8_0", shouted = "Qwen2.5:1.5B-instruct-Q8_0";
        ChatBench bench;
        bench.backend->cards.front().id = eight;
        bench.backend->cards.front().quantizations = {"bf16", "int8"};
        QCOMPARE(bench.asks(shouted), "home=" + eight + " int8");
        QCOMPARE(bench.asks(eight), "home=" + eight); // its own name, in its usual profile
        bench.backend->cards.front().quantizations = {"bf16"};
        QCOMPARE(bench.asks(shouted, {"home"}), std::string("error not_found"));
    }
};

QTEST_GUILESS_MAIN(NodeChatPlace)
#include "tst_node_chat_place.moc"
