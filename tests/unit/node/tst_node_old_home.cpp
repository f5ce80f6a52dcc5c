// SPDX-License-Identifier: Apache-2.0
#include "core/home.h"
#include "ledger/block_store.h"
#include "ledger/sequencer.h"
#include "node/state/identity.h"
#include "node/state/store.h"
#include "proof/receipt.h"
#include "support.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace hearth;
using namespace hearth::test;
namespace fs = std::filesystem;

namespace {

QString homes() {
    return QStringLiteral(HEARTH_VECTORS_DIR "/node/");
}

/// Git keeps no modes but the one for programs.
void copy_home(const QString& name, const fs::path& to) {
    fs::copy((homes() + name).toStdString(), to, fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(to))
        fs::permissions(entry.path(),
                        entry.is_directory() ? fs::perms::owner_all : fs::perms::owner_read | fs::perms::owner_write);
}

} // namespace

/// vectors/node/home_v10 and what comes after it: homes as older programs left them, with what those said of them
/// (home_v10.json; both by make_home.py). Whoever updates keeps keys, receipts and money.
class NodeOldHome : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    core::Home m_home;
    QJsonObject m_said;

    void open(const QString& name) {
        m_folder = std::make_unique<QTemporaryDir>();
        m_home.root = path_of(*m_folder) / "home";
        copy_home(name, m_home.root);
        QFile file(homes() + name + ".json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_said = QJsonDocument::fromJson(file.readAll()).object();
        QVERIFY(m_said["head"].toObject()["height"].toInt() > 0);
    }
    static void all_homes() {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(homes()).entryList({"home_v*"}, QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!names.isEmpty());
        for (const QString& home : names)
            QTest::newRow(qPrintable(home)) << home;
    }
    static std::string text(const QJsonValue& value) { return value.toString().toStdString(); }

private slots:
    void itKeepsItsKeys_data() { all_homes(); }
    void itKeepsItsKeys() {
        QFETCH(QString, name);
        open(name);
        const auto identity = must(node::Identity::open(m_home.keys(), false));
        const QJsonObject keys = m_said["keys"].toObject();
        QCOMPARE(identity->operator_account().hex(), text(keys["operator"]));
        QCOMPARE(identity->node_key()->public_key().hex(), text(keys["node"]));
        QCOMPARE(identity->caller_key().public_key().hex(), text(keys["caller"]));
        QCOMPARE(must(identity->sequencer_key()).public_key().hex(), text(keys["sequencer"]));
    }

    void itKeepsItsReceipts_data() { all_homes(); }
    void itKeepsItsReceipts() {
        QFETCH(QString, name);
        open(name);
        const QJsonObject receipts = m_said["receipts"].toObject();
        QVERIFY(receipts.size() > 3);
        const std::string node_key = text(m_said["keys"].toObject()["node"]);
        for (int round = 0; round < 2; ++round) { // brought up to date, and as it is then
            const auto store = must(node::Store::open(m_home.database()));
            must(store->check());
            for (const QString& id : receipts.keys()) {
                const auto file = must(proof::ReceiptFile::decode_bytes(must(store->receipt_file(id.toStdString()))));
                QVERIFY(file.signed_receipt.signature_valid());
                QCOMPARE(file.signed_receipt.receipt.id().hex(), id.toStdString());
                QCOMPARE(file.signed_receipt.receipt.executor_key.hex(), node_key);
                QVERIFY(!file.output_ids.empty());
                const node::JobRecord job = must(store->job_of_receipt(id.toStdString()));
                QCOMPARE(job.receipt_id, id.toStdString());
                QCOMPARE(job.state, control::JobState::done);
            }
            QVERIFY(must(store->verdict(text(m_said["replayed"]))).outcome == audit::Outcome::passed);
            const node::MoneyTotals totals = must(store->totals());
            const QJsonObject earned = m_said["earnings"].toObject();
            QCOMPARE(totals.pending.units_text(), text(earned["pending"]));
            QCOMPARE(totals.confirmed.units_text(), text(earned["confirmed"]));
            QCOMPARE(totals.paid.units_text(), text(earned["paid"]));
        }
    }

    /// Every block is applied again: each says which app hash it gave.
    void itKeepsItsMoney_data() { all_homes(); }
    void itKeepsItsMoney() {
        QFETCH(QString, name);
        open(name);
        const QJsonObject said = m_said["head"].toObject();
        const ledger::Head before = must(ledger::Sequencer::examine(m_home.ledger(), std::nullopt));
        QCOMPARE(before.height, static_cast<core::Height>(said["height"].toInteger()));
        QCOMPARE(before.app_hash.hex(), text(said["app_hash"]));
        QVERIFY(must(must(ledger::BlockStore::open_to_read(m_home.ledger() / "ledger.sqlite"))->snapshots()).empty());

        const auto identity = must(node::Identity::open(m_home.keys(), false));
        const core::ManualClock clock(before.time);
        ledger::Sequencer::Options options;
        options.folder = m_home.ledger();
        options.clock = &clock;
        ledger::Genesis genesis; // what is stored counts
        genesis.chain_id = "hearth-solo-" + text(m_said["keys"].toObject()["sequencer"]).substr(0, 12);
        const auto ledger = must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
        const bool same_rules = m_said["made_by"].toObject()["ledger_rules"].toInt() == ledger::present_rules;
        QCOMPARE(ledger->head().height, before.height + (same_rules ? 0 : 1));
        ledger->read([&](const ledger::State& state) {
            QVERIFY(state.check_conservation());
            const QJsonObject accounts = m_said["accounts"].toObject();
            for (const QString& address : accounts.keys()) {
                const auto* account = state.account(must(core::PublicKey::parse(address.toStdString())));
                QCOMPARE(account != nullptr ? account->balance.units_text() : "0", text(accounts[address]));
            }
        });
    }
};

QTEST_GUILESS_MAIN(NodeOldHome)
#include "tst_node_old_home.moc"
