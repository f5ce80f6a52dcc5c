// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/doctor/home_check.h"
#include "node/doctor/settings_check.h"
#include "node/state/store.h"
#include "test_node.h"

#include <algorithm>
#include <map>
#include <sys/stat.h>

using namespace hearth;
using namespace hearth::test;
namespace fs = std::filesystem;

/// Every file of a home is examined without a service, with the eyes of the start.
class NodeHome : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    core::Home m_home;

    using Checks = std::vector<control::DoctorCheck>;

    Checks examine() const { return node::examine_home(m_home, fake_worker().parent_path()); }
    static std::string text_of(const Checks& checks) {
        std::string text;
        for (const auto& check : checks)
            text += check.name + " " + check.result + ": " + check.detail + " -> " + check.repair + "\n";
        return text;
    }
    /// Content, mode and time of everything in the home.
    std::map<std::string, std::string> traces() const {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(m_home.root)) {
            struct stat info {};
            if (::lstat(entry.path().c_str(), &info) != 0) continue;
            std::string& trace = all[entry.path().string()];
            trace = std::to_string(info.st_mode) + " " + std::to_string(info.st_mtim.tv_sec) + "." +
                    std::to_string(info.st_mtim.tv_nsec);
            if (S_ISREG(info.st_mode))
                if (const auto raw = core::read_file(entry.path(), std::size_t{1} << 30))
                    trace += core::sha256(*raw).hex();
        }
        return all;
    }
    void overwrite(const fs::path& file, std::size_t at, std::size_t count) const {
        core::Bytes raw = must(core::read_file(file, std::size_t{1} << 30));
        for (std::size_t i = at; i < std::min(raw.size(), at + count); ++i)
            raw[i] ^= 0x5a;
        struct stat info {};
        QCOMPARE(::stat(file.c_str(), &info), 0);
        must(core::write_file_atomic(file, raw, info.st_mode & 0777));
    }
    fs::path model_folder() const {
        for (const auto& entry : fs::directory_iterator(m_home.models()))
            return entry.path();
        return {};
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_home.root = path_of(*m_folder) / "home";
        TestNode node(m_home.root);
        node.start();
        node.import();
        must(node.ask("hello"));
        node.stop();
        const std::string settings = "[worker]\npath = \"" + fake_worker().string() + "\"\ndevices = [\"cpu\"]\n";
        must(core::write_file_atomic(m_home.config_file(), core::as_bytes(settings)));
    }

    void aWholeHomePassesAndIsNotTouched() {
        const auto before = traces();
        const Checks checks = examine();
        for (const auto& check : checks)
            QVERIFY2(check.result == "passed", text_of(checks).c_str());
        for (const char* name : {"folders", "settings", "keys", "database", "ledger", "models"})
            QCOMPARE(std::count_if(checks.begin(), checks.end(), [&](const auto& c) { return c.name == name; }),
                     std::ptrdiff_t{1});
        const auto after = traces();
        for (const auto& [file, trace] : after)
            QVERIFY2(before.contains(file) && before.at(file) == trace, file.c_str());
        QCOMPARE(after.size(), before.size());
    }

    void aFreshHomeIsNoFault() {
        core::Home fresh;
        fresh.root = path_of(*m_folder) / "fresh";
        must(fresh.create());
        const std::string settings = "[worker]\npath = \"" + fake_worker().string() + "\"\n";
        must(core::write_file_atomic(fresh.config_file(), core::as_bytes(settings)));
        const Checks checks = node::examine_home(fresh, fake_worker().parent_path());
        for (const auto& check : checks)
            QVERIFY2(check.result == "passed", text_of(checks).c_str());
    }

    void eachFaultIsToldWithItsFileAndARepair_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("stops"); // the start as well, naming the file
        QTest::newRow("empty key") << "keys"
                                   << "keys/node.key" << true;
        QTest::newRow("empty database") << "database"
                                        << "node.sqlite" << true;
        QTest::newRow("empty ledger") << "database"
                                      << "ledger/ledger.sqlite" << true;
        QTest::newRow("noise in a key") << "keys"
                                        << "keys/operator.key" << true;
        QTest::newRow("key gone") << "keys"
                                  << "keys/caller.key" << true;
        QTest::newRow("sequencer key cut") << "keys"
                                           << "keys/sequencer.key" << true;
        QTest::newRow("key open to others") << "keys"
                                            << "keys/node.key" << true;
        QTest::newRow("hub's token open to others") << "keys"
                                                    << "keys/hub.token" << false;
        QTest::newRow("network's key open to others") << "keys"
                                                      << "keys/upstreams/box.key" << false;
        QTest::newRow("database of noise") << "database"
                                           << "node.sqlite" << true;
        QTest::newRow("damaged page") << "ledger"
                                      << "ledger/ledger.sqlite" << false;
        QTest::newRow("ledger of noise") << "ledger"
                                         << "ledger/ledger.sqlite" << true;
        QTest::newRow("settings") << "settings"
                                  << "hearth.toml" << true;
        QTest::newRow("manifest") << "models"
                                  << "manifest.cbor" << false;
        QTest::newRow("weights gone") << "models"
                                      << "weights" << false;
        QTest::newRow("logs is a file") << "folders"
                                        << "logs" << true;
    }
    void eachFaultIsToldWithItsFileAndARepair() {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QFETCH(bool, stops);
        const std::string kind = QTest::currentDataTag();
        fs::path path = m_home.root / file.toStdString();
        if (kind.starts_with("empty "))
            for (const char* side : {"-wal", "-shm"})
                std::filesystem::remove(path.string() + side);
        if (kind.starts_with("empty ")) must(core::write_file_atomic(path, {}, 0600));
        if (kind == "noise in a key") overwrite(path, 2, 9);
        if (kind == "key gone") fs::remove(path);
        if (kind == "sequencer key cut") fs::resize_file(path, 20);
        fs::create_directories(path.parent_path());
        if (kind.find("'s ") != std::string::npos)
            must(core::write_file_atomic(path, core::as_bytes(std::string("secret\n")), 0600));
        if (kind.ends_with("open to others")) fs::permissions(path, fs::perms::others_read, fs::perm_options::add);
        if (kind == "database of noise" || kind == "ledger of noise")
            must(core::write_file_atomic(path, core::as_bytes(std::string(9000, 'x')), 0600));
        if (kind == "damaged page") overwrite(path, 4096 + 3, 3000);
        if (kind == "settings")
            must(core::write_file_atomic(path, core::as_bytes("[api]\nlisten = \"localhost:0\"\n")));
        if (kind == "manifest") overwrite(path = model_folder() / "manifest.cbor", 5, 4);
        if (kind == "weights gone")
            for (const auto& entry : fs::directory_iterator(model_folder()))
                if (entry.path().filename() != "manifest.cbor" && entry.path().filename() != "source.sha256")
                    fs::remove(path = entry.path());
        if (kind == "logs is a file") {
            fs::remove_all(path);
            must(core::write_file_atomic(path, {}));
        }
        const auto before = traces();
        const Checks checks = examine();
        QCOMPARE(traces(), before);
        const auto told = std::find_if(checks.begin(), checks.end(), [&](const auto& check) {
            return check.name == name.toStdString() && check.result == "failed" && !check.repair.empty() &&
                   check.detail.find(path.string()) != std::string::npos;
        });
        QVERIFY2(told != checks.end(), text_of(checks).c_str());
        if (!stops) return;
        node::ServiceOptions options = TestNode(m_home.root).options();
        if (kind == "settings") {
            const auto settings = node::Settings::load(path);
            QVERIFY(settings);
            options.settings = *settings;
            options.program_folder = fake_worker().parent_path();
            options.settings.worker_program = fake_worker();
        }
        const auto started = node::Service::start(options);
        QVERIFY(!started);
        const std::string& said = started.error().message;
        QVERIFY2(said.find(kind == "settings" ? "api.listen" : path.string()) != std::string::npos, said.c_str());
        QVERIFY2(!started.error().hint.empty(), said.c_str());
    }

    void aFolderInThePlaceOfAFileIsToldInOneSentence_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        for (const char* key : {"node", "operator", "caller", "sequencer"})
            QTest::newRow(key) << "keys" << QString("keys/%1.key").arg(key);
        QTest::newRow("settings") << "settings"
                                  << "hearth.toml";
        QTest::newRow("database") << "database"
                                  << "node.sqlite";
        QTest::newRow("ledger") << "ledger"
                                << "ledger/ledger.sqlite";
        for (const char* file :
             {"ledger/ledger.lock", "run/lock", "run/api.json", "logs/hearthd.log", "run/hearthd.sock"})
            QTest::newRow(file) << "folders" << QString(file);
    }
    void aFolderInThePlaceOfAFileIsToldInOneSentence() {
        QFETCH(QString, name);
        QFETCH(QString, file);
        const fs::path path = m_home.root / file.toStdString();
        fs::remove(path);
        fs::create_directories(path / "inside");
        const std::string sentence = "The folder " + path.string() + " stands where a file belongs.";
        const std::string repair = "Move it away: mv " + path.string() + " " + path.string() + ".old";
        const Checks checks = examine();
        const auto faults =
            std::count_if(checks.begin(), checks.end(), [](const auto& c) { return c.result != "passed"; });
        const auto told = std::find_if(checks.begin(), checks.end(), [&](const auto& check) {
            return check.name == name.toStdString() && check.detail == sentence && check.repair == repair;
        });
        QVERIFY2(told != checks.end() && faults == 1, text_of(checks).c_str());
        const auto settings = node::Settings::load(m_home.config_file());
        const auto started = settings ? node::Service::start(TestNode(m_home.root).options())
                                      : core::Result<std::unique_ptr<node::Service>>(settings.error());
        QVERIFY(!started);
        QCOMPARE(started.error().message, sentence);
        QCOMPARE(started.error().hint, repair);
        QVERIFY(fs::exists(path / "inside"));
    }

    void aFileInThePlaceOfAFolderIsToldInOneSentence_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder : {"", "keys", "ledger", "models", "logs", "cache", "run"})
            QTest::newRow(*folder ? folder : "the home") << QString(folder);
    }
    void aFileInThePlaceOfAFolderIsToldInOneSentence() {
        QFETCH(QString, folder);
        const fs::path path = folder.isEmpty() ? m_home.root : m_home.root / folder.toStdString();
        fs::remove_all(path);
        must(core::write_file_atomic(path, {}));
        const std::string sentence = "The file " + path.string() + " stands where a folder belongs.";
        const Checks checks = examine();
        QCOMPARE(checks.front().detail, sentence);
        QVERIFY2(checks.front().repair.find("mv " + path.string() + " ") != std::string::npos, text_of(checks).c_str());
        if (folder.isEmpty()) QCOMPARE(checks.size(), std::size_t{1});
        const auto started = node::Service::start(TestNode(m_home.root).options());
        QVERIFY(!started);
        QCOMPARE(started.error().message, sentence);
    }

    void anAddressInUseIsToldUnlessItIsTheNodesOwn() {
        core::Home other;
        other.root = path_of(*m_folder) / "other";
        TestNode node(other.root);
        node.start();
        const std::string url = node.service->base_url();
        const std::string port = url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1);
        const std::string settings = "[api]\nlisten = \"127.0.0.1:" + port + "\"\n[worker]\npath = \"" +
                                     fake_worker().string() + "\"\ndevices = [\"cpu\"]\n";
        for (const core::Home& home : {m_home, other})
            must(core::write_file_atomic(home.config_file(), core::as_bytes(settings)));
        const auto faults = [](const core::Home& home) {
            return node::check_settings(must(node::Settings::load(home.config_file())), home,
                                        fake_worker().parent_path());
        };
        const auto taken = faults(m_home);
        QCOMPARE(taken.size(), std::size_t{1});
        QVERIFY(taken.front().fatal);
        QVERIFY2(taken.front().error.message.find("127.0.0.1:" + port + " is in use") != std::string::npos,
                 taken.front().error.message.c_str());
        QVERIFY(faults(other).empty());
        const Checks checks = examine();
        QVERIFY2(text_of(checks).find("settings failed: ") != std::string::npos, text_of(checks).c_str());
        node.stop();
        QVERIFY(faults(m_home).empty());
    }

    void whatAKilledServiceLeftIsRead() {
        const auto store = must(node::Store::open(m_home.database())); // its log of writes stays beside the file
        must(store->set_setting("a", "b"));
        QVERIFY(fs::exists(m_home.database().string() + "-wal"));
        const Checks checks = examine();
        for (const auto& check : checks)
            QVERIFY2(check.result == "passed", text_of(checks).c_str());
    }
};

QTEST_GUILESS_MAIN(NodeHome)
#include "tst_node_home.moc"
