// SPDX-License-Identifier: Apache-2.0
#include "../ledger/fake_engine.h"
#include "../ledger/ledger_folder.h"
#include "../ledger/light_network.h"
#include "cli_service.h"
#include "core/clock.h"
#include "core/file.h"
#include "ledger/consensus/network_place.h"
#include "ledger/light/proof_examination.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using test::CliService;
using test::Ran;

namespace {

const std::string recorded = HEARTH_VECTORS_DIR "/light/solo.proof"; ///< of a home, by hearthctl ledger prove
const world::LightMembers founders{{"validator 0"}, {"validator 1"}, {"validator 2"}, {"validator 3"}};

/// A network's state in a header that was signed `age` ago, by those validators.
StateProof network_proof(core::Nanoseconds age, const world::LightMembers& members = founders) {
    world::FakeEngine engine(world::network_genesis(), 4);
    world::Signer sender(world::key_of("a"));
    if (!engine.start_all() || !engine.step({sender.encoded(world::gift("b", 7))})) qFatal("no blocks");
    const auto key = [](const char* name) {
        return StateKey{RecordKind::account, core::to_bytes(world::key_of(name).public_key().view())};
    };
    auto shown = engine.app().show({key("b"), key("nobody")}).value();
    LightBlock block = world::light_block(2, members, members);
    block.header.app = shown.head.app_hash;
    block.header.time = core::system_clock().now() - age;
    world::sign_light_block(block, members);
    return {world::chain, 1, std::move(shown.records), NetworkWitness{shown.record_hash, {block}}};
}

/// A home in a network whose chain has two blocks; its accounts are a and b, and c computes.
core::Home home_in_network(const std::string& root) {
    core::Home home;
    home.root = root;
    NetworkPlace place;
    world::FakeEngine engine(world::network_genesis(), 4);
    place.genesis = engine.genesis();
    world::Signer sender(world::key_of("a"));
    const core::Bytes gift = sender.encoded(world::gift("b", 7));
    if (!engine.start_all() || !engine.step({gift}) || !engine.step({})) qFatal("no blocks");
    engine.stop(0);
    if (!home.create() || !place.save(home)) qFatal("no home");
    for (const auto& [file, owner] : {std::pair("operator.key", "a"), {"caller.key", "b"}, {"node.key", "c"}})
        if (!world::key_of(owner).save(home.keys() / file)) qFatal("no keys");
    std::filesystem::copy(engine.options(0).folder, NetworkPlace::folder(home),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    return home;
}

Ran of_home(const core::Home& home, const QStringList& words) {
    return CliService::run(QStringList{"--json", "--home", QString::fromStdString(home.root.string())} + words);
}

} // namespace

/// What hearthctl shows of the ledger, and how it examines what others show.
class tst_control_cli_ledger : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString file(const QString& name) const { return m_folder.path() + "/" + name; }
    QString write(const QString& name, const core::Bytes& content) const {
        return core::write_file_atomic(file(name).toStdString(), content, 0600) ? file(name) : QString();
    }
    static QString anchor(const StateProof& proof) {
        return QString::fromStdString(std::get<NetworkWitness>(proof.witness).trail.front().header.hash().hex());
    }
    static Ran verify(const QString& path, const QStringList& more = {}) {
        return CliService::run(QStringList{"--json", "--home", "/nowhere", "ledger", "verify-proof", path} + more, {},
                               {"HOME=/nowhere", "PATH="});
    }
    static QString result(const Ran& ran, const QString& name) {
        const QJsonArray checks = ran.json()["checks"].toArray();
        for (const QJsonValue check : checks)
            if (check["name"].toString() == name) return check["result"].toString();
        return {};
    }

private slots:
    void a_proof_is_written_and_says_how_to_examine_it() {
        CliService service;
        QVERIFY(service.start());
        const QString out = service.file("a.proof");
        const Ran ran = service.ctl({"ledger", "prove", "totals", "params", "--out", out});
        QVERIFY2(ran.exit == 0, (ran.out + ran.err).constData());
        QVERIFY2(ran.out.contains("hearthctl ledger verify-proof"), ran.out.constData());
        QVERIFY(verify(out).json()["valid"].toBool());
        // It replaces nothing unasked.
        QCOMPARE(service.ctl({"--json", "ledger", "prove", "totals", "--out", out}).error()["code"].toString(),
                 QString("conflict"));
        QCOMPARE(service.ctl({"ledger", "prove", "totals", "--out", out, "--force"}).exit, 0);
        // In JSON it is there itself.
        const Ran json = service.ctl({"--json", "ledger", "prove", "totals"});
        QVERIFY2(json.exit == 0, json.err.constData());
        for (const char* member : {"height", "app_hash", "chain_id", "anchor", "records", "proof"})
            QVERIFY2(json.json().contains(member), member);
        QCOMPARE(core::from_hex(json.json()["proof"].toString().toStdString()).value(),
                 core::read_file(recorded, 1U << 20).value());
    }

