// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/registry.h"
#include "proof/profile.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace hearth;

namespace {

/// Who may write a profile's name down beside the table of proof/profile.cpp, and why.
const QHash<QString, const char*> others{
    {"engine/model/default_profile.h",
     "the floor of the table itself; what it names is looked up there by whoever imports"},
    {"engine/model/manifest.cpp", "the same floor"},
    {"engine/model/manifest_codec.cpp", "the same floor"},
    {"engine/node/jobs/purchase_plan.cpp", "words of callers for how numbers are kept, which are no profiles"},
    {"engine/gateway/edge/knobs.cpp", "the same words"},
    {"qml/pages/models/ImportDialog.qml", "the window knows no proofs; it offers every one, as a test below says"},
    {"app/bench/home_maker.cpp", "measures one of them"},
    {"app/bench/ledger_bench.cpp", "measures one of them"},
    {"app/bench/quality_bench.cpp", "measures one of them"},
};

struct Named {
    QString file, name;
};

/// Texts in sources that are a profile's name, or look like that of an exact one.
QList<Named> named_profiles() {
    static const QRegularExpression text("\"(ci[0-9]+\\.[0-9]+|fp32|bf16)\"");
    static const QRegularExpression comment("//[^\n]*");
    QList<Named> found;
    for (const char* const folder : {"engine", "app", "qml"}) {
        QDirIterator files(QStringLiteral(HEARTH_SOURCE_DIR "/") + QLatin1String(folder), {"*.cpp", "*.h", "*.qml"},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) qFatal("unreadable source");
            const QString name = QDir(HEARTH_SOURCE_DIR).relativeFilePath(file.fileName());
            auto each = text.globalMatch(QString::fromUtf8(file.readAll()).remove(comment));
            while (each.hasNext())
                found.append({name, each.next().captured(1)});
        }
    }
    return found;
}

} // namespace

/// One table says which profiles there are; who needs their names asks it.
class HouseProfiles : public QObject {
    Q_OBJECT
private slots:
    void everyProfileThatIsNamedIsInTheTable() {
        const QList<Named> found = named_profiles();
        QVERIFY2(found.size() > 10, "A wrong path would find none.");
        for (const Named& one : found)
            QVERIFY2(proof::find_profile(one.name.toStdString()) != nullptr,
                     qPrintable(one.file + " names " + one.name));
    }

    void nobodyKeepsAListBesideTheTable() {
        QSet<QString> seen;
        QStringList wrong;
        for (const Named& one : named_profiles()) {
            seen.insert(one.file);
            const bool plays = one.file.startsWith("app/desktop/fake/"); // what a scripted node says
            if (one.file != "engine/proof/profile.cpp" && !plays && !others.contains(one.file))
                wrong << one.file + " names " + one.name;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
        for (auto other = others.begin(); other != others.end(); ++other)
            QVERIFY2(seen.contains(other.key()), qPrintable(other.key() + " names none: take it off the list"));
    }

    void theWindowOffersEveryProfile() {
        QStringList offered, known;
        for (const Named& one : named_profiles())
            if (one.file.endsWith("ImportDialog.qml")) offered << one.name;
        for (const proof::Profile& profile : proof::profiles())
            known << QString::fromUtf8(profile.name.data(), static_cast<qsizetype>(profile.name.size()));
        offered.sort();
        known.sort();
        QCOMPARE(offered, known);
    }

    void whatIsComputedExactlyIsEveryExactProfile() {
        std::size_t exact = 0;
        for (const proof::Profile& profile : proof::profiles()) {
            const auto computed = exact::exact_profile(profile.name);
            QCOMPARE(computed.has_value(), profile.exact);
            if (computed) QCOMPARE(std::string_view(exact::exact_profile_name(*computed)), profile.name);
            exact += profile.exact ? 1 : 0;
            QCOMPARE(profile.exact, profile.reachable == proof::Level::exact);
            QCOMPARE(profile.exact, profile.tie_distance == 0);
        }
        QCOMPARE(exact::exact_profiles().size(), exact);
        QVERIFY(!exact::exact_profile("ci16.1"));
    }
};

QTEST_GUILESS_MAIN(HouseProfiles)
#include "tst_house_profiles.moc"
