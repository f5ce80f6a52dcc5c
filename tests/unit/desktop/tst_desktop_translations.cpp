// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Message {
    QString source;
    QStringList translations;
    bool finished = true;
};

QList<Message> messages_of(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QLatin1String("message")) messages.append(Message{});
        if (messages.isEmpty()) continue;
        if (xml.name() == QLatin1String("source")) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            messages.last().translations << xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.last().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            xml.readNext();
            if (xml.isCharacters() && !xml.isWhitespace()) messages.last().translations << xml.text().toString();
        }
    }
    return messages;
}

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(?:n|\\d+)"));
    QStringList found;
    auto match = pattern.globalMatch(text);
    while (match.hasNext())
        found << match.next().captured();
    found.sort();
    return found;
}

/// The texts that the QML files mark for translation.
QSet<QString> marked_texts() {
    static const QRegularExpression pattern(QStringLiteral("qsTr\\(\"((?:[^\"\\\\]|\\\\.)*)\""));
    QSet<QString> texts;
    QDirIterator walk(QStringLiteral(HEARTH_SOURCE_DIR "/qml"), {QStringLiteral("*.qml")}, QDir::Files,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        auto match = pattern.globalMatch(QString::fromUtf8(file.readAll()));
        while (match.hasNext())
            texts << match.next().captured(1);
    }
    return texts;
}

} // namespace

class DesktopTranslations : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_german = messages_of(QStringLiteral(HEARTH_SOURCE_DIR "/resources/translations/hearth_de.ts"));
    }

    void everyTextOfThePagesIsInTheGermanFile() {
        QSet<QString> known;
        for (const Message& message : m_german)
            known << message.source;
        const QSet<QString> texts = marked_texts();
        QVERIFY(texts.size() > 150);
        const QSet<QString> missing = texts - known;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.values()).join('\n')));
    }

    void everyTextIsTranslatedAndKeepsItsPlaces() {
        QVERIFY(m_german.size() > 250);
        for (const Message& message : m_german) {
            QVERIFY2(message.finished && !message.translations.isEmpty(), qPrintable(message.source));
            for (const QString& translation : message.translations)
                QVERIFY2(placeholders(translation) == placeholders(message.source),
                         qPrintable(message.source + " → " + translation));
        }
    }

private:
    QList<Message> m_german;
};

QTEST_GUILESS_MAIN(DesktopTranslations)
#include "tst_desktop_translations.moc"