    void a_proof_that_cannot_be_made_is_explained() {
        CliService service;
        QVERIFY(service.start());
        QCOMPARE(service.ctl({"ledger", "prove", "totals"}).exit, 2); // nowhere to put it
        QCOMPARE(service.ctl({"--json", "ledger", "prove", "nothing"}).exit, 2);
        QCOMPARE(service.ctl({"--json", "ledger", "prove"}).exit, 2);
        const Ran old = service.ctl({"--json", "ledger", "prove", "totals", "--from", "101"});
        QCOMPARE(old.exit, 1);
        QCOMPARE(old.error()["code"].toString(), QString("not_found"));
    }

    void a_transaction_is_shown() {
        CliService service;
        QVERIFY(service.start());
        const Ran ran = service.ctl({"--json", "ledger", "tx", QString(64, 'e')});
        QVERIFY2(ran.exit == 0, ran.err.constData());
        for (const char* member : {"tx", "height", "position", "applied", "reason", "kind", "sender", "app_hash"})
            QVERIFY2(ran.json().contains(member), member);
        const Ran plain = service.ctl({"ledger", "tx", QString(64, 'e')});
        QVERIFY2(plain.out.contains("none but its fee: The balance does not cover it."), plain.out.constData());
        QCOMPARE(service.ctl({"--json", "ledger", "tx", QString(64, '0')}).error()["code"].toString(),
                 QString("not_found"));
    }

    void a_solo_proof_is_examined_without_service_and_home() {
        const QString path = QString::fromStdString(recorded);
        const Ran ran = verify(path);
        QVERIFY2(ran.exit == 0, (ran.out + ran.err).constData());
        QVERIFY(ran.json()["valid"].toBool());
        QCOMPARE(result(ran, "trust"), QString("not checked"));
        QVERIFY(ran.json()["trusted"].toString().contains("who alone orders"));
        const QString key = ran.json()["anchor"].toString();
        QCOMPARE(result(verify(path, {"--trust", key}), "trust"), QString("passed"));
        const Ran other = verify(path, {"--trust", QString(64, 'a')});
        QCOMPARE(other.exit, 5);
        QCOMPARE(result(other, "trust"), QString("failed"));
        QCOMPARE(other.error()["code"].toString(), QString("corrupt"));
        const Ran plain = CliService::run({"ledger", "verify-proof", path});
        QVERIFY2(plain.out.startsWith("It holds: "), plain.out.constData());
        QVERIFY2(plain.out.contains("\nTrusted: "), plain.out.constData());
        QVERIFY2(plain.out.contains("not there"), plain.out.constData()); // one of its records is missing
    }

