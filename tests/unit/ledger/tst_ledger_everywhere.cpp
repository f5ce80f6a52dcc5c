// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "fake_engine.h"

#include <clocale>
#include <iostream>
#include <locale>
#include <QProcess>
#include <QProcessEnvironment>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;
using world::key_of;

namespace {

using core::second;

/// Numbers as people write them somewhere: it changes whatever goes through a stream.
class Grouped : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

/// One stream of transactions: gifts, then an answer with its audit, and epochs without any.
core::Status run_stream(FakeEngine& engine) {
    HEARTH_CHECK(engine.start_all());
    std::mt19937 random(11);
    const std::vector<std::string> senders{"a", "b", "c"};
    std::vector<world::Signer> signers;
    for (const std::string& name : senders)
        signers.emplace_back(key_of(name));
    for (int i = 0; i < 12; ++i) {
        std::vector<core::Bytes> some;
        for (auto n = random() % 5; n > 0; --n) { // one draw a statement: compilers order arguments as they like
            world::Signer& sender = signers[random() % 3];
            const std::string to = senders[random() % 3] + "'";
            some.push_back(sender.encoded(world::gift(to, 1 + random() % 99'999)));
        }
        engine.advance(static_cast<core::Nanoseconds>(random() % 700) * 1'000'000);
        HEARTH_CHECK(engine.step(some));
    }
    world::AnswerFlow flow;
    flow.read = [&](const auto& read) { engine.app().read(read); };
    flow.epoch = [&] { return engine.app().head().epoch; };
    flow.submit = [&](const SignedTransaction& tx) {
        const bool passed = engine.step({tx.encode()}) && engine.last().results.back();
        return passed ? engine.height() : core::Height{0};
    };
    flow.wait = [&] {
        engine.advance(second);
        return engine.step({}).ok();
    };
    if (!flow.run()) return core::fail(core::Code::internal, "The answer was not paid.");
    return engine.step({});
}

/// Every block's app hash, what the decided blocks hold, and the state's own encoding.
int print_stream(bool grouped, std::uint64_t rules) {
    std::setlocale(LC_ALL, "");
    if (grouped) std::locale::global(std::locale(std::locale::classic(), new Grouped));
    Genesis genesis = world::audited_genesis(1000 * second);
    genesis.rules = rules;
    if (rules < 8) genesis.params = world::before_the_eighth_rules(genesis.params);
    if (rules < 7) genesis.params = world::before_the_seventh_rules(genesis.params);
    for (const char* name : {"a", "b", "c"})
        genesis.accounts[key_of(name).public_key()] = core::Amount::from_units(1'000'000);
    FakeEngine engine(genesis, 3);
    engine.snapshot_every = 5;
    if (const core::Status done = run_stream(engine); !done) {
        std::cerr << done.error().message.c_str() << std::endl;
        return 1;
    }
    core::Bytes all;
    for (core::Height height = 1; height <= engine.height(); ++height) {
        core::append(all, engine.app_hash(height).view());
        core::append(all, engine.decided()[height - 1].hash.view());
    }
    const auto snapshots = engine.app().snapshots();
    for (const SnapshotInfo& info : *snapshots)
        core::append(all, info.hash.view());
    engine.app().read([&](const State& state) { core::append(all, core::cbor::encode(state.to_cbor())); });
    std::cout << core::sha256(all).hex() << std::endl;
    return 0;
}

/// What the program printed that knew no seventh rules.
constexpr const char* sixth_stream = "2ab142b667ceca0a16ff7e4dd82997b8655bf41640f11d0ca13e77f7e6b409e6";
/// What the program printed that knew no eighth rules.
constexpr const char* seventh_stream = "731e2e927817d5b2242181609523d991c9c70ac52254cb588eff79092fb6c0e3";

std::uint64_t rules_of(const std::string& how) {
    return how == "--stream-sixth" ? 6 : how == "--stream-seventh" ? 7 : present_rules;
}

struct Place {
    const char *language, *zone;
};
constexpr Place places[] = {{"C", "UTC"},
                            {"C.UTF-8", "Pacific/Kiritimati"},
                            {"de_DE.UTF-8", "Europe/Berlin"},
                            {"tr_TR.UTF-8", "Asia/Kathmandu"},
                            {"ar_EG.UTF-8", "America/St_Johns"}};

QByteArray stream_in(const Place& place, const QString& how) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LANG", "LC_ALL", "LC_NUMERIC", "LC_TIME", "LC_COLLATE"})
        environment.insert(name, place.language);
    environment.insert("TZ", place.zone);
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {how});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) return process.readAllStandardError();
    return process.readAllStandardOutput().trimmed();
}

} // namespace

class TestEverywhere : public QObject {
    Q_OBJECT
private slots:
    void oneStreamGivesOneStateWhereverItIsApplied() {
        const QByteArray at_home = stream_in(places[0], "--stream");
        QCOMPARE(at_home.size(), 64);
        for (const Place& place : places) {
            QCOMPARE(stream_in(place, "--stream-grouped"), at_home);
            if (std::setlocale(LC_ALL, place.language) == nullptr)
                qInfo("The language %s is not on this machine; its name alone was tried.", place.language);
        }
        std::setlocale(LC_ALL, "C");
        qInfo("hash of the stream: %s", at_home.constData());
    }

    void aStreamUnderOlderRulesStaysWhatItWas() {
        QCOMPARE(stream_in(places[0], "--stream-sixth"), QByteArray(sixth_stream));
        QCOMPARE(stream_in(places[0], "--stream-seventh"), QByteArray(seventh_stream));
    }
};

int main(int argc, char** argv) {
    const std::string how = argc == 2 ? argv[1] : "";
    if (how.starts_with("--stream")) return print_stream(how == "--stream-grouped", rules_of(how));
    QCoreApplication application(argc, argv);
    TestEverywhere test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ledger_everywhere.moc"
