// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/execution_plan.h"
#include "node/jobs/purchase_plan.h"
#include "node/money/pricing.h"
#include "node/policy/chain_watch.h"
#include "node/policy/policy.h"
#include "node/state/settings.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;

namespace {

using core::minute;

node::Facts healthy() {
    node::Facts facts;
    facts.now = 1000 * minute;
    facts.models = 1;
    facts.default_model = "tiny";
    facts.worker_state = control::WorkerState::ready;
    facts.registered = true;
    facts.serves_api = true;
    return facts;
}

struct Row {
    const char* name;
    std::function<void(node::Facts&)> change;
    const char *state, *words, *action, *service, *eligible;
    bool works;
};

const std::vector<Row> table{
    {"idle", [](auto&) {}, "idle", "Ready with tiny", "pause", "on", "on", true},
    {"serving", [](auto& f) { f.jobs_running = 2; }, "serving", "Serving 2 answers", "pause", "on", "on", true},
    {"one answer", [](auto& f) { f.jobs_running = 1; }, "serving", "Serving 1 answer with", "pause", "on", "on", true},
    {"paused", [](auto& f) { f.work.paused = true; }, "paused", "Paused by you", "resume", "on", "off", false},
    {"pausing",
     [](auto& f) {
         f.work.paused = true;
         f.jobs_running = 1;
     },
     "draining", "finishing 1 answer", "resume", "on", "off", false},
    {"snoozed", [](auto& f) { f.work.snoozed_until = f.now + 5 * minute; }, "snoozed", "in 5 minutes", "resume", "on",
     "off", false},
    {"snooze over", [](auto& f) { f.work.snoozed_until = f.now - 1; }, "idle", "Ready", "pause", "on", "on", true},
    {"too hot", [](auto& f) { f.work.heat = "The card has 91 °C."; }, "resting", "Too hot: The card has 91 °C.", "",
     "on", "off", false},
    {"outside of its hours", [](auto& f) { f.rules.hours = {"tue 0-24"}; }, "resting",
     "Resting outside of its hours; it goes on by itself at 0:00 on Tuesday.", "", "on", "off", false},
    {"a rule rests while an answer is computed",
     [](auto& f) {
         f.rules.hours = {"tue 0-24"};
         f.jobs_running = 1;
     },
     "draining", "at 0:00 on Tuesday. It finishes 1 answer first.", "", "on", "off", false},
    {"a full disk matters more than a rule",
     [](auto& f) {
         f.rules.hours = {"never"};
         f.problem = "The disk is full.";
     },
     "problem", "The disk is full.", "resume", "error", "error", false},
    {"a disabled model is tried by nobody while a rule rests",
     [](auto& f) {
         f.rules.hours = {"never"};
         f.default_disabled = "It crashed.";
     },
     "problem", "tiny is disabled. It crashed.", "resume", "on", "error", false},
    {"disk full",
     [](auto& f) {
         f.problem = "The disk is full.";
         f.repair = "Free some space";
     },
     "problem", "The disk is full. Free some space.", "resume", "error", "error", false},
    {"the ledger stands",
     [](auto& f) {
         f.ledger_trouble = "The network's ledger stands still";
         f.ledger_repair = "It goes on by itself.";
     },
     "problem", "stands still. It goes on by itself.", "", "warning", "error", false},
    {"no role that needs a key", [](auto& f) { f.needs_key = f.registered = f.executor_role = false; }, "idle",
     "role is switched off", "", "on", "off", false},
    {"pause hides no problem's cause but rests",
     [](auto& f) {
         f.problem = "The disk is full";
         f.work.paused = true;
     },
     "paused", "Paused", "resume", "error", "off", false},
    {"starting", [](auto& f) { f.starting = true; }, "starting", "Starting", "", "on", "off", false},
    {"stopping", [](auto& f) { f.stopping = true; }, "paused", "Stopping", "", "warning", "off", false},
    {"no model", [](auto& f) { f.models = 0; }, "idle", "no model yet", "import a model", "on", "off", false},
    {"model disabled", [](auto& f) { f.default_disabled = "It crashed."; }, "problem", "tiny is disabled. It crashed.",
     "resume", "on", "error", true},
    {"role off", [](auto& f) { f.executor_role = false; }, "idle", "switched off", "", "on", "off", false},
    {"back-off",
     [](auto& f) {
         f.worker_state = control::WorkerState::backing_off;
         f.worker_reason = "signal 11";
     },
     "problem", "restarted: signal 11.", "", "on", "error", true},
    {"loading", [](auto& f) { f.worker_state = control::WorkerState::starting; }, "starting", "Loading tiny", "", "on",
     "on", true},
    {"does not load",
     [](auto& f) {
         f.worker_state = control::WorkerState::failed;
         f.worker_reason = "9 GiB needed";
     },
     "problem", "does not load: 9 GiB needed", "resume", "on", "error", true},
    {"no api", [](auto& f) { f.serves_api = false; }, "idle", "Ready", "pause", "warning", "on", true},
    {"unregistered", [](auto& f) { f.registered = false; }, "idle", "Ready", "pause", "on", "warning", true},
};

} // namespace

