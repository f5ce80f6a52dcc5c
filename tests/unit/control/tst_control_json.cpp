// SPDX-License-Identifier: Apache-2.0
#include "control/calls.h"
#include "control/json.h"
#include "samples.h"

#include <QtTest>

#include <nlohmann/json.hpp>
#include <set>

using namespace hearth;
using namespace hearth::control;
using nlohmann::json;

namespace {

/// Writes, reads, writes again; then leaves out, renames and mistypes each member in turn. `whole` says that
/// no member of the sample may look like a default one, so that a forgotten member cannot hide.
template <class T>
void check_round_trip(const T& value, bool whole = true) {
    const std::string text = to_json(value);
    const auto back = from_json<T>(text, "value");
    QVERIFY2(back.ok(), back ? "" : back.error().message.c_str());
    QCOMPARE(to_json(*back), text);

    const json object = json::parse(text);
    const json plain = json::parse(to_json(T{}));
    QCOMPARE(plain.size(), object.size());
    for (const auto& member : object.items()) {
        if (whole) QVERIFY2(member.value() != plain[member.key()], member.key().c_str());

        json broken = object;
        broken[member.key()] = member.value().is_array() ? json("text") : json::array();
        auto refused = from_json<T>(broken.dump(), "value");
        QVERIFY2(!refused, member.key().c_str());
        QVERIFY2(refused.error().message.find("value." + member.key()) != std::string::npos,
                 refused.error().message.c_str());

        const bool optional = plain[member.key()].is_null();
        broken = object;
        broken.erase(member.key());
        refused = from_json<T>(broken.dump(), "value");
        QCOMPARE(refused.ok(), optional);
    }
    json more = object;
    more["surplus"] = 1;
    const auto refused = from_json<T>(more.dump(), "value");
    QVERIFY(!refused);
    QVERIFY(refused.error().message.find("value.surplus") != std::string::npos);
}

} // namespace

class tst_control_json : public QObject {
    Q_OBJECT

private slots:
    void status_values_survive() {
        check_round_trip(test::sample_status().lamps.gpu);
        check_round_trip(test::sample_status().lamps);
        check_round_trip(test::sample_device());
        check_round_trip(test::sample_worker());
        check_round_trip(test::sample_benchmark());
        check_round_trip(test::sample_benchmark_record());
        check_round_trip(test::sample_first_run());
        check_round_trip(test::sample_model());
        check_round_trip(test::sample_status());
        check_round_trip(Event{7, "jobs", "job-7"});
    }

    void work_values_survive() {
        check_round_trip(test::sample_receipt().checks[0]);
        check_round_trip(Stage{JobStage::vested, StageState::done, 7, core::say("locked", {"1 EMB"})});
        check_round_trip(test::sample_job());
        check_round_trip(test::sample_receipt());
        check_round_trip(test::sample_earnings().rows[0]);
        check_round_trip(test::sample_earnings().series[0]);
        check_round_trip(test::sample_earnings().by_device[0]);
        check_round_trip(test::sample_earnings().vesting[1]);
        check_round_trip(*test::sample_earnings().energy);
        check_round_trip(test::sample_earnings());
        check_round_trip(test::sample_head());
        check_round_trip(test::sample_purchase());
        check_round_trip(AccountView{"c", "5", "7"});
        check_round_trip(MoneySent{"d", 7, "c", "e", "5"});
        check_round_trip(test::sample_transaction());
    }

