// SPDX-License-Identifier: Apache-2.0
#include "core/backup.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/operator_key.h"
#include "core/recovery_words.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>

using namespace hearth::core;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

SigningKey key_of(std::uint8_t fill) {
    return SigningKey::from_seed(Bytes(32, fill));
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace

/// A key written down as words, restored from them, and kept away from the home that it owns.
class CoreRecovery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_keys;

    fs::path file(const char* name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void save(const char* name, const SigningKey& key) const {
        fs::create_directories(m_keys);
        QVERIFY(key.save(m_keys / name).ok());
    }
    PublicKey saved(const char* name) const { return SigningKey::load(m_keys / name)->public_key(); }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keys = file("keys");
    }

    void theListIsTheStandardsAndPartOfTheProgram() {
        const std::string hash = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";
        const auto resource = read_file(HEARTH_SOURCE_DIR "/resources/words/bip39-english.txt", 1 << 16);
        QVERIFY(resource.ok());
        QCOMPARE(sha256(*resource).hex(), hash);
        QCOMPARE(sha256(as_bytes(recovery_word_text())).hex(), hash);
        QCOMPARE(recovery_word_list().size(), std::size_t{2048});
    }

    void theStandardsVectorsHoldInBothDirections() {
        std::ifstream vectors(HEARTH_VECTORS_DIR "/words/bip39.json");
        const auto cases = nlohmann::json::parse(vectors)["english"];
        QCOMPARE(cases.size(), std::size_t{24});
        for (const auto& item : cases) {
            const Bytes entropy = from_hex(item[0].get<std::string>()).value();
            const std::string words = item[1].get<std::string>();
            QCOMPARE(joined(words_of(entropy)), words);
            const auto back = entropy_of(split_words(words));
            QVERIFY2(back.ok(), words.c_str());
            QCOMPARE(to_hex(*back), to_hex(entropy));
        }
    }

    void aMisspeltWordIsNamedWithItsPlaceAndTheNearestOne() {
        Words words = key_of(7).recovery_words();
        const std::string right = words[6];
        words[6] = right + "x";
        const auto refused = key_of_words(words);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::invalid_argument);
        QVERIFY2(refused.error().message.find("Word 7, ") != std::string::npos, refused.error().message.c_str());
        QVERIFY2(refused.error().hint.find("\"" + right + "\"") != std::string::npos, refused.error().hint.c_str());
    }

    void exchangedWordsAndMissingOnesAreNoKey() {
        Words words = key_of(7).recovery_words();
        QVERIFY(words[0] != words[1]);
        std::swap(words[0], words[1]);
        const auto exchanged = key_of_words(words);
        QVERIFY(!exchanged);
        QVERIFY2(exchanged.error().message.find("together") != std::string::npos, exchanged.error().message.c_str());
        std::swap(words[0], words[1]);
        words.pop_back();
        QVERIFY(key_of_words(words).error().message.find("these are 23") != std::string::npos);
        QVERIFY(!key_of_words({}));
        QVERIFY2(!key_of_words(words_of(Bytes(16, 1))), "twelve words are no key of 32 bytes");
    }

    void wordsAreReadAsPeopleTypeThem() {
        const SigningKey key = key_of(9);
        std::string typed;
        int number = 0;
        for (std::string word : key.recovery_words()) {
            word[0] = static_cast<char>(std::toupper(word[0]));
            ++number;
            typed += std::to_string(number) + ".\t" + word + (number % 3 == 0 ? "\r\n" : ",  ");
        }
        const auto back = key_of_words(split_words(typed));
        QVERIFY2(back.ok(), typed.c_str());
        QCOMPARE(back->public_key(), key.public_key());
    }

    void derivedKeysStandApartAndStayTheSame() {
        const SigningKey key = key_of(1);
        QCOMPARE(key.derive("caller").public_key(), key_of(1).derive("caller").public_key());
        QVERIFY(key.derive("caller").public_key() != key.derive("sequencer").public_key());
        QVERIFY(key.derive("caller").public_key() != key_of(2).derive("caller").public_key());
        QVERIFY(key.derive("caller").public_key() != key.public_key());
    }

    void anEmptyHomeGetsTheOperatorAndItsAccounts() {
        const SigningKey key = key_of(3);
        const auto restored = restore_operator(m_keys, key, false);
        QVERIFY(restored.ok());
        QCOMPARE(saved("operator.key"), key.public_key());
        QCOMPARE(saved("caller.key"), key.derive("caller").public_key());
        QCOMPARE(saved("sequencer.key"), key.derive("sequencer").public_key());
        QVERIFY(*words_cover_accounts(m_keys, key));
        struct stat info {};
        QCOMPARE(::stat(m_keys.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, 0700u);
        QVERIFY(restore_operator(m_keys, key, false).ok()); // again it changes nothing
    }

    void anotherOperatorsKeysStayUnlessTheyAreMovedAsideByName() {
        save("operator.key", key_of(4));
        save("caller.key", key_of(5));
        const auto refused = restore_operator(m_keys, key_of(3), false);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::conflict);
        QCOMPARE(saved("operator.key"), key_of(4).public_key());
        QVERIFY2(!*words_cover_accounts(m_keys, key_of(4)), "its caller's key is of its own");
        const auto aside = restore_operator(m_keys, key_of(3), true);
        QVERIFY(aside.ok());
        QCOMPARE(SigningKey::load(*aside / "operator.key")->public_key(), key_of(4).public_key());
        QCOMPARE(SigningKey::load(*aside / "caller.key")->public_key(), key_of(5).public_key());
        QCOMPARE(saved("operator.key"), key_of(3).public_key());
        QCOMPARE(saved("caller.key"), key_of(3).derive("caller").public_key());
    }

    void theKeyGoesOfflineAndComesBackByItsWords() {
        const SigningKey key = key_of(3);
        QVERIFY(restore_operator(m_keys, key, false).ok());
        const auto account = take_operator_offline(m_keys, file("stick.key"));
        QVERIFY(account.ok());
        QCOMPARE(*account, key.public_key());
        QVERIFY(!fs::exists(m_keys / "operator.key"));
        const auto present = OperatorKey::load(m_keys);
        QVERIFY(present.ok() && !present->key && present->account == key.public_key());
        QCOMPARE(SigningKey::load(file("stick.key"))->public_key(), key.public_key());
        QCOMPARE(take_operator_offline(m_keys, file("again.key")).error().code, Code::conflict);
        QVERIFY2(!restore_operator(m_keys, key_of(4), false), "another operator's words");
        QVERIFY(restore_operator(m_keys, key, false).ok());
        QVERIFY(OperatorKey::load(m_keys)->key);
    }

    // A crash between the copy and the removal leaves both; the same command then goes on.
    void aWayOfflineThatWasCutOffGoesOn() {
        QVERIFY(restore_operator(m_keys, key_of(3), false).ok());
        QVERIFY(key_of(3).save(file("stick.key")).ok());
        QVERIFY(take_operator_offline(m_keys, file("stick.key")).ok());
        QVERIFY(!fs::exists(m_keys / "operator.key"));
        QVERIFY(restore_operator(m_keys, key_of(3), false).ok());
        QVERIFY(key_of(4).save(file("theirs.key")).ok());
        QCOMPARE(take_operator_offline(m_keys, file("theirs.key")).error().code, Code::conflict);
        QVERIFY2(fs::exists(m_keys / "operator.key"), "nothing may be lost");
    }

    void theOnlyKeyIsNoCopyOfItself() {
        QVERIFY(restore_operator(m_keys, key_of(3), false).ok());
        const fs::path own = operator_key_file(m_keys);
        fs::create_symlink(own, file("link.key"));
        fs::create_directory_symlink(m_keys, file("folder"));
        for (const fs::path& at : {own, m_keys / "." / "operator.key", file("link.key"), file("folder") / "copy.key",
                                   m_keys / "copy.key", m_keys / "deeper" / "copy.key"}) {
            const auto done = take_operator_offline(m_keys, at);
            QVERIFY2(!done && done.error().code == Code::invalid_argument, at.c_str());
            QVERIFY(OperatorKey::load(m_keys)->key);
        }
        QVERIFY(!fs::exists(m_keys / "copy.key") && !fs::exists(operator_public_file(m_keys)));
        QVERIFY(take_operator_offline(m_keys, file("stick.key")).ok());
    }

    void aDamagedPublicHalfIsSaid() {
        fs::create_directories(m_keys);
        QVERIFY(write_file_atomic(operator_public_file(m_keys), as_bytes("abc\n")).ok());
        QCOMPARE(OperatorKey::load(m_keys).error().code, Code::corrupt);
        QCOMPARE(OperatorKey::load(file("nowhere")).error().code, Code::not_found);
    }

    void aSealedBackupOfAnOfflineHomeHoldsThePublicHalf() {
        QVERIFY(restore_operator(m_keys, key_of(3), false).ok());
        QVERIFY(take_operator_offline(m_keys, file("stick.key")).ok());
        QVERIFY(backup_keys(m_keys, file("sealed"), "correct horse").ok());
        QVERIFY(restore_keys(file("sealed"), file("other"), "correct horse").ok());
        const auto there = OperatorKey::load(file("other"));
        QVERIFY(there.ok() && !there->key && there->account == key_of(3).public_key());
    }

    void aBackupIsRememberedForItsOwnKeyOnly() {
        fs::create_directories(m_keys);
        const PublicKey account = key_of(3).public_key();
        QVERIFY(!backup_note(m_keys, account)->has_value());
        QVERIFY(note_backup(m_keys, account, {"words", 77}).ok());
        QCOMPARE((*backup_note(m_keys, account))->kind, std::string("words"));
        QCOMPARE((*backup_note(m_keys, account))->at, Nanoseconds{77});
        QVERIFY(!backup_note(m_keys, key_of(4).public_key())->has_value());
    }
};

QTEST_GUILESS_MAIN(CoreRecovery)
#include "tst_core_recovery.moc"
