// SPDX-License-Identifier: Apache-2.0
#include "pages/jobs/receipt_reader.h"
#include "pages/jobs/words.h"
#include "pages/models/hub_reader.h"
#include "pages/models/models_reader.h"
#include "pages/playground/talk.h"
#include "pages/settings/bundle_reader.h"
#include "pages/settings/doctor_reader.h"
#include "pages/settings/keys_reader.h"
#include "stage.h"

#include <QFile>
#include <QTemporaryDir>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;
using namespace std::chrono_literals;

namespace {

QVariant last(Talk& talk, int role) {
    return talk.exchanges()->index(talk.count() - 1).data(role);
}

} // namespace

/// Long work that the user starts: questions, imports, checks, backups.
class DesktopWork : public QObject {
    Q_OBJECT
private slots:
    void anAnswerStreamsAndCarriesItsEvidence() {
        Stage stage("working");
        stage.node().setPace(3ms);
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(talk.models().value(0), QStringLiteral("smollm2-135m-instruct"));
        talk.ask(QStringLiteral("What is a hearth?"), {}, {}, 0.7, 256);
        QVERIFY(talk.busy());
        talk.ask(QStringLiteral("a second one"), {}, {}, 0.7, 256);
        QCOMPARE(talk.count(), 1);
        QTRY_COMPARE(last(talk, ExchangeListModel::State).toString(), QStringLiteral("streaming"));
        const QString part = last(talk, ExchangeListModel::Answer).toString();
        QVERIFY(!part.isEmpty());
        QTRY_COMPARE(last(talk, ExchangeListModel::State).toString(), QStringLiteral("done"));
        const QString whole = last(talk, ExchangeListModel::Answer).toString();
        QVERIFY(whole.startsWith(part) && whole.size() > part.size());
        QCOMPARE(last(talk, ExchangeListModel::Level).toString(), QStringLiteral("E1"));
        QVERIFY(!last(talk, ExchangeListModel::ReceiptId).toString().isEmpty());
        QVERIFY(last(talk, ExchangeListModel::Checks).toList().size() > 3);
        QVERIFY(!talk.busy());
    }

    void stopEndsAnAnswerQuickly() {
        Stage stage("working");
        stage.node().setPace(20ms);
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        talk.ask(QStringLiteral("go on"), {}, {}, 0.7, 256);
        QTRY_COMPARE(last(talk, ExchangeListModel::State).toString(), QStringLiteral("streaming"));
        QElapsedTimer timer;
        timer.start();
        talk.stop();
        QTRY_COMPARE(last(talk, ExchangeListModel::State).toString(), QStringLiteral("stopped"));
        QVERIFY(timer.elapsed() < 500);
        QVERIFY(!last(talk, ExchangeListModel::Answer).toString().isEmpty());
        ReceiptReader receipt;
        receipt.setConnection(&stage.connection);
        receipt.setReceiptId(last(talk, ExchangeListModel::ReceiptId).toString());
        QTRY_VERIFY(receipt.shown());
        QVERIFY(receipt.cutShort());
    }

    void aRefusedQuestionSaysWhy() {
        Stage stage("paused");
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        talk.ask(QStringLiteral("   "), {}, {}, 0.7, 256);
        QCOMPARE(talk.count(), 0);
        talk.ask(QStringLiteral("hello"), {}, {}, 0.7, 256);
        QTRY_COMPARE(last(talk, ExchangeListModel::State).toString(), QStringLiteral("failed"));
        QVERIFY(last(talk, ExchangeListModel::Error).toString().contains(QStringLiteral("Paused")));
        talk.clear();
        QCOMPARE(talk.count(), 0);
    }

    void aPageMayGoWhileAnAnswerComes() {
        Stage stage("working");
        stage.node().setPace(5ms);
        QVERIFY(stage.open());
        auto talk = std::make_unique<Talk>();
        talk->setConnection(&stage.connection);
        talk->ask(QStringLiteral("hello"), {}, {}, 0.7, 256);
        QTest::qWait(30);
        talk.reset();
        QTest::qWait(60);
        QVERIFY(stage.connection.online());
    }

