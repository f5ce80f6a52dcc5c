// SPDX-License-Identifier: Apache-2.0
#include "core/backup.h"
#include "core/file.h"
#include "core/operator_key.h"
#include "core/recovery_words.h"
#include "node/state/identity.h"
#include "support.h"

#include <sys/stat.h>

using namespace hearth;
using namespace hearth::test;

class NodeIdentity : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_keys;

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keys = path_of(*m_folder) / "keys";
        std::filesystem::create_directories(m_keys);
    }

    void aRestartKeepsEveryKey() {
        const auto first = must(node::Identity::open(m_keys, true))->describe();
        const auto second = must(node::Identity::open(m_keys, false))->describe();
        QCOMPARE(first.size(), second.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            QCOMPARE(first[i].public_key, second[i].public_key);
            struct stat info {};
            QCOMPARE(::stat(first[i].file.c_str(), &info), 0);
            QCOMPARE(info.st_mode & 0777, 0600u);
        }
        QVERIFY(first[0].public_key != first[1].public_key);
    }

    // So that 24 words bring back the account that pays, too.
    void aNewHomesKeysComeOfTheOperators() {
        const auto identity = must(node::Identity::open(m_keys, true));
        QCOMPARE(identity->caller_key().public_key(), identity->operator_key()->derive("caller").public_key());
        QCOMPARE(must(identity->sequencer_key()).public_key(),
                 identity->operator_key()->derive("sequencer").public_key());
        QVERIFY(must(core::words_cover_accounts(m_keys, *identity->operator_key())));
        const auto words = identity->operator_key()->recovery_words();
        const auto elsewhere = path_of(*m_folder) / "restored";
        must(core::restore_operator(elsewhere, must(core::key_of_words(words)), false));
        const auto restored = must(node::Identity::open(elsewhere, true));
        QCOMPARE(restored->operator_account(), identity->operator_account());
        QCOMPARE(restored->caller_key().public_key(), identity->caller_key().public_key());
        QVERIFY(restored->node_key()->public_key() != identity->node_key()->public_key());
    }

    void aHomeOpensWithoutTheOperatorsKeyIfItsPublicHalfIsThere() {
        const auto account = must(node::Identity::open(m_keys, true))->operator_account();
        must(core::take_operator_offline(m_keys, path_of(*m_folder) / "stick.key"));
        QVERIFY(node::Identity::examine(m_keys, false).empty());
        const auto identity = must(node::Identity::open(m_keys, false));
        QVERIFY(identity->operator_key() == nullptr);
        QCOMPARE(identity->payout(), account);
        std::filesystem::remove(core::operator_public_file(m_keys));
        QVERIFY(!node::Identity::open(m_keys, false));
        QCOMPARE(node::Identity::examine(m_keys, false).size(), std::size_t{1});
    }

    void aLostKeyIsNotReplacedSilently() {
        must(node::Identity::open(m_keys, true));
        std::filesystem::remove(m_keys / "node.key");
        const auto opened = node::Identity::open(m_keys, false);
        QVERIFY(!opened);
        QVERIFY(opened.error().message.find("node.key") != std::string::npos);
        QVERIFY(opened.error().hint.find("restore") != std::string::npos);
    }

    void rotationKeepsTheOldKeyForWhatItSigned() {
        const auto identity = must(node::Identity::open(m_keys, true));
        const auto old = identity->node_key()->public_key();
        const auto next = must(identity->begin_rotation());
        QCOMPARE(identity->node_key()->public_key(), old);
        const auto other = core::SigningKey::generate().public_key();
        QCOMPARE(identity->finish_rotation(other).error().code, core::Code::conflict); // that the ledger does not know
        QCOMPARE(identity->node_key()->public_key(), old);
        must(identity->finish_rotation(next->public_key()));
        must(identity->finish_rotation(next->public_key())); // somebody was faster
        QCOMPARE(identity->node_key()->public_key(), next->public_key());
        QVERIFY(identity->node_key(old));
        const auto again = must(node::Identity::open(m_keys, false));
        QCOMPARE(again->node_key()->public_key(), next->public_key());
        QVERIFY(again->node_key(old));
        QVERIFY(!again->next_node_key());
    }

    void anInterruptedRotationGoesOnWithTheSameKey() {
        core::PublicKey next;
        {
            const auto identity = must(node::Identity::open(m_keys, true));
            next = must(identity->begin_rotation())->public_key();
        }
        const auto identity = must(node::Identity::open(m_keys, false));
        QVERIFY(identity->next_node_key());
        QCOMPARE(identity->next_node_key()->public_key(), next);
        // The crash may also come after the new key took its place but before the waiting one was cleared.
        std::filesystem::copy_file(m_keys / "node.next.key", m_keys / "node.key",
                                   std::filesystem::copy_options::overwrite_existing);
        const auto cleared = must(node::Identity::open(m_keys, false));
        QVERIFY(!cleared->next_node_key());
        QCOMPARE(cleared->node_key()->public_key(), next);
    }

    void aBackupRestoresTheSameNodeElsewhere() {
        const auto before = must(node::Identity::open(m_keys, true))->describe();
        const auto file = path_of(*m_folder) / "keys.backup";
        QCOMPARE(must(core::backup_keys(m_keys, file, "correct horse")).size(), std::size_t{4});
        QVERIFY(!core::backup_keys(m_keys, file, "correct horse")); // never overwritten
        QCOMPARE(core::backup_keys(m_keys, path_of(*m_folder) / "weak", "x").error().code,
                 core::Code::invalid_argument);
        const auto elsewhere = path_of(*m_folder) / "other" / "keys";
        QVERIFY(!core::restore_keys(file, elsewhere, "wrong horse"));
        must(core::restore_keys(file, elsewhere, "correct horse"));
        const auto after = must(node::Identity::open(elsewhere, false))->describe();
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(after[i].public_key, before[i].public_key);
    }

    void aRestoreNeverOverwritesAnotherNode() {
        must(node::Identity::open(m_keys, true));
        const auto file = path_of(*m_folder) / "keys.backup";
        must(core::backup_keys(m_keys, file, "correct horse"));
        const auto other = path_of(*m_folder) / "other";
        std::filesystem::create_directories(other);
        const auto theirs = must(node::Identity::open(other, true))->describe();
        const auto restored = core::restore_keys(file, other, "correct horse");
        QVERIFY(!restored);
        QCOMPARE(restored.error().code, core::Code::conflict);
        QCOMPARE(must(node::Identity::open(other, false))->describe()[1].public_key, theirs[1].public_key);
    }

    void aFlippedBitInABackupIsRefused() {
        must(node::Identity::open(m_keys, true));
        const auto file = path_of(*m_folder) / "keys.backup";
        must(core::backup_keys(m_keys, file, "correct horse"));
        core::Bytes raw = must(core::read_file(file, 1 << 20));
        raw.back() ^= 1;
        must(core::write_file_atomic(file, raw));
        QVERIFY(!core::restore_keys(file, path_of(*m_folder) / "new", "correct horse"));
    }
};

QTEST_GUILESS_MAIN(NodeIdentity)
#include "tst_node_identity.moc"
