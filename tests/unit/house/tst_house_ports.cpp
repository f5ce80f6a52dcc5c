// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

namespace {

QByteArray content(const QString& file) {
    QFile opened(QStringLiteral(HEARTH_SOURCE_DIR "/") + file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// The keys of a property list's outermost dictionary, each with its value's name and text.
QMap<QString, QString> property_list(const QString& file, QString& problem) {
    QMap<QString, QString> found;
    QString key;
    int depth = 0;
    QXmlStreamReader reader(content(file));
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            ++depth;
            const QString name = reader.name().toString();
            if (depth == 3 && name == QLatin1String("key")) {
                key = reader.readElementText();
                --depth;
            } else if (depth == 3) {
                found[key] = name;
                if (name == QLatin1String("string") || name == QLatin1String("integer")) {
                    found[key] = reader.readElementText();
                    --depth;
                }
            }
        } else if (reader.isEndElement()) {
            --depth;
        }
    }
    problem = reader.errorString();
    return found;
}

} // namespace

class HousePorts : public QObject {
    Q_OBJECT
private slots:
    /// One system's source alone would end every other system's build.
    void whatOneSystemHasOfItsOwnAllHave() {
        static const QRegularExpression own(QStringLiteral("_(linux|macos|windows|posix)\\.cpp$"));
        QMap<QString, QStringList> systems;
        for (const char* folder : {HEARTH_SOURCE_DIR "/engine", HEARTH_SOURCE_DIR "/app"}) {
            QDirIterator walk(QLatin1String(folder), {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                const QString file = walk.next();
                const auto match = own.match(file);
                if (match.hasMatch()) systems[file.left(match.capturedStart())] << match.captured(1);
            }
        }
        QVERIFY(systems.size() >= 5);
        for (auto seam = systems.begin(); seam != systems.end(); ++seam) {
            if (seam.key().endsWith(QLatin1String("/core/account"))) continue; // only Windows' own sources ask for it
            const QStringList& has = seam.value();
            const bool posix = has.contains(QLatin1String("posix"));
            for (const char* system : {"linux", "macos", "windows"})
                QVERIFY2(has.contains(QLatin1String(system)) || (posix && qstrcmp(system, "windows") != 0),
                         qPrintable(seam.key() + " has no source for " + QLatin1String(system)));
        }
    }

    void theLaunchAgentStartsNothingUnaskedAndIsKeptAliveOnlyAfterAFailure() {
        QString problem;
        const auto agent = property_list(QStringLiteral("resources/macos/org.hearth.hearthd.plist"), problem);
        QCOMPARE(problem, QString());
        QCOMPARE(agent.value("Label"), QString("org.hearth.hearthd"));
        QCOMPARE(agent.value("Disabled"), QString("true"));
        QCOMPARE(agent.value("KeepAlive"), QString("dict"));
        QCOMPARE(agent.value("ProgramArguments"), QString("array"));
        QCOMPARE(agent.value("Umask").toInt(), 077);
        QVERIFY(content("resources/macos/org.hearth.hearthd.plist").contains("<string>--foreground</string>"));
    }

    void theBundleSaysWhatItIsAndTakesItsLinks() {
        QString problem;
        const auto bundle = property_list(QStringLiteral("resources/macos/Info.plist.in"), problem);
        QCOMPARE(problem, QString());
        QCOMPARE(bundle.value("CFBundleIdentifier"), QString("org.hearth.Hearth"));
        QCOMPARE(bundle.value("CFBundleVersion"), QString("@PROJECT_VERSION@"));
        QCOMPARE(bundle.value("CFBundleURLTypes"), QString("array"));
    }

    void theLibrariesForWindowsArePinnedAndOfThisVersion() {
        const QJsonObject list = QJsonDocument::fromJson(content("installers/windows/vcpkg.json")).object();
        static const QRegularExpression commit(QStringLiteral("\\A[0-9a-f]{40}\\z"));
        QVERIFY(commit.match(list["builtin-baseline"].toString()).hasMatch());
        QVERIFY(
            content("CMakeLists.txt").contains("project(hearth VERSION " + list["version"].toString().toUtf8() + " "));
        QVERIFY(list["dependencies"].toArray().size() > 5);
    }
};

QTEST_GUILESS_MAIN(HousePorts)
#include "tst_house_ports.moc"
