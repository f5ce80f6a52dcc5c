// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

struct Source {
    QString name;
    QStringList lines; ///< without comments
};

QList<Source> sources(const QStringList& folders, const QStringList& names) {
    static const QRegularExpression comment("//[^\n]*");
    QList<Source> found;
    for (const QString& folder : folders) {
        QDirIterator files(QStringLiteral(HEARTH_SOURCE_DIR "/") + folder, names, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) qFatal("unreadable source");
            found.append({QDir(HEARTH_SOURCE_DIR).relativeFilePath(file.fileName()),
                          QString::fromUtf8(file.readAll()).remove(comment).split('\n')});
        }
    }
    return found;
}

QStringList matching(const QList<Source>& sources, const QRegularExpression& wrong) {
    QStringList found;
    for (const Source& source : sources)
        for (int i = 0; i < source.lines.size(); ++i)
            if (wrong.match(source.lines[i]).hasMatch())
                found << QStringLiteral("%1:%2: %3").arg(source.name).arg(i + 1).arg(source.lines[i].trimmed());
    return found;
}

} // namespace

/// States are enumerations; their words stand in the tables of control/words.h and of the *_words.h beside it, and are
/// used where something is written or read.
class HouseStates : public QObject {
    Q_OBJECT
private slots:
    void noStateOfTheProtocolIsAText() {
        const auto headers = sources({"engine/control", "engine/node/state"}, {"*.h"});
        QVERIFY2(headers.size() > 40, "A wrong path would find nothing wrong.");
        const QRegularExpression text("std::string(_view)? (\\w+, )*(state|money_state)( = [^;]*)?(, \\w+)*;");
        const QStringList wrong = matching(headers, text);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void noStateIsComparedWithAText() {
        const auto all = sources({"engine", "app", "qml"}, {"*.cpp", "*.h"});
        QVERIFY2(all.size() > 500, "A wrong path would find nothing wrong.");
        const QRegularExpression text("(\\.|->)(state|money_state|action)\\)? *[!=]= *\"");
        const QStringList wrong = matching(all, text);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }
};

QTEST_GUILESS_MAIN(HouseStates)
#include "tst_house_states.moc"
