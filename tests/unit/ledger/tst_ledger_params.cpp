// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <fstream>
#include <QtTest>
#include <sstream>

using namespace hearth;
using namespace hearth::ledger;

namespace {

std::string solo_text() {
    std::ifstream file(std::string(HEARTH_SOURCE_DIR) + "/resources/params/solo.toml");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return text;
}

core::Error refusal(const std::string& toml) {
    const auto parsed = Params::parse(toml, "test.toml");
    if (!parsed) return parsed.error();
    return core::fail(core::Code::internal, "accepted");
}

} // namespace

class TestParams : public QObject {
    Q_OBJECT
private slots:
    void theFileIsWhatTheProgramHolds();
    void everyParameterIsDocumentedAndBounded();
    void valuesOutsideTheirBoundsAreRefused();
    void sharesMustSumToTheWhole();
    void subsidiesStayBelowTheLeak();
    void auditorsGetLessThanIsLeft();
    void anOldChainsSharesLeaveWhatTheyLeave();
    void brokenFilesNameTheirFault();
    void cborRoundTripsStrictly();
    void aGenesisComesBackFromItsBytesAndIsChecked();
    void auditRatesFollowTheRecord();
};

void TestParams::theFileIsWhatTheProgramHolds() {
    const auto loaded = Params::load(std::string(HEARTH_SOURCE_DIR) + "/resources/params/solo.toml");
    QVERIFY2(loaded.ok(), loaded ? "" : loaded.error().message.c_str());
    QVERIFY(*loaded == Params::solo());
    QCOMPARE(loaded->get("fee.executor_ppm"), std::uint64_t{820000});
    QCOMPARE(loaded->get("tx.fee"), std::uint64_t{0});
}

void TestParams::everyParameterIsDocumentedAndBounded() {
    const Params solo = Params::solo();
    for (const auto& [name, p] : solo.all()) {
        QVERIFY2(p.min <= p.value && p.value <= p.max && p.min < p.max, name.c_str());
        QVERIFY2(p.doc.size() > 10 && !p.unit.empty(), name.c_str());
    }
}

void TestParams::valuesOutsideTheirBoundsAreRefused() {
    Params params = Params::solo();
    const Params unchanged = params;
    for (const auto& [name, p] : unchanged.all()) {
        const auto above = params.set(name, p.max + 1);
        QVERIFY2(!above && above.error().code == core::Code::refused, name.c_str());
        QVERIFY2(above.error().message.find(std::to_string(p.max)) != std::string::npos, name.c_str());
        if (p.min > 0) QVERIFY2(!params.set(name, p.min - 1), name.c_str());
    }
    QVERIFY(params == Params::solo());
    QVERIFY(params.set("vesting.epochs", 1));
    QCOMPARE(params.get("vesting.epochs"), std::uint64_t{1});
    QVERIFY(params.set("no.such", 1).error().code == core::Code::not_found);
}

void TestParams::sharesMustSumToTheWhole() {
    Params params = Params::solo();
    QVERIFY(!params.set("fee.executor_ppm", 810000));
    QVERIFY(params == Params::solo());
    QVERIFY(params.set_all({{"fee.executor_ppm", 810000}, {"fee.burn_ppm", 60000}}));
    QCOMPARE(params.get("fee.burn_ppm"), std::uint64_t{60000});
}

void TestParams::subsidiesStayBelowTheLeak() {
    Params params = Params::solo(); // leak 100000 ppm, theta one half
    QVERIFY(params.set("subsidy.rate_ppm", 50000));
    QVERIFY(!params.set("subsidy.rate_ppm", 50001));
    QVERIFY(!params.set("subsidy.theta_ppm", 400000));
}

