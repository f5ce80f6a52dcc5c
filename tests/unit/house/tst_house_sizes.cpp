// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace {

struct Limit {
    const char* what;
    QStringList folders, names;
    int lines;
};
const QList<Limit> limits{
    {"header", {"engine", "app", "qml"}, {"*.h"}, 120},
    {"source", {"engine", "app", "qml", "tests"}, {"*.cpp", "*.cc"}, 350},
    {"QML", {"app", "qml", "tests"}, {"*.qml"}, 250},
};

/// Who may be longer, and why no cut would make it plainer.
struct Exception {
    const char* file;
    const char* why;
};
constexpr const char* kernels =
    "Loops of one kernel, compiled once for each instruction set: a source, not a contract.";
constexpr const char* table = "One row for each sentence: a list to look things up in, with nothing to understand.";
const QList<Exception> exceptions{
    {"engine/core/sentence_table.cpp", table},    {"engine/core/ledger_error_table.cpp", table},
    {"engine/exact/cpu/attend_body.h", kernels},  {"engine/exact/cpu/rows_body.h", kernels},
    {"engine/exact/cpu/lanes_avx512.h", kernels}, {"engine/exact/cpu/lanes_plain.h", kernels},
};

int lines_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? static_cast<int>(file.readAll().count('\n')) : -1;
}

/// Each file under a limit, relative to the root, with its lines.
QMap<QString, int> measured(const Limit& limit) {
    QMap<QString, int> found;
    for (const QString& folder : limit.folders) {
        QDirIterator files(QStringLiteral(HEARTH_SOURCE_DIR "/") + folder, limit.names, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            found.insert(QDir(HEARTH_SOURCE_DIR).relativeFilePath(path), lines_of(path));
        }
    }
    return found;
}

} // namespace

/// A file that outgrows these holds more than one thing: what belongs elsewhere is taken out, lines are not squeezed.
class HouseSizes : public QObject {
    Q_OBJECT
private slots:
    void filesStaySmall_data() {
        QTest::addColumn<int>("limit");
        for (int i = 0; i < limits.size(); ++i)
            QTest::newRow(limits[i].what) << i;
    }

    void filesStaySmall() {
        QFETCH(int, limit);
        const QMap<QString, int> files = measured(limits[limit]);
        QVERIFY2(files.size() > 20, "A wrong path would make every file small enough.");
        QStringList wrong;
        for (auto file = files.begin(); file != files.end(); ++file) {
            const bool allowed = std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& exception) {
                return file.key() == QLatin1String(exception.file);
            });
            if (file.value() > limits[limit].lines && !allowed)
                wrong << QStringLiteral("%1 has %2 lines, not at most %3")
                             .arg(file.key())
                             .arg(file.value())
                             .arg(limits[limit].lines);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyExceptionIsStillOne() {
        for (const Exception& exception : exceptions) {
            const QString file = QLatin1String(exception.file);
            const int limit = file.endsWith(".h") ? limits[0].lines : limits[1].lines;
            QVERIFY2(lines_of(QStringLiteral(HEARTH_SOURCE_DIR "/") + file) > limit,
                     qPrintable(file + " is small enough, or gone: take it off the list"));
            QVERIFY2(*exception.why != '\0', qPrintable(file + " gives no reason"));
        }
    }
};

QTEST_GUILESS_MAIN(HouseSizes)
#include "tst_house_sizes.moc"
