// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/file.h"
#include "core/task_queue.h"
#include "node/money/gathering.h"
#include "node/network/peer_tasks.h"
#include "node/policy/ledger_watch.h"
#include "node/state/notify.h"
#include "node/state/store.h"
#include "node/workers/sandbox.h"
#include "node/workers/subprocess.h"
#include "support.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <future>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::test;

class NodeParts : public QObject {
    Q_OBJECT
private slots:
    void tasksRunInOrderAndAllOfThem() {
        std::vector<int> seen;
        {
            core::TaskQueue queue("test");
            for (int i = 0; i < 100; ++i)
                queue.post([&seen, i] { seen.push_back(i); });
            queue.drain();
            QCOMPARE(seen.size(), std::size_t{100});
            for (int i = 100; i < 200; ++i)
                queue.post([&seen, i] { seen.push_back(i); });
        }
        QCOMPARE(seen.size(), std::size_t{200});
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    }

    void aClockThatIsOffIsToldAndIsNoTroubleOfTheLedger() {
        using core::second;
        constexpr core::Nanoseconds hour = 3600 * second, chain_began = 1'000'000 * second;
        ledger::CometLedger::Engine engine;
        engine.running = true;
        // A block every ten seconds, as its validators' clocks say; the clock here is `wrong` by so much.
        const auto after = [&](core::Nanoseconds wrong, int blocks, node::ChainWatch& watch) {
            for (int i = 0; i <= blocks; ++i) {
                core::ManualClock clock(chain_began + i * 10 * second);
                ledger::Head head;
                head.height = static_cast<core::Height>(100 + i);
                head.time = clock.now() - 9 * second; // of the votes for the one before
                if (watch.look(engine, head, clock.now() + wrong, clock.monotonic()))
                    return std::optional<core::Nanoseconds>(INT64_MIN); // it would keep the node from working
            }
            return watch.clock_off();
        };
        node::ChainWatch right, ahead, behind;
        QVERIFY(!after(0, 5, right)); // blocks do not say yet
        QVERIFY(after(0, 40, right) == core::Nanoseconds{0});
        QVERIFY(after(20 * second, 40, right) == core::Nanoseconds{0}); // not more than blocks explain
        const auto by = after(hour, 40, ahead);
        QVERIFY(by && *by == hour + 9 * second);
        QCOMPARE(std::string(node::clock_words(*by)),
                 std::string("This machine's clock is 3609 s ahead of the chain's time."));
        const auto back = after(-hour, 2, behind); // no block comes from the future: that is seen at once
        QVERIFY(back && *back == -hour + 9 * second);
        QVERIFY(node::clock_words(*back).find("3591 s behind") != std::string::npos);
        // Set right, it is not wrong any more before the next block.
        QVERIFY(!ahead.look(engine, {}, chain_began, chain_began) && !ahead.clock_off());
        ledger::Head head;
        head.height = 500;
        head.time = 2 * chain_began;
        QVERIFY(!behind.look(engine, head, head.time + 5 * second, 2 * chain_began));
        QVERIFY(!behind.clock_off());
        // A chain that is caught up with is old, and gets younger.
        node::ChainWatch late;
        for (int i = 0; i < 600; ++i) {
            head.height = static_cast<core::Height>(100 + i);
            head.time = chain_began + i * 10 * second;
            QVERIFY(!late.look(engine, head, chain_began + 6000 * second + i * second, i * second));
            QVERIFY(!late.clock_off());
        }
    }

    void onePeerFillsNoQueue() {
        core::TaskQueue queue("test");
        std::promise<void> open;
        const node::PeerTasks one(queue.door(), 2), another(queue.door(), 2);
        std::atomic<int> ran = 0;
        const auto task = [&, opened = open.get_future().share()] {
            opened.wait();
            ++ran;
        };
        QVERIFY(one.post(task) && one.post(task));
        QVERIFY(!one.post(task));
        QVERIFY(another.post(task));
        open.set_value();
        queue.drain();
        QCOMPARE(ran.load(), 3);
        QVERIFY(one.post(task));
        queue.drain();
        QCOMPARE(ran.load(), 4);
    }

    void whatSeveralAskForIsDoneOnceAndToldToAll() {
        node::Gathering<std::string, int> gathering;
        std::vector<int> heard;
        const auto hear = [&](int answer) { heard.push_back(answer); };
        QVERIFY(gathering.join("a", hear));
        QVERIFY(!gathering.join("a", [&](int answer) {
            heard.push_back(-answer);
            QVERIFY(gathering.join("a", hear)); // it is over: who asks now begins anew
        }));
        QVERIFY(gathering.join("b", hear));
        gathering.answer("a", 7);
        QCOMPARE(heard, (std::vector<int>{7, -7}));
        gathering.answer("a", 8);
        QCOMPARE(heard, (std::vector<int>{7, -7, 8}));
    }