    void a_networks_proof_says_whom_it_trusts() {
        const StateProof proof = network_proof(5 * world::light_second);
        const QString path = write("network.proof", proof.encode());
        const Ran ran = verify(path, {"--trust", anchor(proof)});
        QVERIFY2(ran.exit == 0, (ran.out + ran.err).constData());
        QCOMPARE(result(ran, "trust"), QString("passed"));
        QCOMPARE(ran.json()["anchor_height"].toInt(), 2);
        QVERIFY(ran.json()["trusted"].toString().contains("4 validators"));
        const QJsonArray records = ran.json()["records"].toArray();
        QCOMPARE(records.size(), 2);
        QVERIFY(records[0].toObject()["present"].toBool() && !records[1].toObject()["present"].toBool());
        QVERIFY(records[0].toObject()["value"].toString().contains("next sequence number 0"));
        QCOMPARE(result(verify(path), "trust"), QString("not checked"));
    }

    void an_invitation_tells_the_validators() {
        world::FakeEngine engine(world::network_genesis(), 4);
        const std::string text = Invitation{engine.genesis().encode(), {}, {}, true, {}}.text();
        const QString file = write("invitation", core::to_bytes(core::as_bytes(text)));
        const QString good = write("good.proof", network_proof(world::light_second).encode());
        for (const QString& given : {QString::fromStdString(text), file})
            QCOMPARE(result(verify(good, {"--trust", given}), "trust"), QString("passed"));
        // Another network says the same of its own headers.
        const world::LightMembers strangers{{"x"}, {"y"}, {"z"}};
        const QString forged = write("forged.proof", network_proof(world::light_second, strangers).encode());
        QVERIFY(verify(forged).json()["valid"].toBool());
        QCOMPARE(verify(forged, {"--trust", file}).exit, 5);
        QCOMPARE(verify(good, {"--trust", "nothing"}).exit, 2);
        QCOMPARE(verify(good, {"--trust", write("empty", {})}).exit, 2);
    }