class NodePolicy : public QObject {
    Q_OBJECT

    static node::StoredModel model() {
        model::Manifest manifest;
        manifest.config.vocab = 100;
        manifest.config.context = 50;
        manifest.profiles = {"bf16", "fp32"};
        return {{"id", "tiny", "bf16", 0, ""}, std::make_shared<const model::Manifest>(manifest), "/nowhere"};
    }

private slots:
    void aLedgerThatStandsIsTold() {
        using core::second;
        constexpr core::Nanoseconds day = 86'400 * second;
        node::ChainWatch watch;
        ledger::CometLedger::Engine engine;
        engine.running = true;
        ledger::Head head;
        head.height = 5;
        head.time = day;
        const auto look = [&](core::Nanoseconds passed) { return watch.look(engine, head, day + passed, passed); };
        QVERIFY(!look(0));
        QVERIFY(!look(29 * second));
        const auto stands = look(31 * second);
        QVERIFY(stands && stands->what.find("block 5, its last one, came 31 s ago") != std::string::npos);
        QVERIFY(!stands->repair.empty());
        ++head.height;
        head.time = day + 40 * second;
        QVERIFY(!look(41 * second)); // it went on by itself
        // What is old because this home was away is caught up with.
        head.time = day - 1000 * second;
        for (int i = 50; i < 200; ++i, ++head.height)
            QVERIFY(!look(i * second));
        engine.running = false;
        QVERIFY(!look(200 * second)->lasting);
        engine.failure = core::fail(core::Code::refused, "another state");
        QVERIFY(look(201 * second)->lasting);
        engine.failure = core::fail(core::Code::io, "The disk is full.", "Free some space.");
        const auto full = look(201 * second); // goes on once there is room
        QVERIFY(!full->lasting && full->repair == "Free some space.");
        QVERIFY(full->what.find("The disk is full.") != std::string::npos);
        engine.differs = true;
        const auto apart = look(202 * second);
        QVERIFY(apart->lasting && apart->what.find("another state") != std::string::npos);
    }

    void oneSentenceForEveryState() {
        for (const Row& row : table) {
            node::Facts facts = healthy();
            row.change(facts);
            const node::Judgement judgement = node::judge(facts);
            const std::string shown = std::string(row.name) + ": " + name_of(judgement.state) + " | " +
                                      judgement.sentence + " | " + name_of(judgement.action) + " | " +
                                      name_of(judgement.lamps.service.state) + " | " +
                                      name_of(judgement.lamps.eligible.state);
            QVERIFY2(name_of(judgement.state) == std::string(row.state), shown.c_str());
            QVERIFY2(judgement.sentence.find(row.words) != std::string::npos, shown.c_str());
            QVERIFY2(name_of(judgement.action) == std::string(row.action), shown.c_str());
            QVERIFY2(name_of(judgement.lamps.service.state) == std::string(row.service), shown.c_str());
            QVERIFY2(name_of(judgement.lamps.eligible.state) == std::string(row.eligible), shown.c_str());
            QVERIFY2(judgement.sentence.back() == '.' && judgement.sentence.find("..") == std::string::npos,
                     shown.c_str());
            for (const control::Lamp& lamp :
                 {judgement.lamps.service, judgement.lamps.gpu, judgement.lamps.eligible, judgement.lamps.earning})
                QVERIFY2(!lamp.reason.empty() && lamp.cause != control::LampReason::unknown, shown.c_str());
            QCOMPARE(node::may_work(facts).ok(), row.works);
        }
    }

    void aRefusalCarriesTheSentence() {
        node::Facts facts = healthy();
        facts.work.paused = true;
        const auto refused = node::may_work(facts);
        QCOMPARE(refused.error().code, core::Code::unavailable);
        QCOMPARE(refused.error().message, node::judge(facts).sentence);
    }

