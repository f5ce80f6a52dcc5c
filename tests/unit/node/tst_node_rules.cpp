// SPDX-License-Identifier: Apache-2.0
#include "control/week.h"
#include "node/policy/surroundings.h"
#include "support.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <sys/stat.h>

using namespace hearth;
using namespace hearth::test;
using control::Week;
using control::WorkRules;
using node::WorkFacts;

namespace {

using core::minute;
using core::second;
constexpr core::Nanoseconds now = 1'790'000'000 * second;
constexpr std::uint32_t hour = 3600, day = 24 * hour, week_seconds = 7 * day;

struct Row {
    const char* name;
    WorkRules rules;
    std::function<void(WorkFacts&)> change;
    const char* rule; ///< that rests; "" = none
    const char* words;
    std::optional<core::Nanoseconds> until;
};

WorkRules with(const std::function<void(WorkRules&)>& change) {
    WorkRules rules;
    change(rules);
    return rules;
}

const WorkRules battery = with([](auto& r) { r.on_battery = false; });
const WorkRules metered = with([](auto& r) { r.on_metered = false; });
const WorkRules screen = with([](auto& r) { r.beside_full_screen = false; });
const WorkRules games = with([](auto& r) { r.not_beside = {"game.exe"}; });
const WorkRules idle = with([](auto& r) { r.idle_minutes = 10; });
const WorkRules evenings = with([](auto& r) { r.hours = {"mon-fri 18-24"}; });
const WorkRules never = with([](auto& r) { r.hours = {"never"}; });

const std::vector<Row> table{
    {"no rules", {}, [](auto&) {}, "", "", std::nullopt},
    {"paused", {}, [](auto& f) { f.paused = true; }, "pause", "Paused by you", std::nullopt},
    {"snoozed", {}, [](auto& f) { f.snoozed_until = now + 90 * second; }, "snooze", "in 2 minutes", now + 90 * second},
    {"snooze over", {}, [](auto& f) { f.snoozed_until = now; }, "", "", std::nullopt},
    {"paused before all", games,
     [](auto& f) {
         f.paused = true;
         f.program = {"game.exe"};
     },
     "pause", "Paused by you", std::nullopt},
    {"too hot", {}, [](auto& f) { f.heat = "91 °C."; }, "temperature", "Too hot: 91 °C.", std::nullopt},
    {"on battery", battery, [](auto& f) { f.on_battery = {true}; }, "battery", "on battery", std::nullopt},
    {"on battery, which may be", {}, [](auto& f) { f.on_battery = {true}; }, "", "", std::nullopt},
    {"on mains", battery, [](auto& f) { f.on_battery = {false}; }, "", "", std::nullopt},
    {"power unknown holds nothing back", battery, [](auto&) {}, "", "", std::nullopt},
    {"metered", metered, [](auto& f) { f.metered = {true}; }, "metered", "metered connection", std::nullopt},
    {"a film", screen, [](auto& f) { f.full_screen = {"vlc"}; }, "full screen", "while vlc fills", std::nullopt},
    {"no film", screen, [](auto& f) { f.full_screen = {""}; }, "", "", std::nullopt},
    {"a game", games, [](auto& f) { f.program = {"game.exe"}; }, "programs", "while game.exe runs", std::nullopt},
    {"somebody types", idle, [](auto& f) { f.idle_for = {0}; }, "idle", "nobody has for 10 minutes", std::nullopt},
    {"away for a while", idle, [](auto& f) { f.idle_for = {4 * minute}; }, "idle", "uses this computer",
     now + 6 * minute},
    {"away for long", idle, [](auto& f) { f.idle_for = {10 * minute}; }, "", "", std::nullopt},
    {"whether somebody is there cannot be told", idle,
     [](auto& f) {
         f.idle_for = {std::nullopt, core::say("no_logind")};
     },
     "idle", "logind does not answer", std::nullopt},
    {"monday noon", evenings, [](auto& f) { f.second_of_week = 12 * hour; }, "hours", "at 18:00.",
     now + 6 * hour* second},
    {"monday evening", evenings, [](auto& f) { f.second_of_week = 19 * hour + 60; }, "", "",
     now + (5 * hour - 60) * second},
    {"saturday", evenings, [](auto& f) { f.second_of_week = 5 * day; }, "hours", "at 18:00 on Monday.",
     now + (2 * day + 18 * hour) * second},
    {"never", never, [](auto&) {}, "hours", "no hour of the week is chosen", std::nullopt},
};

unsigned pick(std::mt19937& random, unsigned choices) {
    return static_cast<unsigned>(random() % choices);
}

Week random_week(std::mt19937& random) {
    Week week;
    for (unsigned d = 0; d < Week::days; ++d)
        for (unsigned h = 0; h < Week::hours; ++h)
            week.set(d, h, pick(random, 3) == 0);
    return week;
}

template <class T>
node::Known<T> random_known(std::mt19937& random, T yes) {
    const unsigned kind = pick(random, 3);
    return kind == 0 ? node::Known<T>{} : node::Known<T>{kind == 1 ? T{} : yes};
}

void put(const std::filesystem::path& file, const std::string& content, mode_t mode = 0644) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    ::chmod(file.c_str(), mode);
}