    void aConfinedWorkerSeesLibtorchsCudaHalfWhereThereIsOne() {
        QTemporaryDir place;
        const auto site = path_of(place), lib = site / "torch" / "lib";
        for (const auto& folder : {lib, site / "nvidia" / "cudnn", site / "torch-2.13.0.dist-info", site / "others"})
            std::filesystem::create_directories(folder);
        QVERIFY(node::torch_cuda_views({site / "others", lib}).empty());
        must(core::write_file_atomic(lib / "libtorch_cuda.so", core::as_bytes("a library")));
        auto views = node::torch_cuda_views({site / "others", lib});
        std::sort(views.begin(), views.end());
        QCOMPARE(views, (std::vector<std::filesystem::path>{site / "nvidia", site / "torch-2.13.0.dist-info"}));
    }

    void aConfinedWorkerSeesWhatItsPluginForLibtorchLinks() {
        const std::filesystem::path programs = HEARTH_BINARY_DIR, worker = programs / "hearth-worker";
        const auto alone = node::library_folders(worker);
        const auto both = node::library_folders(worker, programs / "libhearth-torch.so");
        QVERIFY(alone.ok() && both.ok());
        const auto holds_libtorch = [](const std::vector<std::filesystem::path>& folders) {
            return std::any_of(folders.begin(), folders.end(), [](const std::filesystem::path& folder) {
                return std::filesystem::exists(folder / "libtorch_cpu.so");
            });
        };
        QVERIFY(!holds_libtorch(*alone)); // the worker itself links none of it
        QVERIFY(holds_libtorch(*both));
    }

    void theServiceManagerIsTold() {
        QTemporaryDir folder;
        const std::string path = (path_of(folder) / "notify").string();
        const int fd = ::socket(AF_UNIX, SOCK_DGRAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        QCOMPARE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
        node::notify_manager("READY=1");
        ::unsetenv("NOTIFY_SOCKET");
        node::notify_manager("IGNORED=1");
        char buffer[64] = {};
        QCOMPARE(::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT), ssize_t{7});
        QCOMPARE(std::string(buffer), std::string("READY=1"));
        // A schema that is made may take longer than the manager waits, and one that is there takes nothing.
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
        must(node::Store::open(path_of(folder) / "node.sqlite"));
        QVERIFY(::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0);
        QVERIFY(std::string(buffer).starts_with("EXTEND_TIMEOUT_USEC="));
        must(node::Store::open(path_of(folder) / "node.sqlite"));
        ::unsetenv("NOTIFY_SOCKET");
        QVERIFY(::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) < 0);
        ::close(fd);
    }

    void aChildInheritsNothingButWhatItIsGiven() {
        ::setenv("HEARTH_CANARY", "secret", 1);
        int leaked[2];
        QCOMPARE(::pipe(leaked), 0); // without close-on-exec, as some libraries do
        std::string heard;
        const auto environment = must(
            node::run_and_capture({"/usr/bin/env"}, {"A=1"}, 10, {}, [&](std::string_view piece) { heard += piece; }));
        QCOMPARE(environment.output, std::string("A=1\n"));
        QCOMPARE(heard, environment.output);
        const auto open_files = must(node::run_and_capture({"/usr/bin/ls", "/proc/self/fd"}, {}, 10));
        // stdin, stdout, stderr and the folder that ls itself reads
        QCOMPARE(std::count(open_files.output.begin(), open_files.output.end(), '\n'), std::ptrdiff_t{4});
        ::close(leaked[0]);
        ::close(leaked[1]);
    }

    void aProgramThatDoesNotEndIsEnded() {
        const auto late = node::run_and_capture({"/usr/bin/sleep", "60"}, {}, 1);
        QVERIFY(!late);
        QCOMPARE(late.error().code, core::Code::timed_out);
        const core::Nanoseconds begun = core::monotonic();
        int asked = 0;
        const auto unwanted = node::run_and_capture({"/usr/bin/sleep", "60"}, {}, 30, [&] { return ++asked < 3; });
        QCOMPARE(unwanted.error().code, core::Code::cancelled);
        QVERIFY(core::monotonic() - begun < 5 * core::second);
        const auto missing = node::run_and_capture({"/nonexistent"}, {}, 1);
        QCOMPARE(missing.error().code, core::Code::not_found);
        QCOMPARE(must(node::run_and_capture({"/usr/bin/false"}, {}, 10)).exit_code, 1);
    }
};

QTEST_GUILESS_MAIN(NodeParts)
#include "tst_node_parts.moc"