    void theEarningLampFollowsTheLastSettlement() {
        node::Facts facts = healthy();
        QCOMPARE(node::judge(facts).lamps.earning.state, control::LampState::off);
        facts.last_earned_at = facts.now - minute;
        QCOMPARE(node::judge(facts).lamps.earning.state, control::LampState::on);
        facts.last_earned_at = facts.now - 30 * minute;
        QCOMPARE(node::judge(facts).lamps.earning.state, control::LampState::off);
    }

    void aContextOverflowNamesBothNumbers() {
        QCOMPARE(must(node::output_budget(10, std::nullopt, 50, 50)), 40u);
        QCOMPARE(must(node::output_budget(10, 40u, 50, 50)), 40u);
        const auto over = node::output_budget(10, 41u, 50, 50);
        QCOMPARE(over.error().code, core::Code::too_large);
        QVERIFY(over.error().message.find("50") != std::string::npos &&
                over.error().message.find("51") != std::string::npos);
        const auto full = node::output_budget(70, std::nullopt, 50, 50);
        QVERIFY(full.error().message.find("70") != std::string::npos);
        QCOMPARE(node::output_budget(0, 1u, 50, 50).error().code, core::Code::invalid_argument);
        QVERIFY(!node::output_budget(49, UINT32_MAX, 50, 50));
    }

    /// Where max_tokens was not given, or lowering it would not be enough, nobody is told to lower it.
    void whatIsTooLongIsToldAsItsDoorCallsIt() {
        const auto hint = [](std::uint32_t prompt, std::optional<std::uint32_t> wanted) {
            return std::string(node::output_budget(prompt, wanted, 50, 50).error().hint);
        };
        QVERIFY(hint(40, 20U).find("max_tokens") != std::string::npos);
        for (const auto wanted : {std::optional<std::uint32_t>(), std::optional(0U), std::optional(5U)})
            QCOMPARE(hint(70, wanted), std::string("Shorten the prompt."));
        link::Ask ask;
        must(node::check_whole(ask, 70, 50, 50)); // output_budget() says it
        ask.embed = true;
        must(node::check_whole(ask, 50, 50, 50));
        const core::Error text = node::check_whole(ask, 70, 50, 60).error();
        QVERIFY(text.code == core::Code::too_large && text.message.find("70") != std::string::npos);
        QCOMPARE(std::string(text.hint), std::string("Send the text in parts."));
        QVERIFY(node::check_whole(ask, 70, 50, 40).error().hint.find("worker.kv_cache_mb") != std::string::npos);
        ask = {};
        ask.run = true;
        QVERIFY(node::check_whole(ask, 70, 50, 50).error().hint.find("smaller tensors") != std::string::npos);
    }

    void aSmallCacheNamesBothNumbersAndTheSetting() {
        QCOMPARE(must(node::output_budget(10, std::nullopt, 50, 30)), 20u);
        QCOMPARE(must(node::output_budget(10, 20u, 50, 30)), 20u);
        const auto over = node::output_budget(10, 21u, 50, 30);
        QCOMPARE(over.error().code, core::Code::too_large);
        QVERIFY(over.error().message.find("cache of this node's worker holds 30 tokens") != std::string::npos);
        QVERIFY(over.error().message.find("31") != std::string::npos);
        QVERIFY(over.error().hint.find("worker.kv_cache_mb") != std::string::npos);
        QVERIFY(node::output_budget(10, 41u, 50, 60).error().message.find("context holds 50") != std::string::npos);
    }

    void decodingParametersAreFixedPointAndBounded() {
        gateway::GenerationRequest request;
        request.temperature = 0.5;
        request.frequency_penalty = -1.0;
        request.seed = 7;
        request.choice = 0;
        link::OfferedModel offer;
        offer.profiles = {"bf16", "fp32"};
        offer.usual_profile = "bf16";
        const auto plan_of = [&] { return node::plan_purchase(request, offer, {}, 1); };
        const auto plan = must(plan_of());
        QCOMPARE(plan.ask.decode.temperature_q16, 32768u);
        QCOMPARE(static_cast<std::int32_t>(plan.ask.decode.frequency_penalty_q16), -65536);
        QCOMPARE(plan.ask.profile, std::string("bf16"));
        QCOMPARE(*plan.seed, std::uint64_t{7});
        QCOMPARE(plan.job_id.size(), std::size_t{32});
        request.temperature = 3;
        const auto hot = plan_of();
        QVERIFY(!hot && hot.error().message.find("temperature") != std::string::npos);
        request.temperature = std::nan("");
        QVERIFY(!plan_of());
    }

