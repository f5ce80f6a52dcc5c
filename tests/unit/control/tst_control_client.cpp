// SPDX-License-Identifier: Apache-2.0
#include "control/client.h"
#include "control/diagnose.h"
#include "control/server.h"
#include "raw_client.h"
#include "samples.h"
#include "service.h"

#include <QtTest>

#include <future>

using namespace hearth;
using namespace hearth::control;
using namespace std::chrono_literals;
using core::Code;
namespace fs = std::filesystem;

class tst_control_client : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::Service> m_service;
    ConnectOptions m_connect;

private slots:
    void init() {
        m_service = std::make_unique<test::Service>();
        m_connect = {};
        QVERIFY(m_service->start());
    }
    void cleanup() {
        m_service->node->release = true;
        m_service->server.reset();
        QVERIFY(!fs::exists(m_service->path));
        QCOMPARE(m_service->node->running.load(), 0);
    }

    void every_call_gives_what_the_node_says() {
        const auto node = m_service->connect(m_connect);
        QVERIFY(node);
        QCOMPARE(node->service_version(), std::string("1.2.3"));
        QCOMPARE(node->status()->models[0].name, std::string("smol"));
        QCOMPARE(node->pause(true)->state, control::NodeState::paused);
        QCOMPARE(node->pause(false)->state, control::NodeState::draining);
        QCOMPARE(node->resume()->state, control::NodeState::serving);
        QCOMPARE(node->snooze(10)->state, control::NodeState::snoozed);
        QCOMPARE(node->models()->size(), std::size_t{1});
        QCOMPARE(node->model("smol")->arch, std::string("llama"));
        QVERIFY(node->remove_model("smol").ok());
        QCOMPARE(node->jobs(7, "")->size(), std::size_t{7});
        QCOMPARE(node->jobs(1, "3")->front().job_id, std::string("4"));
        QCOMPARE(node->find_jobs({"", JobGroup::any, {}, 0}, 9, "")->size(), std::size_t{0});
        QCOMPARE(node->find_jobs({"smol", JobGroup::any, {}, {}}, 3, "3")->front().job_id, std::string("4"));
        const std::string id = test::sample_receipt().receipt_id;
        QCOMPARE(node->receipt(id)->fields, test::sample_receipt().fields);
        QCOMPARE(*node->export_receipt(id), (core::Bytes{0x00, 0xff, 0x10, 0x80}));
        QVERIFY(node->verify_receipt(id, false, {})->valid);
        QCOMPARE(node->earnings(77, 1)->estimate_window_s, std::uint64_t{77});
        QVERIFY(node->earnings(77, 0)->rows.empty());
        QCOMPARE(node->ledger_head()->pools.at("escrow"), std::string("70"));
        QCOMPARE(node->purchases(9, "2")->size(), std::size_t{2});
        QCOMPARE(node->bundle()->files.front().redacted.front().count, std::uint64_t{2});
        QCOMPARE(node->log_tail("warning", 1)->lines.front().level, std::string("warning"));
        QCOMPARE(node->account("ab")->address, std::string("ab"));
        QCOMPARE(node->send_money("ab", "1.5")->amount, std::string("1.5"));
        QCOMPARE(node->ledger_transaction(std::string(64, 'f'))->height, test::sample_transaction().height);
        QVERIFY(node->prove_state({"account:ab"}, 0)->size() > 100);
        QCOMPARE(node->prove_state({"nothing"}, 0).error().code, Code::invalid_argument);
        QCOMPARE(node->keys()->front().role, std::string("node"));
        QCOMPARE(node->rotate_node_key()->size(), std::size_t{1});
        QVERIFY(node->identity()->offline);
        QCOMPARE(node->recovery_words()->back(), std::string("art"));
        QCOMPARE(node->confirm_recovery_words({{24, "art"}})->backup, std::optional<std::string>("words"));
        QCOMPARE(node->confirm_recovery_words({{7, "art"}}).error().message.id(), std::string_view("not_that_word"));
        QCOMPARE(*node->prepare_transaction({{"stake", {}, {}, {}, {}, "7", {}, {}, {}, {}}, 9}),
                 std::string("prepared stake for 9"));
        QCOMPARE(node->send_transaction("{}").error().code, Code::refused);
        QCOMPARE(node->governance()->proposals.front().houses.front().total, UINT64_MAX);
        QCOMPARE(node->govern(test::sample_governance_act())->sentence, std::string("Thanks"));
        QCOMPARE(node->govern({"vote", {}, 7, "no", {}, {}, {}, {}, {}, {}}).error().code, Code::refused);
        QCOMPARE(node->network()->links.at(1).reason, std::string("The gateway did not answer in time."));
        QCOMPARE(node->network()->trouble.id(), std::string_view("no_block_yet"));
        QCOMPARE(node->examine_invitation("hearth-network-1.")->validators, std::uint64_t{4});
        QCOMPARE(node->examine_invitation("").error().code, Code::corrupt);
        QCOMPARE(node->holdings()->all_power, std::uint64_t{40});
        QCOMPARE(node->restore_operator({"abandon"})->state, ChangeState::under_way);
        QCOMPARE(node->restore_operator({}).error().code, Code::invalid_argument);
        QCOMPARE(node->join_network("hearth-network-1.", {})->kind, std::string("join"));
        QCOMPARE(node->leave_network().error().message.id(), std::string_view("in_no_network"));
        QCOMPARE(node->home_change()->reason.id(), std::string_view("network_engine_ends"));
        QCOMPARE(node->doctor()->front().repair, std::string("Free some space, or remove models that are not needed."));
        const fs::path backup = m_service->path.parent_path() / "keys.backup";
        QVERIFY(node->backup_keys(backup, "pass phrase").ok());
        QCOMPARE(m_service->node->last_passphrase(), std::string("pass phrase"));
        QVERIFY(node->shutdown().ok());
        QCOMPARE(m_service->node->shutdowns.load(), 1);
    }

    void errors_keep_code_sentence_and_hint() {
        const auto node = m_service->connect(m_connect);
        const auto refused = node->snooze(5000);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::refused);
        QCOMPARE(refused.error().message, std::string("A snooze lasts at most one day."));
        QCOMPARE(refused.error().hint, std::string("Pause instead."));
        QCOMPARE(node->model("nothing").error().code, Code::not_found);
        QCOMPARE(node->chat(test::ask("throw"), {}).error().code, Code::internal);
        QVERIFY(node->status().ok());
    }

    void errors_and_stages_keep_how_they_were_said() {
        const auto node = m_service->connect(m_connect);
        const auto unknown = node->limit_device("gpu:9", {});
        QCOMPARE(unknown.error().message, std::string("There is no device gpu:9."));
        QCOMPARE(unknown.error().message.id(), "no_device");
        QCOMPARE(unknown.error().message.args().front(), std::string("gpu:9"));
        QCOMPARE(unknown.error().hint.id(), "hearthctl_status_lists_them");
        core::Sentence stage;
        QVERIFY(node->benchmark("cpu", "1b", [&](const control::Progress& progress) {
            stage = progress.stage;
            return true;
        }));
        QCOMPARE(stage.id(), "reading_prompts");
    }

    void text_streams_in_order_on_the_calling_thread() {
        const auto node = m_service->connect(m_connect);
        std::string text;
        int pieces = 0;
        bool same_thread = true;
        const auto caller = std::this_thread::get_id();
        const auto answer = node->chat(test::ask("one two three vier fünf 火"), [&](const std::string& piece) {
            text += piece;
            ++pieces;
            same_thread = same_thread && caller == std::this_thread::get_id();
            return true;
        });
        QVERIFY(answer.ok());
        QCOMPARE(text, std::string("one two three vier fünf 火 "));
        QCOMPARE(answer->text, text);
        QVERIFY(pieces > 1);
        QVERIFY(same_thread);
    }

    void progress_arrives_and_ends_at_the_total() {
        const auto node = m_service->connect(m_connect);
        Progress last;
        const auto model = node->import_model("/some/model.gguf", "new", "bf16", [&](const Progress& progress) {
            last = progress;
            return true;
        });
        QVERIFY(model.ok());
        QCOMPARE(model->reason, std::string("/some/model.gguf"));
        QCOMPARE(last.done, std::uint64_t{10});
        QCOMPARE(last.total, std::uint64_t{10});
        QCOMPARE(last.stage, std::string("hashing tensors"));
    }

    void a_callback_that_says_no_cancels_the_call() {
        const auto node = m_service->connect(m_connect);
        const auto answer = node->chat(test::ask("endless words"), [](const std::string&) { return false; });
        QCOMPARE(answer.error().code, Code::cancelled);
        QCOMPARE(m_service->node->cancelled.load(), 1);
        const auto model = node->import_model("/m", "slow", "", [](const Progress&) { return false; });
        QCOMPARE(model.error().code, Code::cancelled);
        QCOMPARE(m_service->node->cancelled.load(), 2);
        QVERIFY(node->status().ok());
    }

    void cancel_calls_ends_a_call_that_says_nothing() {
        const auto node = m_service->connect(m_connect);
        auto call = std::async(std::launch::async, [&] { return node->chat(test::ask("hang"), {}); });
        QVERIFY(test::soon([&] { return m_service->node->running == 1; }));
        node->cancel_calls();
        QCOMPARE(call.get().error().code, Code::cancelled);
        QCOMPARE(m_service->node->cancelled.load(), 1);
    }

    void status_answers_while_long_calls_run() {
        const auto node = m_service->connect(m_connect);
        std::vector<std::future<core::Result<ChatResult>>> calls;
        for (int i = 0; i < 4; ++i)
            calls.push_back(std::async(std::launch::async, [&] { return node->chat(test::ask("hang"), {}); }));
        QVERIFY(test::soon([&] { return m_service->node->running == 4; }));
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(node->status().ok());
        QVERIFY(std::chrono::steady_clock::now() - begin < 2s);
        node->cancel_calls();
        for (auto& call : calls)
            QCOMPARE(call.get().error().code, Code::cancelled);
    }

    void one_client_cannot_start_calls_without_end() {
        const auto node = m_service->connect(m_connect);
        std::vector<std::future<core::Result<ChatResult>>> calls;
        for (std::size_t i = 0; i < m_service->options.max_calls; ++i)
            calls.push_back(std::async(std::launch::async, [&] { return node->chat(test::ask("hang"), {}); }));
        QVERIFY(test::soon([&] { return m_service->node->running == static_cast<int>(m_service->options.max_calls); }));
        QCOMPARE(node->chat(test::ask("hang"), {}).error().code, Code::busy);
        QVERIFY(node->status().ok());
        node->cancel_calls();
        for (auto& call : calls)
            QVERIFY(!call.get().ok());
    }

    void events_arrive_numbered_until_the_subscription_ends() {
        const auto node = m_service->connect(m_connect);
        std::mutex mutex;
        std::vector<Event> seen;
        auto subscription = node->subscribe([&](const Event& event) {
            const std::lock_guard lock(mutex);
            seen.push_back(event);
        });
        QVERIFY(subscription.ok());
        for (int i = 0; i < 100; ++i)
            m_service->node->announce("jobs", std::to_string(i));
        QVERIFY(test::soon([&] {
            const std::lock_guard lock(mutex);
            return seen.size() == 100;
        }));
        for (std::size_t i = 0; i < 100; ++i) {
            QCOMPARE(seen[i].number, seen[0].number + i);
            QCOMPARE(seen[i].id, std::to_string(i));
        }
        subscription.value().reset();
        m_service->node->announce("jobs");
        QVERIFY(node->status().ok());
        QCOMPARE(seen.size(), std::size_t{100});
    }

    void a_subscriber_may_call_the_node() {
        const auto node = m_service->connect(m_connect);
        std::promise<bool> asked;
        auto subscription = node->subscribe([&](const Event&) { asked.set_value(node->status().ok()); });
        QVERIFY(subscription.ok());
        m_service->node->announce("status");
        auto done = asked.get_future();
        QVERIFY(done.wait_for(5s) == std::future_status::ready);
        QVERIFY(done.get());
    }

    void a_prompt_of_a_megabyte_passes_and_one_over_the_limit_is_refused_here() {
        const auto node = m_service->connect(m_connect);
        const auto answer = node->chat(test::ask(std::string(std::size_t{1} << 20, 'a')), {});
        QVERIFY(answer.ok());
        QCOMPARE(answer->text.size(), (std::size_t{1} << 20) + 1);
        QCOMPARE(node->chat(test::ask(std::string(std::size_t{17} << 20, 'a')), {}).error().code, Code::too_large);
        QVERIFY(node->status().ok());
    }

    void a_service_of_another_version_is_recognised() {
        const fs::path path = m_service->path.parent_path() / "other.sock";
        const test::MutePeer peer(path);
        QVERIFY(peer.ok());
        auto answer = std::async(std::launch::async, [&] {
            const Socket client(peer.accept());
            const std::string refusal =
                R"({"jsonrpc":"2.0","id":0,"error":{"code":-32000,"message":"no","data":{"code":"unsupported","protocol":99}}})";
            static_cast<void>(send_all(client, make_frame(refusal), std::chrono::steady_clock::now() + 5s));
        });
        const auto node = control::connect(path, m_connect);
        answer.get();
        QCOMPARE(node.error().code, Code::unsupported);
        QVERIFY(node.error().hint.find("Update this program") != std::string::npos);
    }

    void a_silent_node_costs_the_deadline_and_no_more() {
        m_connect.deadline = 100ms;
        m_connect.long_deadline = 200ms;
        const auto node = m_service->connect(m_connect);
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(node->chat(test::ask("stubborn"), {}).error().code, Code::timed_out);
        QVERIFY(std::chrono::steady_clock::now() - begin < 3s);
        QVERIFY(node->status().ok());
    }

    void text_renews_the_deadline_of_a_long_call() {
        m_connect.long_deadline = 1000ms;
        const auto node = m_service->connect(m_connect);
        const auto begin = std::chrono::steady_clock::now();
        const auto answer = node->chat(test::ask("endless"), [&](const std::string&) {
            return std::chrono::steady_clock::now() - begin < 1800ms;
        });
        QCOMPARE(answer.error().code, Code::cancelled);
    }

    void a_peer_that_accepts_and_says_nothing_is_silent() {
        const fs::path path = m_service->path.parent_path() / "mute.sock";
        const test::MutePeer peer(path, 0);
        QVERIFY(peer.ok());
        m_connect.deadline = 150ms;
        QCOMPARE(control::connect(path, m_connect).error().code, Code::timed_out);
        // The queue of waiting clients is full by now: connecting itself waits.
        std::vector<std::unique_ptr<test::RawClient>> waiting;
        QCOMPARE(control::connect(path, m_connect).error().code, Code::timed_out);
        QCOMPARE(control::connect(path, m_connect).error().code, Code::timed_out);
    }

    void the_five_conditions_are_told_apart() {
        const core::Home home{m_service->folder.path().toStdString() + "/home", false};
        const fs::path program = "/bin/true";
        QCOMPARE(diagnose(home, {}, 500ms).condition, Condition::not_installed);
        QVERIFY(!diagnose(home, {}, 500ms).can_start);
        QCOMPARE(diagnose(home, program, 500ms).condition, Condition::not_installed);
        QVERIFY(diagnose(home, program, 500ms).can_start);
        QVERIFY(home.create().ok());
        QCOMPARE(diagnose(home, program, 500ms).condition, Condition::stopped);
        QVERIFY(diagnose(home, program, 500ms).can_start);
        {
            const test::MutePeer peer(home.control_socket());
            const auto silent = diagnose(home, program, 300ms);
            QCOMPARE(silent.condition, Condition::silent);
            QVERIFY(!silent.hint.empty());
        }
        QCOMPARE(diagnose(home, program, 500ms).condition, Condition::stopped);
        auto server = Server::start(home.control_socket(), m_service->node, m_service->options);
        QVERIFY(server.ok());
        QCOMPARE(diagnose(home, program, 2000ms).condition, Condition::running);
        const core::Error other = core::fail(Code::unsupported, "v9", "Update.");
        QCOMPARE(diagnose(other, home, program).condition, Condition::other_version);
        const core::Error refused = core::fail(Code::refused, "no", "sudo");
        QCOMPARE(diagnose(refused, home, program).condition, Condition::refused);
    }

    void many_threads_may_use_one_connection() {
        const auto node = m_service->connect(m_connect);
        auto subscription = node->subscribe([](const Event&) {});
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 30; ++i) {
                    m_service->node->announce("jobs");
                    good += node->status().ok() ? 1 : 0;
                    const std::string prompt = "say " + std::to_string(t * 1000 + i);
                    const auto answer = node->chat(test::ask(prompt), {});
                    good += answer && answer->text == prompt + " " ? 1 : 0;
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 6 * 30 * 2);
    }
};

QTEST_GUILESS_MAIN(tst_control_client)
#include "tst_control_client.moc"