void TestParams::auditorsGetLessThanIsLeft() {
    Params params = Params::solo();
    QVERIFY(params.set("audit.pay_ppm", 130'000));
    const auto more = params.set("audit.pay_ppm", 130'001); // with the executor's 820000
    QVERIFY(!more && more.error().message.find("130001") != std::string::npos);
    QVERIFY(!params.set("subsidy.rate_ppm", 1));
    QVERIFY(params.set_all({{"audit.pay_ppm", 105'001}, {"subsidy.rate_ppm", 24'999}}));
    QVERIFY(!params.set("subsidy.rate_ppm", 25'000)); // half of what is burned
    QVERIFY(params.set_all({{"audit.pay_ppm", 0}, {"subsidy.rate_ppm", 50'000}}));
}

/// A chain that has moved them as far as its rules let it becomes none that cannot be read.
void TestParams::anOldChainsSharesLeaveWhatTheyLeave() {
    Params old = world::before_the_seventh_rules(Params::solo());
    QVERIFY(!old.is_complete(7) && old.is_complete(6) && old.check());
    QVERIFY(old.set_all({{"fee.executor_ppm", 930'000},
                         {"fee.verifiers_ppm", 10'000},
                         {"fee.storage_ppm", 0},
                         {"fee.burn_ppm", 60'000},
                         {"fee.insurance_ppm", 0},
                         {"fee.treasury_ppm", 0},
                         {"subsidy.rate_ppm", 30'000}}));
    Params usual = world::before_the_seventh_rules(Params::solo());
    for (Params* each : {&old, &usual})
        each->complete(7);
    QVERIFY(old.check() && Params::from_cbor(old.to_cbor()).value() == old);
    QCOMPARE(old.get("subsidy.rate_ppm"), std::uint64_t{20'000}); // no rules have heeded it so far
    QCOMPARE(old.get("audit.pay_ppm"), std::uint64_t{0});
    QVERIFY(usual.check().ok());
    QCOMPARE(usual.get("audit.pay_ppm"), std::uint64_t{100'000});
}

void TestParams::brokenFilesNameTheirFault() {
    const std::string text = solo_text();
    const auto holds = [](const core::Error& e, const char* part) { return e.message.find(part) != std::string::npos; };
    QVERIFY(holds(refusal(""), "missing"));
    QVERIFY(holds(refusal(replaced(text, "[tx.fee]", "[tx.fea]")), "tx.fea"));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "value = 999999")), "fee.executor_ppm"));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "value = -1")), "value"));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "value = 1.5")), "value"));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "")), "lacks \"value\""));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "value = 820000\nextra = 1")), "extra"));
    QVERIFY(holds(refusal(replaced(text, "value = 820000", "value = ")), "line"));
    QVERIFY(!Params::load("/nonexistent/params.toml"));
}

void TestParams::cborRoundTripsStrictly() {
    const core::cbor::Value value = Params::solo().to_cbor();
    QVERIFY(Params::from_cbor(value).value() == Params::solo());
    core::cbor::Array list = *value.as_array();
    std::swap(list[0], list[1]);
    QVERIFY(!Params::from_cbor(list));
    list.pop_back();
    QVERIFY(!Params::from_cbor(list));
    QVERIFY(!Params::from_cbor(core::cbor::Value(5)));
}

void TestParams::aGenesisComesBackFromItsBytesAndIsChecked() {
    core::PublicKey caller, other;
    caller.bytes[0] = 1;
    other.bytes[0] = 2;
    Genesis base;
    base.chain_id = "chain";
    base.time = 5;
    base.accounts[caller] = core::Amount::from_units(7);
    QVERIFY(base.check().ok());
    QVERIFY(Genesis::from_cbor(base.to_cbor())->to_cbor() == base.to_cbor());
    base.accounts[other] = core::Amount::from_units(UINT64_MAX);
    QVERIFY(!base.check());
    base.accounts.erase(other);
    base.chain_id.clear();
    QVERIFY(!base.check());
}

void TestParams::auditRatesFollowTheRecord() {
    const Params p = Params::solo();
    const auto record = [](std::uint64_t receipts, std::uint64_t failed, std::uint64_t paid, std::uint64_t fees) {
        NodeRecord node;
        node.receipts = receipts;
        node.failed = failed;
        node.paid_receipts = paid;
        node.paid_fees = core::Amount::from_units(fees);
        return node;
    };
    // `receipts`: the number of the one in question, which the first rules had counted already.
    const auto rate = [&](std::uint64_t receipts, std::uint64_t failed, bool exact) {
        const std::uint64_t first_rules = audit_rate_ppm(record(receipts, failed, 0, 0), exact, p, 1);
        const NodeRecord paid = record(7, failed, receipts - 1, (receipts - 1) * p.get("audit.least_fee"));
        return audit_rate_ppm(paid, exact, p, 2) == first_rules ? first_rules : 0;
    };
    QCOMPARE(rate(1, 0, false), std::uint64_t{200'000});
    QCOMPARE(rate(200, 0, true), std::uint64_t{200'000});
    QCOMPARE(rate(201, 0, true), std::uint64_t{50'000});
    QCOMPARE(rate(5001, 0, false), std::uint64_t{30'000});
    QCOMPARE(rate(5001, 0, true), std::uint64_t{10'000});
    QCOMPARE(rate(1'000'000, 1, true), std::uint64_t{50'000});
    // Neither many receipts nor much money alone.
    QCOMPARE(proven_receipts(record(0, 0, 3, UINT64_MAX), p, 2), std::uint64_t{3});
    QCOMPARE(proven_receipts(record(0, 0, 6000, 6000), p, 2), std::uint64_t{3});
    QCOMPARE(price_of(UINT64_MAX, UINT64_MAX, p).units(), UINT64_MAX);
    QVERIFY(!usual_tariff(p).price(UINT64_MAX, UINT64_MAX));
}

QTEST_GUILESS_MAIN(TestParams)
#include "tst_ledger_params.moc"
