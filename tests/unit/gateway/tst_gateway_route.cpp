// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/glance.h"
#include "gateway/edge/knobs.h"

#include <nlohmann/json.hpp>
#include <QTest>

using namespace hearth::gateway;
using namespace hearth::gateway::schedule;

namespace {

Door door(const std::string& name, unsigned level = 0, unsigned tier = 0) {
    Door made{name, {}};
    made.what.level = level;
    made.what.tier = tier;
    return made;
}
const Door home = door("home", 4, 1);

std::string asked(const std::vector<Door>& doors, const Route& route) {
    std::string names;
    for (const Turn& turn : turns(doors, route))
        names += (names.empty() ? "" : " ") + doors[turn.door].network + ":" + std::string(name_of(turn.why));
    return names;
}

std::variant<Route, ApiError> read(const std::string& members) {
    return read_route(Json::parse("{\"model\":\"m\"" + (members.empty() ? "" : "," + members) + "}"));
}
Route good(const std::string& members) {
    auto route = read(members);
    if (const auto* error = std::get_if<ApiError>(&route)) qFatal("%s", error->message.c_str());
    return std::get<Route>(route);
}
std::string param(const std::string& members) {
    const auto route = read(members);
    const auto* error = std::get_if<ApiError>(&route);
    if (error == nullptr || error->status != 400 || error->message.empty()) return "taken";
    return error->param;
}

/// What goes on of a body.
std::string rest(std::string body) {
    const auto glance = glance_at(body, {});
    const auto* found = std::get_if<Glance>(&glance);
    if (found == nullptr) return "refused";
    for (auto cut = found->cuts.rbegin(); cut != found->cuts.rend(); ++cut)
        body.erase(cut->begin, cut->end - cut->begin);
    return body;
}

} // namespace

/// Who may answer a call, as its caller wrote it.
class TestGatewayRoute : public QObject {
    Q_OBJECT

private slots:
    void thisHomeKeepsWhatItCanAnswerUnlessTheCallerNamesOthers() {
        const std::vector<Door> doors{home, door("box"), door("cloud")};
        QCOMPARE(asked(doors, {}), std::string("home:home"));
        Route route;
        route.order = {"cloud"};
        QCOMPARE(asked(doors, route), std::string("cloud:order home:home"));
        route.order = {"cloud", "home"};
        QCOMPARE(asked(doors, route), std::string("cloud:order home:order"));
        route = {};
        route.allow = {"home", "box"};
        QCOMPARE(asked(doors, route), std::string("home:home box:first"));
        route = {};
        route.deny = {"home"};
        QCOMPARE(asked(doors, route), std::string("box:first cloud:first"));
    }

    void theCallersOrderComesFirstAndWithoutFallbacksItIsAll() {
        std::vector<Door> doors{door("a"), door("b"), door("c")};
        QCOMPARE(asked(doors, {}), std::string("a:first b:first c:first"));
        Route route;
        route.order = {"c", "b"};
        QCOMPARE(asked(doors, route), std::string("c:order b:order a:first"));
        route.fallbacks = false;
        QCOMPARE(asked(doors, route), std::string("c:order b:order"));
        route.order.clear();
        QCOMPARE(asked(doors, route), std::string("a:first"));
        route = {};
        route.soonest = true;
        doors[1].what.first_token_s = 0.2;
        doors[2].what.first_token_s = 0.1;
        QCOMPARE(asked(doors, route), std::string("c:soonest b:soonest a:soonest"));
        doors[2].what.shut = true; // rests after failures
        QCOMPARE(asked(doors, route), std::string("b:soonest a:soonest c:soonest"));
    }

    void networksAreChosenAsNodesAreWhereTheirOwnerSaysSo() {
        std::vector<Door> doors{door("a"), door("b"), door("c")};
        for (Door& each : doors) {
            each.what.free_places = 1;
            each.what.first_token_s = 0.4;
            each.what.token_gap_s = 0.05;
        }
        doors[0].what.token_gap_s = 0.3; // slow
        doors[1].what.price = 9'000'000; // dear
        const auto line = [&](const Route& route, Dice dice = {0, 0, 1}) {
            std::string names;
            for (const Turn& turn : turns(doors, route, {true, 256, dice}))
                names += doors[turn.door].network + ":" + std::string(name_of(turn.why)) + " ";
            return names;
        };
        QCOMPARE(line({}), std::string("c:best a:best b:best "));
        QCOMPARE(line({}, {1, 2, 1}), std::string("a:best c:best b:best ")); // the better of two that were drawn
        Route route;
        route.order = {"b"};
        QCOMPARE(line(route), std::string("b:order c:best a:best "));
        route = {};
        route.min_level = 1; // by the filters of all
        doors[1].what.level = 1;
        QCOMPARE(line(route), std::string("b:best "));
        doors[2].what.shut = true;
        QCOMPARE(line({}), std::string("a:best b:best c:best "));
        doors[2].what.shut = false;
        doors[2].what.failure_share = 0.95; // one of twenty answers comes
        QCOMPARE(line({}).substr(0, 6), std::string("a:best"));
        doors.insert(doors.begin(), home);
        QCOMPARE(line({}), std::string("home:home "));
        route = {};
        route.allow = {"home", "a", "b"};
        QCOMPARE(line(route), std::string("home:home a:best b:best "));
    }