std::string script(const std::filesystem::path& file, const std::string& body) {
    put(file, "#!/bin/sh\n" + body + "\n", 0755);
    return file.string();
}

} // namespace

class NodeRules : public QObject {
    Q_OBJECT
private slots:
    void eachRuleHoldsWhenItShould() {
        for (const Row& row : table) {
            WorkFacts facts;
            row.change(facts);
            const node::WorkDecision decision = node::may_work(row.rules, facts, now);
            const std::string shown = std::string(row.name) + ": " + name_of(decision.rule) + " | " + decision.sentence;
            QVERIFY2(name_of(decision.rule) == std::string(row.rule) &&
                         decision.works == (decision.rule == control::WorkRule::none),
                     shown.c_str());
            QVERIFY2(decision.sentence.find(row.words) != std::string::npos, shown.c_str());
            QVERIFY2(decision.until == row.until, shown.c_str());
        }
    }

    void whateverTheFactsTheFirstRuleThatRestsDecides() {
        std::mt19937 random(7);
        for (int i = 0; i < 3000; ++i) {
            WorkRules rules{pick(random, 2) * 10, {}, pick(random, 2) == 0, pick(random, 2) == 0,
                            pick(random, 2) == 0, {}};
            if (pick(random, 2) == 0) rules.hours = random_week(random).texts();
            if (pick(random, 2) == 0) rules.not_beside = {"game"};
            WorkFacts facts;
            facts.paused = pick(random, 8) == 0;
            facts.second_of_week = pick(random, week_seconds);
            facts.idle_for = random_known<core::Nanoseconds>(random, 11 * minute);
            facts.on_battery = random_known(random, true);
            facts.metered = random_known(random, true);
            facts.full_screen = random_known<std::string>(random, "vlc");
            facts.program = random_known<std::string>(random, "game");
            const auto decision = node::may_work(rules, facts, now);
            const auto states = node::rule_states(rules, facts, now);
            for (std::size_t each = 0; each < states.size(); ++each)
                QCOMPARE(states[each].rule, std::string(control::words<control::WorkRule>[each + 1]));
            const auto first =
                std::find_if(states.begin(), states.end(), [](const control::RuleState& s) { return s.rests; });
            QCOMPARE(std::string(name_of(decision.rule)), first == states.end() ? std::string() : first->rule);
            QCOMPARE(decision.works, first == states.end());
            QVERIFY(!decision.until || *decision.until > now);
            for (const control::RuleState& state : states) {
                QVERIFY2(!state.reason.empty(), state.rule.c_str());
                QVERIFY2(!state.rests || state.enabled, state.rule.c_str());
                QVERIFY2(state.known || !state.rests || state.rule == "idle", state.rule.c_str());
            }
            // Whoever lifts every rule by hand is obeyed.
            if (!facts.paused) QVERIFY(node::may_work({}, facts, now).works);
        }
    }

    void weeksAreReadAsTheyAreWritten() {
        std::mt19937 random(11);
        for (int i = 0; i < 300; ++i) {
            const Week week = random_week(random);
            QVERIFY(must(Week::parse(week.texts())) == week);
            const std::uint32_t at = pick(random, week_seconds);
            const auto chosen = [&](std::uint32_t s) { return week.at(s % week_seconds / day, s % day / hour); };
            const auto change = week.changes_in(at);
            QVERIFY(change && chosen(at + *change) != chosen(at) && chosen(at + *change - 1) == chosen(at));
        }
        QVERIFY(must(Week::parse({})).whole() && must(Week::parse({})).texts().empty());
        QCOMPARE(must(Week::parse({"never"})).texts(), std::vector<std::string>{"never"});
        const Week night = must(Week::parse({"sun 22-6"}));
        QVERIFY(night.at(6, 22) && night.at(0, 5) && !night.at(0, 6) && !night.at(6, 5));
        QCOMPARE(must(Week::parse({"fri-mon 0-24"})).texts(), (std::vector<std::string>{"mon 0-24", "fri-sun 0-24"}));
        for (const char* wrong : {"", "mon", "mon 5", "mon 5-5", "mon 24-3", "mon 3-25", "mun 3-5", "mon 3-5x",
                                  "mon-mon-tue 1-2", "never mind", "mon -1-5"})
            QVERIFY2(!Week::parse({wrong}).ok(), wrong);
        QVERIFY(!Week::parse({"never", "mon 1-2"}).ok());
    }