    void trust_expires_and_does_not_begin_early() {
        const QString old = write("old.proof", network_proof(30 * 86'400 * world::light_second).encode());
        QCOMPARE(verify(old).exit, 5);
        QVERIFY(verify(old).err.contains("trusting period"));
        QCOMPARE(verify(old, {"--trusting-period", "40d"}).exit, 0);
        QCOMPARE(verify(old, {"--trusting-period", "soon"}).exit, 2);
        const QString early = write("early.proof", network_proof(-3600 * world::light_second).encode());
        QCOMPARE(verify(early).exit, 5);
        QVERIFY(verify(early).err.contains("clock"));
    }

    void whoever_leaves_is_told_what_is_locked_there_first() {
        const core::Home home = home_in_network(file("leaving").toStdString());
        const Ran refused = of_home(home, {"network", "leave"});
        QVERIFY2(refused.exit == 4 && refused.error()["hint"].toString().contains("--yes"), refused.err.constData());
        QVERIFY(NetworkPlace::is_there(home));
        {
            const auto lock = core::FileLock::acquire(home.lock_file()); // as a service has it
            QCOMPARE(of_home(home, {"network", "leave", "--yes"}).error()["code"].toString(), QString("conflict"));
            QVERIFY(NetworkPlace::is_there(home));
        }
        const Ran left = of_home(home, {"network", "leave", "--yes"});
        QVERIFY2(left.exit == 0, left.err.constData());
        QCOMPARE(left.json()["height"].toInt(), 2);
        // a gave 7 to b; a fee is burned or is none.
        const qint64 held = left.json()["held"].toObject()["accounts"].toString().toLongLong();
        QVERIFY2(held > 2'900'000 && held <= 3'000'000, left.out.constData());
        QVERIFY(!NetworkPlace::is_there(home));
        QVERIFY(std::filesystem::exists(left.json()["kept"].toString().toStdString() + "/chain.sqlite"));
        QVERIFY(std::filesystem::exists(home.keys() / "node.key"));
        QCOMPARE(of_home(home, {"network", "leave"}).error()["code"].toString(), QString("not_found"));
        const core::Home bare = home_in_network(file("bare").toStdString());
        const Ran gone = of_home(bare, {"network", "leave", "--yes", "--remove-chain"});
        QVERIFY2(gone.exit == 0 && gone.json()["kept"].isNull(), gone.err.constData());
        const auto there = bare.root / "left" / world::chain / "network";
        QVERIFY(!std::filesystem::exists(there / "chain.sqlite"));
        QVERIFY(std::filesystem::exists(there / "genesis.cbor")); // by which the chain is known again
        const QStringList again{"network", "leave", "--remove-chain"};
        QCOMPARE(of_home(bare, again).error()["code"].toString(), QString("not_found"));
        QVERIFY(core::write_file_atomic(there.parent_path() / "removing", {}, 0600)); // as one leaves it that is killed
        QVERIFY(core::write_file_atomic(there / "chain.sqlite", core::Bytes(9), 0600));
        QCOMPARE(of_home(bare, again).exit, 0);
        QVERIFY(!std::filesystem::exists(there / "chain.sqlite"));
    }

    void a_ledger_of_its_own_with_a_history_is_put_aside_only_on_purpose() {
        const core::Home home = home_in_network(file("back").toStdString());
        const NetworkPlace place = NetworkPlace::load(home).value();
        const Invitation invitation{place.genesis.encode(), {"ab@127.0.0.1:1"}, {}, false, {}};
        const QStringList join{"network", "join", QString::fromStdString(invitation.text())};
        QCOMPARE(of_home(home, {"network", "leave", "--yes"}).exit, 0);
        world::LedgerFolder solo;
        solo.options.folder = home.ledger();
        solo.genesis.accounts[world::key_of("a").public_key()] = core::Amount::from_units(7); // as work earns it
        QVERIFY(solo.open().ok());
        const Ran refused = of_home(home, join);
        QVERIFY2(refused.exit == 4 && refused.error()["hint"].toString().contains("--yes"), refused.err.constData());
        QVERIFY(std::filesystem::exists(home.ledger() / "ledger.sqlite") && !NetworkPlace::is_there(home));
        {
            const auto lock = core::FileLock::acquire(home.lock_file());
            QCOMPARE(of_home(home, join + QStringList{"--yes"}).error()["code"].toString(), QString("conflict"));
        }
        // What it has cannot be told where a key cannot be read.
        QVERIFY(core::write_file_atomic(home.keys() / "caller.key", core::Bytes(9, 0x5a), 0600));
        const Ran unread = of_home(home, join);
        QVERIFY2(unread.exit != 0 && unread.error()["hint"].toString().contains("unread"), unread.err.constData());
        QVERIFY(!NetworkPlace::is_there(home));
        const Ran joined = of_home(home, join + QStringList{"--yes"});
        QVERIFY2(joined.exit == 0, joined.err.constData());
        QVERIFY(NetworkPlace::is_there(home));
        QVERIFY(QFile::exists(joined.json()["solo_kept"].toString() + "/ledger.sqlite"));
    }

    void a_damaged_genesis_is_left_on_purpose_and_a_ledger_in_use_never() {
        const core::Home home = home_in_network(file("wrong").toStdString());
        QVERIFY(core::write_file_atomic(NetworkPlace::genesis_file(home), core::Bytes(99, 0x81), 0600));
        const Ran refused = of_home(home, {"network", "leave"});
        QVERIFY2(refused.exit != 0 && refused.error()["hint"].toString().contains("--yes"), refused.err.constData());
        std::filesystem::remove_all(home.run()); // it is locked all the same
        const Ran left = of_home(home, {"network", "leave", "--yes"});
        QVERIFY2(left.exit == 0 && left.json()["chain"].isNull(), left.err.constData());
        QVERIFY(std::filesystem::exists(home.lock_file()));
        QVERIFY(std::filesystem::exists(home.root / "left" / "unreadable" / "network"));
    }

    void a_chain_that_cannot_be_read_is_left_only_on_purpose() {
        const core::Home home = home_in_network(file("damaged").toStdString());
        const auto chain = NetworkPlace::folder(home) / "chain.sqlite";
        QVERIFY(core::write_file_atomic(chain, core::Bytes(9999, 0x5a), 0600));
        const Ran refused = of_home(home, {"network", "leave"});
        QVERIFY2(refused.exit != 0 && refused.err.contains("cannot be read"), refused.err.constData());
        QVERIFY(NetworkPlace::is_there(home));
        const Ran left = of_home(home, {"network", "leave", "--yes"});
        QVERIFY2(left.exit == 0 && left.json()["held"].isNull(), left.err.constData());
        QVERIFY(!NetworkPlace::is_there(home));
    }

    void the_whole_state_is_exported_and_gives_the_app_hash() {
        const core::Home home = home_in_network(file("exporting").toStdString());
        const QString out = file("state.cbor");
        const Ran ran = of_home(home, {"ledger", "export-state", out});
        QVERIFY2(ran.exit == 0, ran.err.constData());
        QCOMPARE(ran.json()["height"].toInt(), 2);
        const auto value = core::cbor::decode(core::read_file(out.toStdString(), 1U << 24).value(), {1U << 24, 12});
        QVERIFY(value.ok());
        auto fields = core::cbor::Fields::of(*value, "export").value();
        QCOMPARE(fields.uint(0, "format").value(), std::uint64_t{1});
        QCOMPARE(fields.text(1, "chain").value(), world::chain);
        const auto record = ChainRecord::from_cbor(*fields.any(5, "record").value());
        const auto state = State::from_cbor(*fields.any(6, "state").value());
        QVERIFY(record.ok() && state.ok());
        QCOMPARE(ran.json()["app_hash"].toString().toStdString(), chain_app_hash(*state, *record).hex());
        QCOMPARE(of_home(home, {"ledger", "export-state", out}).error()["code"].toString(), QString("conflict"));
        QCOMPARE(of_home(home, {"ledger", "export-state", out, "--force"}).exit, 0);
        // A genesis that was changed, or damaged, is refused by the file's name.
        NetworkPlace place = NetworkPlace::load(home).value();
        place.genesis.clock.length += 1;
        QVERIFY(place.save(home));
        const Ran changed = of_home(home, {"ledger", "export-state", file("none")});
        QVERIFY2(changed.exit == 4 && changed.err.contains("network/genesis.cbor"), changed.err.constData());
        QVERIFY(core::write_file_atomic(NetworkPlace::genesis_file(home), core::Bytes(99, 0x81), 0600));
        const Ran damaged = of_home(home, {"ledger", "export-state", file("none")});
        QVERIFY2(damaged.exit != 0 && damaged.err.contains("network/genesis.cbor"), damaged.err.constData());
        core::Home fresh;
        fresh.root = file("fresh").toStdString();
        QCOMPARE(of_home(fresh, {"ledger", "export-state", file("none")}).error()["code"].toString(),
                 QString("not_found"));
        QVERIFY(!QFile::exists(file("none")));
        QVERIFY(!QFile::exists(file("fresh"))); // looking makes no home
    }

    void flipped_bytes_and_other_files_are_exit_5() {
        const core::Bytes bytes = core::read_file(recorded, 1U << 20).value();
        const QString key = verify(QString::fromStdString(recorded)).json()["anchor"].toString();
        const std::size_t step = std::max<std::size_t>(1, bytes.size() / 40);
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            core::Bytes forged = bytes;
            forged[at] ^= 0x40U;
            const Ran ran = verify(write("forged.proof", forged), {"--trust", key});
            QVERIFY2(ran.exit == 5, (QByteArray::number(qulonglong(at)) + ran.out + ran.err).constData());
        }
        for (const core::Bytes& other :
             {core::Bytes{}, core::to_bytes(core::as_bytes("no proof")), core::Bytes(9999, 0x81)})
            QCOMPARE(verify(write("other", other)).exit, 5);
        QCOMPARE(verify(file("is not there")).exit, 1);
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_ledger)
#include "tst_control_cli_ledger.moc"
