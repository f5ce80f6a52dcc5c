// SPDX-License-Identifier: Apache-2.0
// crash-helper HOME STEP: serves one answer and dies, as by kill -9, right after the named step. With
// "archive:STEP" it archives the old receipts of HOME, four a file, and dies after that step; with "rotate:STEP" it
// replaces the node key likewise, with "evidence:STEP" it asks another network twice, prints both ids of evidence,
// and dies when the second one is written down, with "import:STEP" it imports a model, and with "pull:STEP" it pulls
// one of a test's hub, where "fetching" is a step, too. With "fill-disk" for a step it fills the disk that holds HOME,
// asks, frees it and asks again; exit code 0 if all went as it must.
#include "node/state/archive.h"
#include "scripted_upstream.h"
#include "test_client.h"
#include "test_node.h"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace {

using hearth::test::must;

void fill(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT, 0600);
    off_t at = 0;
    for (off_t piece = off_t{64} << 20; piece >= 4096; piece /= 2)
        while (::posix_fallocate(fd, at, piece) == 0)
            at += piece;
    ::close(fd);
}

void expect(bool holds, const std::string& what) {
    if (!holds) qFatal("%s", what.c_str());
}

int fill_disk(hearth::test::TestNode& node, const std::filesystem::path& home) {
    node.start();
    node.import();
    must(node.ask("before"));
    fill(home / "filler");
    std::string state, sentence;
    // Room that SQLite holds already may still carry an answer or two.
    for (int i = 0; i < 200 && state != "problem"; ++i) {
        (void)node.ask("while it is full");
        const auto status = must(node.node().status());
        state = name_of(status.state);
        sentence = status.sentence;
    }
    expect(state == "problem", "state: " + state);
    expect(sentence.find("full") != std::string::npos, sentence);
    const auto refused = node.ask("still full");
    expect(!refused && refused.error().code == hearth::core::Code::unavailable, "a request was taken");
    std::filesystem::remove(home / "filler");
    for (int i = 0; i < 300 && must(node.node().status()).state == hearth::control::NodeState::problem; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    must(node.ask("after"));
    node.stop();
    node.start();
    must(node.ask("after a new start"));
    expect(must(node.node().ledger_head()).pools["escrow"] == "0", "an escrow is left");
    expect(node.doctor("ledger") == "passed", "money is missing");
    return 0;
}

int archive(const std::filesystem::path& home, const char* step) {
    const auto store = must(hearth::node::Store::open(home / "node.sqlite"));
    hearth::node::Archive::Options options;
    options.receipts = 4;
    options.on_step = [step](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    hearth::node::Archive archive(*store, options);
    while (must(archive.move(100)) > 0) {
    }
    return 0;
}

int rotate(hearth::test::TestNode& node, const char* step) {
    node.on_step = [step](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    node.start();
    must(node.node().rotate_node_key());
    return 0;
}

int evidence(hearth::test::TestNode& node, const char* step) {
    std::atomic<bool> dies{false}, printed{false};
    node.on_step = [&](const char* done) {
        if (!dies || std::strcmp(done, step) != 0) return;
        while (!printed)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::_Exit(9);
    };
    node.start();
    hearth::test::ScriptedUpstream box(
        hearth::test::Behaviour{{{hearth::test::plain_answer(200, R"({"model":"m","choices":[]})")}}});
    must(node.node().add_upstream({box.url(), "box", "openai", ""}, {}));
    const std::string api = must(node.node().status()).api;
    const auto port = static_cast<std::uint16_t>(std::stoul(api.substr(api.rfind(':') + 1)));
    for (int i = 0; i < 2; ++i) {
        dies = i == 1;
        const auto reply = hearth::test::call(port, "POST", "/v1/chat/completions", R"({"model":"m","messages":[]})");
        std::printf("%s\n", reply.header("x-evidence-id").c_str());
        std::fflush(stdout);
        printed = dies.load();
        (void)must(node.node().network_evidence(9, "")); // waits until it is kept
    }
    return 0;
}

int import_model(hearth::test::TestNode& node, const char* step) {
    node.on_step = [step](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    node.start();
    node.import();
    return 0;
}

int pull_model(hearth::test::TestNode& node, const char* step) {
    node.on_step = [step](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    node.start();
    must(node.node().pull_model(
        "hf:org/slow/tiny.Q4_0.gguf", "mine", "fp32", [&](const hearth::control::Progress& progress) {
            const bool midway = progress.stage.id() == std::string("hub_fetching") && progress.done >= 60'000;
            if (midway && std::strcmp(step, "fetching") == 0) std::_Exit(9);
            return true;
        }));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    if (std::strncmp(argv[2], "archive:", 8) == 0) return archive(argv[1], argv[2] + 8);
    hearth::test::TestNode node(argv[1]);
    if (std::strncmp(argv[2], "rotate:", 7) == 0) return rotate(node, argv[2] + 7);
    if (std::strncmp(argv[2], "evidence:", 9) == 0) return evidence(node, argv[2] + 9);
    if (std::strncmp(argv[2], "import:", 7) == 0) return import_model(node, argv[2] + 7);
    if (std::strncmp(argv[2], "pull:", 5) == 0) return pull_model(node, argv[2] + 5);
    if (std::strcmp(argv[2], "fill-disk") == 0) return fill_disk(node, argv[1]);
    node.on_step = [step = argv[2]](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    node.start();
    node.import();
    return node.ask("hello") ? 0 : 1;
}