    void chat_and_service_values_survive() {
        check_round_trip(test::sample_request());
        check_round_trip(test::sample_answer().usage);
        check_round_trip(test::sample_answer());
        check_round_trip(test::sample_key());
        check_round_trip(test::sample_doctor());
        check_round_trip(test::sample_api_key());
        check_round_trip(test::sample_governance());
        check_round_trip(test::sample_governance_act());
        check_round_trip(test::sample_governance_receipt());
        check_round_trip(OfflineWish{test::sample_governance_act(), 100'000});
        check_round_trip(test::sample_identity());
        check_round_trip(test::sample_network());
        check_round_trip(test::sample_invitation());
        check_round_trip(test::sample_holdings());
        check_round_trip(test::sample_home_change());
        check_round_trip(NewApiKey{"hearth-1", test::sample_api_key()});
        check_round_trip(test::sample_upstream());
        check_round_trip(test::sample_upstream().breakers[0]);
        check_round_trip(test::sample_spend_day());
        check_round_trip(test::sample_payment());
        check_round_trip(UpstreamWish{
            "http://a", "b", "opengradient", "/k", {"0x00"}, {"m"}, "k", {"pcr0=00"}, "0.1", "0.4", {"m=1/2"}});
        check_round_trip(UpstreamModels{{"a", "b"}, 7});
        check_round_trip(test::sample_network_evidence("id"));
        check_round_trip(test::sample_setting());
        check_round_trip(SettingsParams{{{"work.hours", {"never"}}}});
        check_round_trip(test::sample_work_times());
        check_round_trip(test::sample_offer());
        check_round_trip(test::sample_download());
        check_round_trip(test::sample_update());
        check_round_trip(test::sample_bundle());
        check_round_trip(LogTail{"/logs", {{7, "info", "node", "made"}}});
        check_round_trip(LogTailParams{"warning", 9});
        check_round_trip(FindModelsParams{"tiny"});
        check_round_trip(ReferenceParams{"hf:a/b"});
        check_round_trip(PullParams{"hf:a/b", "n", "ci8.1", true});
        check_round_trip(SwitchModelParams{"smol", "unload"});
    }

    void parameters_of_calls_survive() {
        check_round_trip(NoParams{});
        check_round_trip(PauseParams{true});
        check_round_trip(SnoozeParams{30});
        check_round_trip(UpstreamParams{"box"});
        check_round_trip(UpstreamModelsParams{"box", 500});
        check_round_trip(EvidenceListParams{20, "id"});
        check_round_trip(EvidenceProofParams{"id", 3});
        check_round_trip(LogText{"{}"});
        check_round_trip(ModelParams{"smol"});
        check_round_trip(ImportParams{"/a", "b", "fp32", true});
        check_round_trip(JobsParams{5, "job-1"});
        check_round_trip(ReceiptParams{"ab"});
        check_round_trip(VerifyParams{"ab", true});
        check_round_trip(EarningsParams{UINT64_MAX, 9});
        check_round_trip(InvitationParams{"hearth-network-1."});
        check_round_trip(AccountParams{"c"});
        check_round_trip(SendParams{"c", "1.5"});
        check_round_trip(BackupParams{"/f", "secret"});
        check_round_trip(ApiKeyWish{"a", "5", 6, 7});
        check_round_trip(SpendingParams{30});
        check_round_trip(ApiKeyParams{"a"});
        check_round_trip(CancelParams{UINT64_MAX});
        check_round_trip(FirstRunParams{"work"});
        check_round_trip(AutostartParams{true});
        check_round_trip(Done{});
        check_round_trip(ExportAnswer{"00ff"});
        check_round_trip(TextNote{3, "x"});
        check_round_trip(ProgressNote{3, core::say("loading_weights"), 1, 2});
    }

    void unknown_is_null_and_comes_back_as_unknown() {
        const NodeStatus empty;
        const json tree = json::parse(to_json(empty));
        QVERIFY(tree["epoch_ends_at"].is_null());
        const auto back = from_json<NodeStatus>(to_json(empty), "status");
        QVERIFY(back.ok());
        QVERIFY(!back->epoch_ends_at);
        QVERIFY(!from_json<DeviceStatus>(to_json(DeviceStatus{}), "device")->load_ppm);
        QVERIFY(!from_json<Earnings>(to_json(Earnings{}), "earnings")->estimate_value);
    }

    void nested_values_keep_every_digit_and_character() {
        const auto status = from_json<NodeStatus>(to_json(test::sample_status()), "status");
        QCOMPARE(*status->devices[0].memory_total_bytes, UINT64_MAX);
        QCOMPARE(*status->devices[0].temperature_millicelsius, std::int64_t{-4500});
        QCOMPARE(status->devices[0].name, test::sample_device().name);
        const auto request = from_json<ChatRequest>(to_json(test::sample_request()), "request");
        QCOMPARE(request->prompt, test::sample_request().prompt);
        QCOMPARE(request->history.size(), std::size_t{2});
        QCOMPARE(request->history[0].answer, test::sample_request().history[0].answer);
        QCOMPARE(*request->seed, UINT64_MAX);
        QCOMPARE(*request->temperature, 0.7);
        const auto receipt = from_json<ReceiptView>(to_json(test::sample_receipt()), "receipt");
        QCOMPARE(receipt->fields, test::sample_receipt().fields);
    }

    /// A window words them in its own language; a script reads the English text.
    void sentences_keep_how_they_were_made() {
        const NodeStatus sample = test::sample_status();
        const json tree = json::parse(to_json(sample));
        QCOMPARE(tree["sentence"], json("Serving 1 answer with smol."));
        QCOMPARE(tree["sentence_said"], json::parse(R"(["serving","1","smol"])"));
        const auto back = from_json<NodeStatus>(to_json(sample), "status");
        QCOMPARE(back->sentence.id(), "serving");
        QCOMPARE(back->sentence, sample.sentence);
        QCOMPARE(back->lamps.gpu.reason.id(), "no_gpu");
        json other = tree;
        other["sentence"] = "As a later node says it.";
        other["sentence_said"] = json::array({"of tomorrow"});
        const auto later = from_json<NodeStatus>(other.dump(), "status");
        QCOMPARE(later->sentence, core::Sentence("As a later node says it."));
        QVERIFY(later->sentence.pattern() == nullptr);
    }

    void the_names_that_scripts_rely_on_are_there() {
        const json answer = json::parse(to_json(test::sample_answer()));
        QCOMPARE(answer["evidence"]["level"], json("E1"));
        QVERIFY(answer["evidence"]["checks"][0].contains("result"));
        const json earnings = json::parse(to_json(test::sample_earnings()));
        QCOMPARE(earnings["estimate"]["window_s"], json(3600));
        QCOMPARE(earnings["paid"], json("340282366920938463463374607431768211455"));
        const json status = json::parse(to_json(test::sample_status()));
        for (const char* lamp : {"service", "gpu", "eligible", "earning"})
            QVERIFY(status["lamps"].contains(lamp));
    }

    void every_word_stands_for_one_value() {
        const auto check = []<class E>(E) {
            std::set<std::string> seen;
            for (std::size_t i = 0; i < words<E>.size(); ++i) {
                const E value = static_cast<E>(i);
                QVERIFY2(from_name<E>(name_of(value)) == value, name_of(value));
                QVERIFY2(seen.insert(name_of(value)).second, name_of(value));
            }
            QVERIFY(!from_name<E>("no such word"));
        };
        check(WorkerState::disabled);
        check(LampState::error);
        check(LampReason::nothing_yet);
        check(NodeState::problem);
        check(NodeAction::import_model);
        check(JobState::cancelled);
        check(PurchaseState::failed);
        check(MoneyState::refunded);
        check(JobStage::vested);
        check(StageState::cancelled);
        check(DeviceState::cpu_fallback);
        check(ModelState::removed);
        check(LinkState::broken);
        check(ProposalState::cancelled);
        check(UpdateState::applied);
        check(UpstreamState::key_missing);
        check(BreakerState::half_open);
        check(PaymentState::lost);
        json tree = json::parse(to_json(test::sample_status()));
        QCOMPARE(tree["workers"][0]["state"], json("busy"));
        QCOMPARE(tree["lamps"]["gpu"]["cause"], json("no gpu"));
        for (const json& wrong : {json("dozing"), json(3), json(nullptr)}) {
            tree["workers"][0]["state"] = wrong;
            const auto refused = from_json<NodeStatus>(tree.dump(), "status");
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.find("'status.workers[0].state' must be one of stopped, starting") !=
                         std::string::npos,
                     refused.error().message.c_str());
        }
        const json job = json::parse(to_json(test::sample_job()));
        QCOMPARE(job["stages"][0]["name"], json("assigned"));
        QCOMPARE(job["stages"][1]["state"], json("waiting"));
        for (const char* member : {"state", "money_state"}) {
            json other = job;
            other[member] = "resurrected";
            const auto refused = from_json<JobRow>(other.dump(), "job");
            QVERIFY(!refused && refused.error().message.find("'job." + std::string(member) + "' must be one of") !=
                                    std::string::npos);
        }
    }

    void errors_name_the_innermost_member() {
        json tree = json::parse(to_json(test::sample_status()));
        tree["devices"][1]["threads"] = -1;
        const auto refused = from_json<NodeStatus>(tree.dump(), "status");
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("'status.devices[1].threads'") != std::string::npos,
                 refused.error().message.c_str());
    }

