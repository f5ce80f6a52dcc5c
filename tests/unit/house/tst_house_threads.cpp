// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

QString text_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Calls `look` with the path below the root and the code, without comments, of each source of the libraries.
template <typename Look>
void each_source(const Look& look) {
    static const QRegularExpression comment(QStringLiteral("//[^\n]*"));
    QDirIterator walk(QStringLiteral(HEARTH_SOURCE_DIR "/engine"), {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                      QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        look(path.mid(QStringLiteral(HEARTH_SOURCE_DIR "/").size()), text_of(path).remove(comment));
    }
}

/// What begins a thread that an exception could leave.
bool begins_bare_thread(const QString& code) {
    static const QRegularExpression bare(QStringLiteral(R"re(\bstd::(?:j?thread\b(?!::)|async\b))re"));
    return bare.match(code).hasMatch();
}

/// The names that `code` gives its threads and queues.
QSet<QString> names_in(const QString& code) {
    static const QRegularExpression named(QStringLiteral(
        R"re((?:\brun_thread\(|\bTaskQueue(?:>\(|\(| \w+\{))\s*\x22([^\x22]+)\x22)re")); // moc counts quotes
    static const QRegularExpression kept(QStringLiteral(R"re(\w+_thread = \x22([^\x22]+)\x22)re"));
    QSet<QString> names;
    for (const QRegularExpression* each : {&named, &kept})
        for (auto match = each->globalMatch(code); match.hasNext();)
            names << match.next().captured(1);
    return names;
}

/// The rows of the table of threads, each as its cells.
QList<QStringList> table() {
    QList<QStringList> rows;
    const QString readme = text_of(QStringLiteral(HEARTH_SOURCE_DIR "/engine/README.md"));
    const QString chapter = readme.section(QStringLiteral("\n## Threads"), 1).section(QStringLiteral("\n## "), 0, 0);
    for (const QString& line : chapter.split('\n'))
        if (line.startsWith('|') && !line.startsWith(QLatin1String("|---")))
            rows << line.mid(1, line.size() - 2).split('|');
    return rows.mid(1); // without the head
}

} // namespace

/// No exception leaves a thread, and whoever looks for a thread finds it in the table.
class HouseThreads : public QObject {
    Q_OBJECT
private slots:
    void theRuleFindsWhatItForbids() {
        QVERIFY(begins_bare_thread(QStringLiteral("m_thread = std::thread([] {});")));
        QVERIFY(begins_bare_thread(QStringLiteral("std::vector<std::jthread> all;")));
        QVERIFY(begins_bare_thread(QStringLiteral("auto later = std::async(work);")));
        QVERIFY(!begins_bare_thread(QStringLiteral("std::this_thread::yield(); std::thread::hardware_concurrency();")));
        QCOMPARE(names_in(QStringLiteral("run_thread(\n \"a\", body); make_unique<core::TaskQueue>(\"b c\", 7), "
                                         "core::TaskQueue m_queue{\"d\"}; TaskQueue(\"e\")")),
                 (QSet<QString>{QStringLiteral("a"), QStringLiteral("b c"), QStringLiteral("d"), QStringLiteral("e")}));
    }

    void threadsAreBegunInOnePlace() {
        QStringList wrong;
        int looked = 0;
        each_source([&](const QString& path, const QString& code) {
            ++looked;
            if (!path.startsWith(QLatin1String("engine/core/thread.")) && begins_bare_thread(code))
                wrong << path + QStringLiteral(": core::run_thread() begins threads");
        });
        QVERIFY2(looked > 500, "A wrong path would find nothing wrong.");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyThreadIsInTheTableAndTheOtherWayRound() {
        static const QRegularExpression quoted(QStringLiteral("`([^`]+)`"));
        QSet<QString> named, listed;
        each_source([&](const QString&, const QString& code) { named |= names_in(code); });
        for (const QStringList& row : table())
            for (auto match = quoted.globalMatch(row.first()); match.hasNext();)
                listed << match.next().captured(1);
        QVERIFY(named.size() > 20);
        const QSet<QString> missing = named - listed, gone = listed - named;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.values()).join(", ") + " lack a row"));
        QVERIFY2(gone.isEmpty(), qPrintable(QStringList(gone.values()).join(", ") + " are begun nowhere"));
    }

    void everyRowSaysWhatItWaitsForHoldsAndRefuses() {
        for (const QStringList& row : table()) {
            QCOMPARE(row.size(), 6);
            for (const QString& cell : row)
                QVERIFY2(!cell.trimmed().isEmpty(), qPrintable(row.first()));
        }
    }
};

QTEST_GUILESS_MAIN(HouseThreads)
#include "tst_house_threads.moc"