    void batteriesOfMiceDoNotCount() {
        const QTemporaryDir folder;
        const auto root = path_of(folder) / "power";
        QVERIFY(!node::on_battery(root).value);
        std::filesystem::create_directories(root);
        QCOMPARE(node::on_battery(root).value, std::optional(false)); // a desktop computer
        put(root / "hid-1" / "type", "Battery\n");
        put(root / "hid-1" / "scope", "Device\n");
        put(root / "hid-1" / "status", "Discharging\n");
        QCOMPARE(node::on_battery(root).value, std::optional(false));
        put(root / "BAT0" / "type", "Battery\n");
        put(root / "BAT0" / "status", "Discharging\n");
        put(root / "AC" / "type", "Mains\n");
        put(root / "AC" / "online", "0\n");
        QCOMPARE(node::on_battery(root).value, std::optional(true));
        put(root / "AC" / "online", "1\n");
        QCOMPARE(node::on_battery(root).value, std::optional(false)); // a weak charger
    }

    void programsAreFoundByTheirNames() {
        const QTemporaryDir folder;
        const auto root = path_of(folder) / "proc";
        QVERIFY(!node::running_program(root, {"blender"}).value);
        put(root / "17" / "comm", "wine64-preloade\n");
        put(root / "17" / "cmdline", std::string("Z:\\Games\\The Game.exe\0-x\0", 26));
        put(root / "18" / "comm", "a-very-long-pro\n");
        put(root / "18" / "cmdline", "");
        put(root / "19" / "comm", "bash\n");
        put(root / "19" / "cmdline", std::string("/bin/bash\0blender\0", 18));
        put(root / "self" / "comm", "blender\n");
        const auto running = [&](const std::string& name) { return *node::running_program(root, {name}).value; };
        QCOMPARE(running("blender"), std::string()); // an argument, and no process
        QCOMPARE(running("the game.EXE"), std::string("the game.EXE"));
        QCOMPARE(running("a-very-long-program"), std::string("a-very-long-program"));
        QCOMPARE(running("game"), std::string());
        QCOMPARE(*node::running_program(root, {"none", "bash"}).value, std::string("bash"));
    }

    void whatOtherProgramsTellIsReadOrUnknown() {
        const QTemporaryDir folder;
        node::Places places;
        places.busctl = (path_of(folder) / "none").string();
        QVERIFY(!node::idle_for(places, now).value && !node::metered(places).value);
        QCOMPARE(std::string(node::idle_for(places, now).why_not.id()), std::string("no_logind"));
        const auto told = [&](const std::string& body) { places.busctl = script(path_of(folder) / "busctl", body); };
        told("echo 'b false'; echo 't 0'");
        QCOMPARE(node::idle_for(places, now).value, std::optional<core::Nanoseconds>(0));
        told("echo 'b true'; echo 't " + std::to_string((now - 5 * minute) / 1000) + "'");
        QCOMPARE(node::idle_for(places, now).value, std::optional(5 * minute));
        told("echo nonsense");
        QVERIFY(!node::idle_for(places, now).value);
        told("exit 1");
        QVERIFY(!node::idle_for(places, now).value && !node::metered(places).value);
        for (const auto& [word, expected] : std::vector<std::pair<const char*, std::optional<bool>>>{
                 {"u 0", std::nullopt}, {"u 1", true}, {"u 2", false}, {"u 3", true}, {"u 4", false}}) {
            told(std::string("echo '") + word + "'");
            QCOMPARE(node::metered(places).value, expected);
        }
    }

    void onlyAWindowThatFillsTheScreenDoes() {
        const QTemporaryDir folder;
        node::Places places;
        const auto window = [&](const std::string& root, const std::string& state) {
            places.xprop =
                script(path_of(folder) / "xprop", "case \"$*\" in *-root*) echo '" + root + "';; *) echo '" + state +
                                                      "'; echo 'WM_CLASS(STRING) = \"vlc\", \"Vlc\"';; esac");
            return node::full_screen(places);
        };
        const char* const active = "_NET_ACTIVE_WINDOW(WINDOW): window id # 0x3a00007, 0x0";
        const char* const fills = "_NET_WM_STATE(ATOM) = _NET_WM_STATE_FOCUSED, _NET_WM_STATE_FULLSCREEN";
        QVERIFY(!window(active, fills).value); // no display
        places.display = ":0";
        QCOMPARE(window(active, fills).value, std::optional<std::string>("Vlc"));
        QCOMPARE(window(active, "_NET_WM_STATE(ATOM) = ").value, std::optional<std::string>(""));
        QCOMPARE(window("_NET_ACTIVE_WINDOW(WINDOW): window id # 0x0", fills).value, std::optional<std::string>(""));
        QVERIFY(!window("_NET_ACTIVE_WINDOW:  not found.", fills).value);
        places.wayland_display = "wayland-0";
        QCOMPARE(window(active, fills).value, std::optional<std::string>("Vlc"));
        QVERIFY(!window(active, "_NET_WM_STATE(ATOM) = ").value); // its own windows are not seen
    }
};

QTEST_GUILESS_MAIN(NodeRules)
#include "tst_node_rules.moc"
