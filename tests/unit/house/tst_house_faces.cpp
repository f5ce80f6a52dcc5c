// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

const QString root = QStringLiteral(HEARTH_SOURCE_DIR "/");

QString content_of(const QString& path) {
    QFile file(root + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The room of a path below engine/, "" for node's own folder; null: it is not node's.
QString room_of(const QString& path) {
    if (!path.startsWith(QLatin1String("node/"))) return {};
    return path.count('/') > 1 ? path.section('/', 1, 1) : QStringLiteral("");
}

/// What each room shows by engine/README.md, as "node/ROOM/NAME.h".
QMap<QString, QSet<QString>> shown() {
    static const QRegularExpression quoted(QStringLiteral("`([^`]+)`"));
    QMap<QString, QSet<QString>> faces;
    const QString chapter = content_of(QStringLiteral("engine/README.md"))
                                .section(QStringLiteral("\n## Faces of node's rooms"), 1)
                                .section(QStringLiteral("\n## "), 0, 0);
    for (const QString& line : chapter.split('\n')) {
        if (!line.startsWith('|') || line.startsWith(QLatin1String("|---"))) continue;
        const auto room = quoted.match(line.section('|', 1, 1));
        const QString folder = room.hasMatch() ? room.captured(1) : QString();
        for (auto name = quoted.globalMatch(line.section('|', 2)); name.hasNext();)
            faces[folder] << (folder.isEmpty() ? QStringLiteral("node/%1.h").arg(name.next().captured(1))
                                               : QStringLiteral("node/%1/%2.h").arg(folder, name.next().captured(1)));
    }
    return faces;
}

/// Headers of node that others than their own room include, each with who does.
QMap<QString, QStringList> included_from_outside() {
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*\"(node/[^\"]+)\""),
                                            QRegularExpression::MultilineOption);
    QMap<QString, QStringList> found;
    for (const char* folder : {"engine", "app"}) {
        QDirIterator walk(root + QLatin1String(folder), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = QDir(root).relativeFilePath(walk.next());
            const bool own_library = path.startsWith(QLatin1String("engine/node/"));
            const QString room = own_library ? room_of(path.section('/', 1)) : QString();
            for (auto match = include.globalMatch(content_of(path)); match.hasNext();) {
                const QString header = match.next().captured(1);
                if (!own_library || room_of(header) != room) found[header] << path;
            }
        }
    }
    return found;
}

} // namespace

/// A room shows what the table says and nothing else; whoever wants more of it changes the table with open eyes.
class HouseFaces : public QObject {
    Q_OBJECT
private slots:
    void everyRoomHasAFace() {
        const auto faces = shown();
        for (const QString& room : QDir(root + "engine/node").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY2(faces.contains(room), qPrintable(room + " has no row in engine/README.md, Faces of node's rooms"));
    }

    void nobodyReachesPastAFace() {
        QSet<QString> all;
        for (const QSet<QString>& headers : shown())
            all |= headers;
        QStringList wrong;
        const auto used = included_from_outside();
        QVERIFY2(used.size() > 40, "A wrong path would find nothing wrong.");
        for (auto header = used.begin(); header != used.end(); ++header)
            if (!all.contains(header.key()))
                wrong << header.key() + QStringLiteral(" is its room's own, and included by ") +
                             header.value().join(QStringLiteral(", "));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void nothingIsShownThatNobodyUses() {
        QStringList wrong;
        const auto used = included_from_outside();
        for (const QSet<QString>& headers : shown())
            for (const QString& header : headers)
                if (!used.contains(header))
                    wrong << header + QStringLiteral(" is not used outside its room: take it off the table");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }
};

QTEST_GUILESS_MAIN(HouseFaces)
#include "tst_house_faces.moc"