    void whoDoesNotShowThatItFitsIsOutOfQuestion() {
        const Door box = door("box", 1);
        const auto bar = [&](const auto& change) {
            Route route;
            change(route);
            return bar_of(box, route);
        };
        QCOMPARE(bar([](Route&) {}), Bar::none);
        QCOMPARE(bar([](Route& r) { r.min_level = 1; }), Bar::none);
        QCOMPARE(bar([](Route& r) { r.min_level = 2; }), Bar::evidence);
        QCOMPARE(bar([](Route& r) { r.min_tier = 1; }), Bar::privacy);
        QCOMPARE(bar([](Route& r) { r.max_price = 5; }), Bar::price);
        QCOMPARE(bar([](Route& r) { r.resume = true; }), Bar::resume);
        QCOMPARE(bar([](Route& r) { r.resume = false; }), Bar::none);
        QCOMPARE(bar([](Route& r) { r.honours_all = true; }), Bar::members);
        QCOMPARE(bar([](Route& r) { r.quantizations = {"int8"}; }), Bar::quantization);
        QCOMPARE(bar([](Route& r) { r.quantizations = {"int8", "unknown"}; }), Bar::none);
        QCOMPARE(bar([](Route& r) { r.deny = {"box"}; }), Bar::denied);
        QCOMPARE(bar([](Route& r) { r.allow = {"home"}; }), Bar::not_allowed);
        Route all;
        all.min_level = 4;
        all.min_tier = 1;
        all.max_price = 5;
        all.resume = all.honours_all = true;
        QCOMPARE(bar_of(home, all), Bar::none); // it looks at the rest itself
        all.min_tier = 2;
        QCOMPARE(bar_of(home, all), Bar::privacy);
    }