    void anExecutorRefusesWhatItsModelHasNot() {
        link::Ask ask;
        ask.profile = "fp32";
        ask.stop = {"end"};
        const auto plan = must(node::plan_execution("id", ask, model()));
        QVERIFY(!plan.decode.stop_hash.is_zero());
        ask.prompt_ids = {100};
        QVERIFY(!node::plan_execution("id", ask, model()));
        ask.prompt_ids = {};
        ask.profile = "ci8.1";
        const auto unknown = node::plan_execution("id", ask, model());
        QVERIFY(!unknown && unknown.error().hint.find("bf16, fp32") != std::string::npos);
    }

    void choicesUnderOneSeedDrawDifferently() {
        QCOMPARE(node::choice_seed(7, 0), std::uint64_t{7});
        QVERIFY(node::choice_seed(7, 1) != node::choice_seed(7, 2));
        QCOMPARE(node::choice_seed(7, 1), node::choice_seed(7, 1));
    }

    void everySettingHasADefaultThatHolds() {
        const auto config = must(core::Config::parse("", "test", node::Settings::specs()));
        const auto settings = must(node::Settings::from(config));
        QCOMPARE(settings.api_port, std::uint16_t{8747});
        QCOMPARE(settings.api_address, std::string("127.0.0.1"));
        QCOMPARE(settings.epoch_length, core::Nanoseconds{60'000'000'000});
        // What is printed as documentation must itself be a good file.
        must(core::Config::parse(core::Config::document(node::Settings::specs()), "doc", node::Settings::specs()));
    }

    void listenTakesPortsAndBracketsAndNothingElse() {
        const auto parse = [](const std::string& listen) {
            const auto config =
                core::Config::parse("[api]\nlisten = \"" + listen + "\"\n", "test", node::Settings::specs());
            return node::Settings::from(*config);
        };
        QCOMPARE(must(parse("[::1]:0")).api_address, std::string("::1"));
        for (const char* bad : {"8747", ":8747", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:12x", "[]:1"})
            QVERIFY2(!parse(bad), bad);
    }

    void pricesAreReadAsEmbForAMillionTokens() {
        const auto units = [](std::uint64_t count) { return core::Amount::from_units(count); };
        const node::Prices prices = must(node::Prices::parse("0.1", "", {"a=b=2/0.005", "dear=3/1000000"}));
        const ledger::Params rules = ledger::Params::solo();
        const ledger::Tariff usual = ledger::usual_tariff(rules);
        node::ModelRecord model;
        model.model_id = std::string(64, 'a');
        model.name = "smol";
        QVERIFY(node::tariff_for({}, model, rules) == usual);
        QVERIFY(node::tariff_for(prices, model, rules) == (ledger::Tariff{units(100), usual.completion_token}));
        model.name = "a=b";
        QVERIFY(node::tariff_for(prices, model, rules) == (ledger::Tariff{units(2000), units(5)}));
        QCOMPARE(node::million(units(100)).text(), std::string("0.1 EMB"));
        must(node::check_prices(prices, rules));
        for (const char* bad : {"-1", ".5", "1.", "0.0005", "1e3", "1,5", "12345678901", "free", " 1"})
            QVERIFY2(!node::Prices::parse(bad, "", {}) && !node::Prices::parse("", bad, {}), bad);
        for (const char* bad : {"smol", "smol=1", "=1/2", "smol=1/x", "smol=/2", "smol=1/2/3", "smol=1/"})
            QVERIFY2(!node::Prices::parse("", "", {bad}), bad);
        QVERIFY(!node::Prices::parse("", "", {"smol=1/2", "smol=1/3"}));
    }

    void aPriceAboveTheRulesIsRefusedWithBothNumbers() {
        ledger::Params rules = ledger::Params::solo();
        must(rules.set("tariff.completion_token_max", 500));
        for (const auto& prices :
             {must(node::Prices::parse("", "0.501", {})), must(node::Prices::parse("", "", {"smol=0/0.501"}))}) {
            const core::Status refused = node::check_prices(prices, rules);
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.find("0.501 EMB") != std::string::npos &&
                         refused.error().message.find("0.5 EMB") != std::string::npos,
                     refused.error().message.c_str());
        }
        must(node::check_prices(must(node::Prices::parse("0.7", "0.5", {})), rules));
    }
};

QTEST_GUILESS_MAIN(NodePolicy)
#include "tst_node_policy.moc"
