// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/log.h"
#include "hub/download.h"
#include "hub_server.h"

#include <csignal>
#include <sys/stat.h>
#include <thread>

using namespace hearth;
using namespace hearth::test;
using core::Code;

/// Fetching from a hub that does what hubs do. Each repository of the server does one thing.
class HubDownload : public QObject {
    Q_OBJECT

    HubServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    hub::Client client(hub::Options options) const {
        auto made = hub::Client::open(std::move(options));
        if (!made) qFatal("%s", made.error().message.c_str());
        return std::move(*made);
    }
    hub::Client client() const { return client(m_server.options()); }

    struct Pulled {
        core::Status status;
        hub::PartialFile file;
    };
    Pulled pull(const hub::Client& from, const std::string& name, const hub::OnBytes& progress = {}) const {
        hub::Reference reference{"org/" + name, {}, {}};
        const auto repository = from.repository(reference, {});
        if (!repository) return {repository.error(), hub::PartialFile(folder(), {})};
        reference.file = repository->files.front().path;
        reference.revision = repository->revision;
        hub::PartialFile file(folder(), repository->files.front());
        return {file.download(from, reference, progress), file};
    }
    bool holds_the_content(const hub::PartialFile& file) const {
        const auto bytes = core::read_file(file.place(), 1 << 20);
        return bytes && bytes->size() == hub_file_bytes &&
               std::string(bytes->begin(), bytes->begin() + 16) == "weights 0000000\n" &&
               std::string(bytes->end() - 16, bytes->end()) == "weights 0024999\n";
    }
    QStringList left_over() const { return QDir(m_folder->path()).entryList(QDir::Files); }

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), "hub_server.py does not start; it needs python3 and openssl."); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFileComesByARedirectAndIsExamined() {
        std::uint64_t most = 0;
        const Pulled pulled = pull(client(), "plain", [&](std::uint64_t done, std::uint64_t total) {
            most = std::max(most, done);
            return total == hub_file_bytes;
        });
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
        QCOMPARE(most, hub_file_bytes);
        QCOMPARE(left_over(), QStringList{"tiny.Q4_0.gguf"});
    }

    void whatPassesAfterTroubleIsTheSameFile_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("asked to wait") << "busy";
        QTest::newRow("changes in the middle") << "changing";
    }
    void whatPassesAfterTroubleIsTheSameFile() {
        QFETCH(QString, name);
        const Pulled pulled = pull(client(), name.toStdString());
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
    }

    void aCutConnectionGoesOnWhereItWas() {
        const Pulled pulled = pull(client(), "cut");
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
        const auto asked = m_server.requests("store", "/cut/");
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked[0]["range"].toString(), QString());
        QCOMPARE(asked[1]["range"].toString(), QString("bytes=150000-"));
        QCOMPARE(asked[2]["range"].toString(), QString("bytes=300000-"));
        QCOMPARE(asked[2]["if_range"].toString(), QString("\"one\""));
        QVERIFY(asked[1]["path"] != asked[2]["path"]); // a new link each time
    }

    void anOldLinkIsFetchedAnew() {
        const Pulled pulled = pull(client(), "expiring");
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
        QCOMPARE(m_server.requests("hub", "/expiring/resolve").size(), 3);
    }

    void wrongBytesAreRemovedBeforeAnybodyReadsThem_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("one byte differs") << "wrong";
        QTest::newRow("more than was promised") << "long";
        QTest::newRow("less than was promised") << "short";
        QTest::newRow("halves of two files under one mark") << "swapped";
    }
    void wrongBytesAreRemovedBeforeAnybodyReadsThem() {
        QFETCH(QString, name);
        const Pulled pulled = pull(client(), name.toStdString());
        QVERIFY(!pulled.status);
        QCOMPARE(pulled.status.error().code, Code::corrupt);
        QVERIFY(!pulled.status.error().hint.empty());
        QCOMPARE(left_over(), QStringList());
    }

    void whatWasHereBeforeAndDiffersIsFetchedOnceMore() {
        const auto other = core::Bytes(1000, 'x'); // as a loss of power may leave it
        QVERIFY(core::write_file_atomic(folder() / "tiny.Q4_0.gguf.part", other).ok());
        QVERIFY(core::write_file_atomic(folder() / "tiny.Q4_0.gguf.etag", core::as_bytes("\"one\"")).ok());
        const Pulled pulled = pull(client(), "plain");
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
    }

    void aHubLeadsNowhereThatIsNotItsBusiness_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("into a private network") << "away";
        QTest::newRow("to the metadata of a cloud") << "metadata";
        QTest::newRow("from https to http") << "downgrade";
    }
    void aHubLeadsNowhereThatIsNotItsBusiness() {
        QFETCH(QString, name);
        const Pulled pulled = pull(client(), name.toStdString());
        QVERIFY(!pulled.status);
        QCOMPARE(pulled.status.error().code, Code::refused);
    }

    void whoGivesUpSaysWhy_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("broken store") << "broken" << int(Code::unavailable);
        QTest::newRow("links that are always too old") << "expired" << int(Code::unavailable);
        QTest::newRow("asked to wait for an hour") << "closed" << int(Code::busy);
        QTest::newRow("asked to wait for a list for minutes") << "minutes" << int(Code::busy);
        QTest::newRow("in circles") << "circle" << int(Code::unavailable);
        QTest::newRow("no such repository") << "missing" << int(Code::not_found);
        QTest::newRow("no token") << "gated" << int(Code::refused);
        QTest::newRow("no JSON") << "html" << int(Code::corrupt);
    }
    void whoGivesUpSaysWhy() {
        QFETCH(QString, name);
        QFETCH(int, code);
        const Pulled pulled = pull(client(), name.toStdString());
        QVERIFY(!pulled.status);
        QCOMPARE(int(pulled.status.error().code), code);
        QVERIFY(!pulled.status.error().hint.empty());
    }

    // A token is a person's account: the store that the hub leads to, its mirrors and the log never see it.
    void theTokenIsForTheHubAlone() {
        hub::Options options = m_server.options();
        options.token_file = folder() / "hub.token";
        const std::string token = std::string(hub_token) + "\n";
        QVERIFY(core::write_file_atomic(options.token_file, core::as_bytes(token), 0644).ok());
        const Pulled open = pull(client(options), "gated");
        QVERIFY(!open.status);
        QCOMPARE(open.status.error().code, Code::refused); // others can read it
        QCOMPARE(::chmod(options.token_file.c_str(), 0600), 0);
        QVERIFY(core::log::open(folder() / "logs", "hub", core::log::Level::debug, false).ok());
        const Pulled pulled = pull(client(options), "gated");
        core::log::close();
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(!m_server.requests("hub", "/gated/resolve").isEmpty());
        for (const QJsonObject& request : m_server.requests("store", "/gated/"))
            QCOMPARE(request["token"].toString(), QString());
        const auto log = core::read_file(folder() / "logs" / "hub.log", 1 << 20);
        QVERIFY(log.ok());
        const std::string text(log->begin(), log->end());
        QVERIFY(text.find("redirected") != std::string::npos);
        QVERIFY(text.find(hub_token) == std::string::npos && text.find("signed=") == std::string::npos);
    }

    void aMirrorStepsInWithoutTheToken() {
        hub::Options options = m_server.options();
        options.mirrors = {m_server.endpoint()};
        options.endpoint = "https://127.0.0.1:1"; // nobody listens
        options.tries = 1;
        options.token_file = folder() / "hub.token";
        QVERIFY(core::write_file_atomic(options.token_file, core::as_bytes(hub_token), 0600).ok());
        const Pulled pulled = pull(client(options), "mirrored");
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        const auto asked = m_server.requests("hub", "/mirrored");
        QVERIFY(!asked.isEmpty());
        for (const QJsonObject& request : asked)
            QCOMPARE(request["token"].toString(), QString());
    }

    void anUnknownCertificateIsRefused() {
        hub::Options options = m_server.options();
        options.ca_file.clear();
        const Pulled pulled = pull(client(options), "plain");
        QVERIFY(!pulled.status);
        QCOMPARE(pulled.status.error().code, Code::refused);
    }

    void stoppedAndPulledAgainItGoesOn() {
        const Pulled stopped = pull(client(), "slow", [](std::uint64_t done, std::uint64_t) { return done < 60'000; });
        QVERIFY(!stopped.status);
        QCOMPARE(stopped.status.error().code, Code::cancelled);
        const std::uint64_t there = stopped.file.bytes();
        QVERIFY(there >= 60'000 && there < hub_file_bytes);
        const Pulled pulled = pull(client(), "slow");
        QVERIFY(pulled.status.ok());
        QVERIFY(holds_the_content(pulled.file));
        QCOMPARE(m_server.requests("store", "/slow/").last()["range"].toString(), QString("bytes=%1-").arg(there));
    }

    void killedItGoesOn() {
        QProcess helper;
        helper.start(QStringLiteral(HEARTH_PULL_HELPER),
                     {QString::fromStdString(m_server.endpoint()), QString::fromStdString(m_server.certificate()),
                      m_folder->path(), "slow"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile(m_folder->filePath("tiny.Q4_0.gguf.part")).size() > 80'000, 20'000);
        ::kill(static_cast<pid_t>(helper.processId()), SIGKILL);
        QVERIFY(helper.waitForFinished());
        const qint64 there = QFile(m_folder->filePath("tiny.Q4_0.gguf.part")).size();
        QVERIFY(there < qint64{hub_file_bytes});
        const Pulled pulled = pull(client(), "slow");
        QVERIFY2(pulled.status.ok(), pulled.status ? "" : pulled.status.error().message.c_str());
        QVERIFY(holds_the_content(pulled.file));
        QCOMPARE(m_server.requests("store", "/slow/").last()["range"].toString(), QString("bytes=%1-").arg(there));
    }
};

QTEST_GUILESS_MAIN(HubDownload)
#include "tst_hub_download.moc"
