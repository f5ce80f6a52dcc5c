// SPDX-License-Identifier: Apache-2.0
#include "core/sentence.h"
#include "ledger/params.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

using namespace hearth;

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

/// Calls `look` with the text of each file of the window that is named like `pattern`.
template <typename Look>
void each_source(const QString& pattern, const Look& look) {
    for (const char* folder : {"/qml", "/app/desktop"}) {
        QDirIterator walk(QStringLiteral(HEARTH_SOURCE_DIR) + QLatin1String(folder), {pattern}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            if (file.open(QIODevice::ReadOnly)) look(file.fileName(), QString::fromUtf8(file.readAll()));
        }
    }
}

/// One literal, or several that the compiler joins, after the words that mark it for translation.
QRegularExpression marked(const char* mark) {
    return QRegularExpression(QLatin1String(mark) +
                              QStringLiteral(R"re(\s*("(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*))re"));
}

QString joined(QString literals) {
    static const QRegularExpression seam(QStringLiteral(R"re("\s*")re"));
    literals = literals.mid(1, literals.size() - 2);
    return literals.remove(seam).replace(QStringLiteral("\\\""), QStringLiteral("\""));
}

/// The texts that the window marks for translation.
QSet<QString> marked_texts() {
    QSet<QString> texts;
    const auto collect = [&](const QRegularExpression& pattern) {
        return [&texts, pattern](const QString&, const QString& code) {
            for (auto match = pattern.globalMatch(code); match.hasNext();)
                texts << joined(match.next().captured(1));
        };
    };
    each_source(QStringLiteral("*.qml"), collect(marked(R"re(qsTr\()re")));
    each_source(QStringLiteral("*.cpp"), collect(marked(R"re(\btr\()re")));
    each_source(QStringLiteral("*.cpp"), collect(marked(R"re((?:translate|QT_TRANSLATE_NOOP)\("\w+",)re")));
    return texts;
}

/// Literals of the pages that begin as a sentence or a name does and are not marked.
QStringList bare_texts() {
    static const QRegularExpression comment(QStringLiteral("//[^\n]*")), known(QStringLiteral(R"re(qsTr\("[^"]*")re")),
        bare(QStringLiteral(R"re("([A-Z][a-z]+[^"]*)")re"));
    /// A name stays, and so does each language's own word for itself.
    static const QSet<QString> names{QStringLiteral("Hearth"),  QStringLiteral("English"),
                                     QStringLiteral("Deutsch"), QStringLiteral("DejaVu Sans Mono"),
                                     QStringLiteral("Ctrl+"),   QStringLiteral("Ctrl+Q"),
                                     QStringLiteral("Ctrl+W"),  QStringLiteral("Ctrl+,")};
    QStringList texts;
    each_source(QStringLiteral("*.qml"), [&](const QString& file, QString code) {
        code.remove(comment).remove(known);
        for (auto match = bare.globalMatch(code); match.hasNext();)
            if (const QString text = match.next().captured(1); !names.contains(text)) texts << file + ": " + text;
    });
    return texts;
}

} // namespace

class DesktopTranslations : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        m_german = messages_of(QStringLiteral(HEARTH_SOURCE_DIR "/resources/translations/hearth_de.ts"));
    }

    void everyTextOfTheWindowIsInTheGermanFile() {
        QSet<QString> known;
        for (const Message& message : m_german)
            known << message.source;
        const QSet<QString> texts = marked_texts();
        QVERIFY(texts.size() > 330);
        const QSet<QString> missing = texts - known;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.values()).join('\n')));
    }

    void everySentenceOfTheNodeIsInTheGermanFile() {
        QSet<QString> known;
        for (const Message& message : m_german)
            known << message.source;
        for (const core::Wording& wording : core::wordings())
            for (const char* pattern : {wording.pattern, wording.one})
                QVERIFY2(pattern == nullptr || known.contains(QString::fromUtf8(pattern)), wording.id);
    }

    /// What proposals move is told with the ledger's own words for it.
    void everyParameterOfTheLedgerIsInTheGermanFile() {
        QSet<QString> known;
        for (const Message& message : m_german)
            known << message.source;
        ledger::Params upgraded = ledger::Params::solo();
        upgraded.complete(3);
        for (const auto& [name, parameter] : upgraded.all()) {
            QVERIFY2(known.contains(QString::fromStdString(parameter.doc)), name.c_str());
            QString unit = QString::fromStdString(parameter.unit);
            for (const char* const figure : {"ppm", "10^-9 EMB", "0 or 1"})
                if (unit.startsWith(QLatin1String(figure)))
                    unit = unit.mid(static_cast<int>(qstrlen(figure))).trimmed();
            QVERIFY2(unit.isEmpty() || known.contains(unit), name.c_str());
        }
    }

    void everyTextOfThePagesIsMarked() {
        const QStringList bare = bare_texts();
        QVERIFY2(bare.isEmpty(), qPrintable(bare.join('\n')));
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