    void aModelIsImportedWithProgress() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tiny.gguf"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        Stage stage("first-run");
        stage.node().setPace(2ms);
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        QCOMPARE(reader.count(), 0);
        reader.importModel(QUrl::fromLocalFile(path).toString(), QStringLiteral("tiny"), {});
        QVERIFY(reader.working());
        QTRY_VERIFY(reader.fraction() > 0);
        QTRY_VERIFY(!reader.working());
        QTRY_COMPARE(reader.count(), 1);
        QCOMPARE(reader.models()->index(0).data(ModelListModel::Name).toString(), QStringLiteral("tiny"));
        QCOMPARE(reader.noteTone(), QStringLiteral("good"));
        // The node chose the profile: nobody else did.
        QCOMPARE(reader.models()->index(0).data(ModelListModel::Profiles).toString(),
                 QStringLiteral("ci8.1, bf16, fp32"));
    }

    void aSourceIsKeptAtItsSizeUntilItIsLetGoOf() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("kept.gguf")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(2048, 'x')) == 2048 && file.flush());
        Stage stage("first-run");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QFile other(folder.filePath(QStringLiteral("weights.bin"))); // which an import leaves
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("other") == 5 && other.flush());
        for (const QString& place : {file.fileName(), folder.path()}) {
            reader.measure(place);
            QTRY_COMPARE(reader.sourceSize(), QStringLiteral("2.0 KiB"));
        }
        reader.measure(QStringLiteral("/nowhere/at/all"));
        QTRY_COMPARE(reader.sourceSize(), QString());
        reader.importModel(file.fileName(), {}, {}, true);
        QTRY_COMPARE(reader.count(), 1);
        const auto kept = [&] { return reader.models()->index(0).data(ModelListModel::SourceSize).toString(); };
        QVERIFY(!kept().isEmpty());
        reader.turn(reader.models()->index(0).data(ModelListModel::ModelId).toString(), QStringLiteral("drop-source"));
        QTRY_VERIFY(kept().isEmpty());
    }

    void anImportOfWhatIsHereSaysSo() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("tinyllama-1.1b-chat.gguf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Stage stage("working");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.importModel(file.fileName(), {}, {});
        QTRY_COMPARE(reader.noteTone(), QStringLiteral("info"));
        QCOMPARE(reader.note(), QStringLiteral("Already here as tinyllama-1.1b-chat; nothing was done."));
        QTRY_COMPARE(reader.count(), 2);
    }

    void aModelShowsWhatTheNodeAsksForIt() {
        Stage stage("working");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 2);
        QCOMPARE(reader.models()->index(0).data(ModelListModel::Price).toString(),
                 QStringLiteral("Asks 0.100 EMB for a million tokens read, 0.400 EMB for a million written."));
    }

    void anImportCanBeCancelled() {
        QTemporaryDir folder;
        Stage stage("working");
        stage.node().setPace(10ms);
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.importModel(folder.path(), {}, {});
        QTRY_VERIFY(reader.fraction() > 0);
        reader.cancel();
        QTRY_VERIFY(!reader.working());
        QVERIFY(reader.note().contains(QStringLiteral("cancelled")));
        QTRY_COMPARE(reader.count(), 2);
    }

    // What was stopped rests in the list and goes on from there.
    void aPullIsPausedAndGoesOn() {
        Stage stage("working");
        stage.node().setPace(5ms);
        ModelsReader reader;
        HubReader hub;
        reader.setConnection(&stage.connection);
        hub.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(hub.downloads().size(), 1);
        reader.pull(QStringLiteral("smollm2-135m-instruct"), {});
        QVERIFY(reader.pulling());
        QTRY_VERIFY(reader.fraction() > 0);
        reader.cancel();
        QTRY_VERIFY(!reader.working());
        QCOMPARE(reader.noteTone(), QStringLiteral("info"));
        QTRY_COMPARE(hub.downloads().size(), 2);
        reader.pull(QStringLiteral("smollm2-135m-instruct"), {});
        QTRY_COMPARE_WITH_TIMEOUT(reader.count(), 3, 10'000);
        QTRY_COMPARE(hub.downloads().size(), 1);
    }

    void offersSayWhatIsKnownAndWhatIsGuessed() {
        Stage stage("working");
        HubReader hub;
        hub.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(hub.count(), 4);
        const auto at = [&](int row, int role) { return hub.offers()->index(row).data(role); };
        QVERIFY(at(1, OfferListModel::Speed).toString().contains(QStringLiteral("estimate")));
        QVERIFY(at(1, OfferListModel::Facts).toString().contains(QStringLiteral("Apache-2.0")));
        QVERIFY(at(1, OfferListModel::Pinned).toBool() && !at(2, OfferListModel::Pinned).toBool());
        QCOMPARE(at(3, OfferListModel::FitWord).toString(), QStringLiteral("too large"));
        QCOMPARE(at(3, OfferListModel::Speed).toString(), QString());
        hub.search(QStringLiteral("tiny"));
        QTRY_COMPARE(hub.shown(), QStringLiteral("tiny"));
        QVERIFY(at(0, OfferListModel::IsRepository).toBool());
        hub.search(at(0, OfferListModel::Reference).toString());
        QTRY_VERIFY(hub.shown().startsWith(QStringLiteral("hf:")));
        QVERIFY(!at(0, OfferListModel::Usable).toBool());
        hub.search(QStringLiteral("hf:nonsense"));
        QTRY_VERIFY(hub.error().contains(QStringLiteral("hf:nonsense")));
        QCOMPARE(hub.count(), 2); // what was there stays
    }

    void aModelIsMadeTheDefaultAndDisabled() {
        Stage stage("working");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 2);
        const auto at = [&](int role) { return reader.models()->index(1).data(role); };
        const QString id = at(ModelListModel::ModelId).toString();
        QVERIFY(!at(ModelListModel::IsDefault).toBool());
        reader.makeDefault(id);
        QTRY_VERIFY(at(ModelListModel::IsDefault).toBool());
        reader.turn(id, QStringLiteral("disable"));
        QTRY_COMPARE(at(ModelListModel::StateKey).toString(), QStringLiteral("disabled"));
        reader.turn(id, QStringLiteral("enable"));
        QTRY_COMPARE(at(ModelListModel::StateKey).toString(), QStringLiteral("ready"));
    }

    void aMissingFileIsAClearSentence() {
        Stage stage("working");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.importModel(QStringLiteral("/nowhere/x.gguf"), {}, {});
        QTRY_COMPARE(reader.noteTone(), QStringLiteral("bad"));
        QVERIFY(reader.note().contains(QStringLiteral("/nowhere/x.gguf")));
    }

    void modelsAreCheckedAndRemoved() {
        Stage stage("working");
        ModelsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.count(), 2);
        const QString id = reader.models()->index(1).data(ModelListModel::ModelId).toString();
        reader.check(id, QStringLiteral("tinyllama"));
        QTRY_COMPARE(reader.noteTone(), QStringLiteral("good"));
        reader.remove(id);
        QTRY_COMPARE(reader.count(), 1);
        reader.remove(reader.models()->index(0).data(ModelListModel::ModelId).toString());
        QTRY_VERIFY(reader.error().contains(QStringLiteral("computing")));
    }

    void keysAreShownAndBackedUp() {
        QTemporaryDir folder;
        Stage stage("working");
        KeysReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.keys().size(), 4);
        QVERIFY(KeysReader::passphraseFault(QStringLiteral("12345678")).contains(QStringLiteral("10")));
        QVERIFY(!KeysReader::passphraseFault(QStringLiteral("aaaaaaaaaaaa")).isEmpty());
        QCOMPARE(KeysReader::passphraseFault(QStringLiteral("correct horse")), QString());
        const QString path = folder.filePath(QStringLiteral("keys"));
        reader.backUp(QUrl::fromLocalFile(path), QStringLiteral("correct horse"));
        QTRY_VERIFY(reader.note().contains(path));
        QVERIFY(QFile::exists(path));
        QVERIFY(!reader.note().contains(QStringLiteral("horse")));
    }

    void theDoctorPutsTheWorstFirst() {
        Stage stage("problem");
        DoctorReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QVERIFY(reader.checks().isEmpty());
        reader.examine();
        QTRY_COMPARE(reader.checks().size(), 7);
        QCOMPARE(reader.checks().first().toMap().value("tone").toString(), QStringLiteral("bad"));
        QVERIFY(!reader.summary().isEmpty());
    }

    void whatTheDoctorFoundIsForgottenWithTheRunOfTheNode() {
        Stage stage("problem");
        DoctorReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.examine();
        QTRY_COMPARE(reader.checks().size(), 7);
        control::NodeStatus next = *stage.connection.status();
        stage.connection.adopt(next);
        QCOMPARE(reader.checks().size(), 7);
        next.started_at += 1;
        stage.connection.adopt(next);
        QVERIFY(reader.checks().isEmpty());
        QVERIFY(reader.summary().isEmpty());
    }

    void theDoctorNamesPartsAsPeopleWriteThem() {
        QCOMPARE(words::examined("gpus"), QStringLiteral("GPUs"));
        QCOMPARE(words::examined("api"), QStringLiteral("API"));
        QCOMPARE(words::examined("gpu plug-ins"), QStringLiteral("GPU plug-ins"));
        QCOMPARE(words::examined("something new"), QStringLiteral("Something new"));
    }

    void theBundleIsSavedAsItWasShownAlsoWhenTheServiceHasGone() {
        const QTemporaryDir folder;
        Stage stage("working");
        BundleReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        reader.make();
        QTRY_COMPARE(reader.files().size(), qsizetype{3});
        stage.node().die(core::fail(core::Code::unavailable, "gone"));
        QFile file(folder.filePath(QStringLiteral("bundle.json")));
        reader.save(QUrl::fromLocalFile(file.fileName()));
        QTRY_VERIFY(reader.note().contains(file.fileName()));
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("Bearer [secret]"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }
};

QTEST_GUILESS_MAIN(DesktopWork)
#include "tst_desktop_work.moc"