    void integers_out_of_range_are_refused_data() {
        QTest::addColumn<QString>("number");
        for (const char* number : {"4294967296", "-1", "1.0", "1e3", "\"7\"", "null", "18446744073709551616", "true"})
            QTest::newRow(number) << number;
    }
    void integers_out_of_range_are_refused() {
        QFETCH(QString, number);
        QVERIFY(!from_json<SnoozeParams>("{\"minutes\":" + number.toStdString() + "}", "params"));
    }

    void hostile_text_is_refused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"now\":tr");
        QTest::newRow("trailing") << QByteArray("{\"now\":true} x");
        QTest::newRow("twice") << QByteArray("{\"now\":true,\"now\":false}");
        QTest::newRow("twice, escaped") << QByteArray("{\"now\":true,\"\\u006eow\":false}");
        QTest::newRow("not UTF-8") << QByteArray("{\"now\":true,\"\xff\":1}");
        QTest::newRow("half surrogate") << QByteArray("{\"now\":\"\\ud800\"}");
        QTest::newRow("NaN") << QByteArray("{\"now\":NaN}");
        QTest::newRow("list") << QByteArray("[true]");
        QTest::newRow("deep") << QByteArray(100'000, '[');
        QTest::newRow("deep in text is not deep, but wrong")
            << QByteArray("{\"now\":\"" + QByteArray(100, '[') + "\"}");
    }
    void hostile_text_is_refused() {
        QFETCH(QByteArray, text);
        const auto refused = from_json<PauseParams>(text.toStdString(), "params");
        QVERIFY(!refused);
        QVERIFY(!refused.error().message.empty());
    }

    void depth_and_size_have_limits() {
        const core::JsonLimits limits{64, 3};
        QVERIFY(parse_json("[[[1]]]", limits).ok());
        QCOMPARE(parse_json("[[[[1]]]]", limits).error().code, core::Code::too_large);
        QCOMPARE(parse_json(std::string(65, ' '), limits).error().code, core::Code::too_large);
        QVERIFY(parse_json("[\"[[[[[[\\\"[[[\"]", limits).ok());
    }

    void bytes_that_are_no_text_do_not_break_the_writer() {
        const std::string text = to_json(std::string("a\xff z"));
        QVERIFY(core::is_utf8(text));
        QCOMPARE(*from_json<std::string>(text, "text"), std::string("a\xEF\xBF\xBD z"));
    }
};

QTEST_GUILESS_MAIN(tst_control_json)
#include "tst_control_json.moc"