    void bothDialectsSayTheSame() {
        Route route = good(R"("provider":{"order":["a"],"only":["a","b"],"ignore":["c"],"allow_fallbacks":false,
            "require_parameters":true,"data_collection":"deny","quantizations":["int8"]})");
        QCOMPARE(route.order, std::vector<std::string>{"a"});
        QCOMPARE(route.min_tier, 1u);
        QVERIFY(!route.fallbacks && route.honours_all);
        Route other = good(R"("provider":{"allow_fallbacks":false,"require_parameters":true,"quantizations":["int8"]},
            "hearth":{"networks":{"order":["a"],"allow":["a","b"],"deny":["c"]},"privacy":{"min_tier":"P1"}})");
        QVERIFY(route == other);
        route = good(R"("hearth":{"evidence":{"min_level":"E3"},"max_price":"7","hedge":false,"resume":true})");
        QCOMPARE(route.min_level, 3u);
        QCOMPARE(*route.max_price, std::uint64_t{7});
        QVERIFY(*route.resume && !*route.hedge);
        route = good(R"("hearth":{"hedge":true})");
        QVERIFY(*route.hedge && bar_of(door("box"), route) == Bar::hedge);
        QVERIFY(bar_of(door("box"), good(R"("hearth":{"hedge":false})")) == Bar::none);
        QVERIFY(good(R"("provider":{"sort":"latency"})").soonest);
        QVERIFY(good(R"("provider":{},"hearth":null)") == Route{});
    }

    void whatCannotBeHonouredIsRefusedByItsName() {
        const std::pair<const char*, const char*> cases[] = {
            {R"("provider":[])", "provider"},
            {R"("hearth":"E1")", "hearth"},
            {R"("provider":{"order":"a"})", "provider.order"},
            {R"("provider":{"order":[]})", "provider.order"},
            {R"("provider":{"only":[7]})", "provider.only"},
            {R"("provider":{"order":["a","b","a"]})", "provider.order"},
            {R"("provider":{"data_collection":"deny","zdr":1})", "provider.zdr"},
            {R"("provider":{"allow_fallbacks":1})", "provider.allow_fallbacks"},
            {R"("provider":{"data_collection":"maybe"})", "provider.data_collection"},
            {R"("provider":{"quantizations":["int5"]})", "provider.quantizations"},
            {R"("provider":{"sort":"price"})", "provider.sort"},
            {R"("provider":{"sort":"latency","order":["a"]})", "provider.sort"},
            {R"("provider":{"max_price":{"prompt":1}})", "provider.max_price"},
            {R"("provider":{"preferred_min_throughput":9})", "provider.preferred_min_throughput"},
            {R"("provider":{"colour":"red"})", "provider.colour"},
            {R"("hearth":{"evidence":{"min_level":"E5"}})", "hearth.evidence.min_level"},
            {R"("hearth":{"evidence":{"min_level":3}})", "hearth.evidence.min_level"},
            {R"("hearth":{"evidence":{"at_least":"E1"}})", "hearth.evidence.at_least"},
            {R"("hearth":{"evidence":7})", "hearth.evidence"},
            {R"("hearth":{"privacy":{"min_tier":"P4"}})", "hearth.privacy.min_tier"},
            {R"("hearth":{"max_price":7})", "hearth.max_price"},
            {R"("hearth":{"max_price":"-7"})", "hearth.max_price"},
            {R"("hearth":{"hedge":1})", "hearth.hedge"},
            {R"("hearth":{"resume":"yes"})", "hearth.resume"},
            {R"("hearth":{"speed":1})", "hearth.speed"},
            {R"("hearth":{"networks":{"deny":"a"}})", "hearth.networks.deny"},
            {R"("provider":{"only":["a"]},"hearth":{"networks":{"allow":["b"]}})", "hearth.networks.allow"},
        };
        for (const auto& [members, name] : cases)
            QVERIFY2(param(members) == name, (std::string(members) + " " + param(members)).c_str());
    }

    void namesMustBeThoseOfNetworksThatAreHere() {
        Route route;
        route.order = {"home", "box"};
        QVERIFY(!check_names(route, {"box"}));
        route.deny = {"bx"};
        const auto error = check_names(route, {"box"});
        QVERIFY(error && error->status == 400 && error->message.find("'bx'") != std::string::npos);
    }

    void whoIsLeftOutIsToldOfEach() {
        Route route;
        route.min_level = 3;
        const ApiError error = nobody_fits("m", std::vector{door("box"), door("near", 1)}, route);
        QCOMPARE(error.status, 400);
        QCOMPARE(error.param, std::string("hearth.evidence.min_level"));
        QVERIFY(error.message.find("box: its evidence reaches E0; near: its evidence reaches E1") != std::string::npos);
    }

    void ourMembersAreCutOutAndNoByteElse() {
        QCOMPARE(rest("{\"model\":\"m\"}"), std::string("{\"model\":\"m\"}"));
        QCOMPARE(rest("{ \"model\" : \"m\" , \"provider\" : {\"a\":[1,{\"order\":2}]}}"), std::string("refused"));
        QCOMPARE(rest("{\"provider\":{}, \"model\":\"m\"}"), std::string("{\"model\":\"m\"}"));
        QCOMPARE(rest("{\"model\":\"m\" ,\"hearth\":{} }"), std::string("{\"model\":\"m\" }"));
        QCOMPARE(rest("{\"x\":{\"hearth\":1},\"provider\":{},\"hearth\":{},\"model\":\"m\",\"\\u0068earth\":null}"),
                 std::string("refused")); // a key that stands twice, however it is written
        QCOMPARE(rest("{\"a\":1,\"provider\":{},\"b\":2,\"hearth\":{}}"), std::string("{\"a\":1,\"b\":2}"));
        QCOMPARE(rest("{\"provider\":{},\"a\":\"\\\"hearth\\\":{}\",\"hearth\":{}}"),
                 std::string("{\"a\":\"\\\"hearth\\\":{}\"}"));
        QCOMPARE(rest("{\"provider\":{},\"hearth\":{}}"), std::string("{}"));
        std::string names;
        for (int i = 0; i < 60; ++i)
            names += (i == 0 ? "\"" : ",\"") + std::string(50, 'n') + std::to_string(i) + "\"";
        QCOMPARE(rest("{\"model\":\"m\",\"provider\":{\"order\":[" + names + "]}}"), std::string("refused"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayRoute)
#include "tst_gateway_route.moc"
