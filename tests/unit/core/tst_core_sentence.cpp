// SPDX-License-Identifier: Apache-2.0
#include "core/sentence.h"

#include <nlohmann/json.hpp>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace hearth::core;

namespace {

/// Calls `look` with the text of each source file that may say something.
template <typename Look>
void each_source(const Look& look) {
    for (const char* folder : {"/engine", "/app", "/qml/pages"}) {
        QDirIterator walk(QStringLiteral(HEARTH_SOURCE_DIR) + QLatin1String(folder),
                          {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            if (file.fileName().endsWith(QLatin1String("_table.cpp"))) continue;
            if (file.open(QIODevice::ReadOnly)) look(file.fileName(), QString::fromUtf8(file.readAll()));
        }
    }
}

int places(const char* pattern) {
    int most = 0;
    for (const char* c = pattern; *c != '\0'; ++c)
        if (*c == '%' && c[1] >= '1' && c[1] <= '9') most = std::max(most, c[1] - '0');
    return most;
}

/// Where the bracket that opens at `at` closes; texts and characters in quotes do not count.
qsizetype closing(const QString& code, qsizetype at) {
    int depth = 0;
    for (; at < code.size(); ++at) {
        const QChar c = code[at];
        if (c == u'"' || (c == u'\'' && !code[at - 1].isLetterOrNumber()))
            for (++at; at < code.size() && code[at] != c; ++at)
                if (code[at] == u'\\') ++at;
        if (c == u'(') ++depth;
        if (c == u')' && --depth == 0) break;
    }
    return at;
}

/// Whether `inside` has a text of more than one word that no say() makes.
bool is_worded_plainly(QString inside) {
    static const QRegularExpression say(QStringLiteral(R"re(\bsay\()re")),
        words(QStringLiteral(R"re("[^"\n]*[A-Za-z]+ [^"\n]*")re"));
    for (auto said = say.match(inside); said.hasMatch(); said = say.match(inside))
        inside.remove(said.capturedStart(), closing(inside, said.capturedEnd() - 1) - said.capturedStart() + 1);
    return inside.contains(words);
}

/// How many calls of fail(), how many stages of a progress and how many details of checks in `code` are worded there,
/// in place of say().
int plain_texts(QString code) {
    static const QRegularExpression comment(QStringLiteral("//[^\n]*")),
        call(QStringLiteral(R"re(\b(?:fail|judged|unchecked)\()re")),
        stage(QStringLiteral(R"re(\b(?:progress\(|Progress(?: \w+)?)\{([^;]*?)\}\)?[;)\s])re")),
        check(QStringLiteral(R"re(\bOutcome::(?:passed|failed|not_checked)\s*,([^;]*);)re"));
    code.remove(comment);
    int count = 0;
    for (auto calls = call.globalMatch(code); calls.hasNext();) {
        const qsizetype begin = calls.next().capturedEnd() - 1;
        if (is_worded_plainly(code.mid(begin, closing(code, begin) - begin))) ++count;
    }
    for (auto stages = stage.globalMatch(code); stages.hasNext();)
        if (is_worded_plainly(stages.next().captured(1))) ++count;
    for (auto checks = check.globalMatch(code); checks.hasNext();)
        if (is_worded_plainly(checks.next().captured(1))) ++count;
    return count;
}

} // namespace

class CoreSentence : public QObject {
    Q_OBJECT
private slots:
    void everyIdIsThereOnceAndWorded() {
        QSet<QString> ids;
        for (const Wording& wording : wordings()) {
            const QString id = QString::fromLatin1(wording.id);
            QVERIFY2(!ids.contains(id), wording.id);
            ids << id;
            QVERIFY2(*wording.pattern != '\0', wording.id);
            if (wording.one != nullptr) QVERIFY2(places(wording.one) <= places(wording.pattern), wording.id);
        }
        QVERIFY(ids.size() > 100);
    }

    void everyIdThatIsSaidIsWordedAndTheOtherWayRound() {
        static const QRegularExpression call(QStringLiteral(R"re(\bsay\(([^{};]*?)(?:\{|\);|\)))re")),
            literal(QStringLiteral(R"re("([a-z_]+)")re"));
        QStringList unknown;
        QSet<QString> used;
        each_source([&](const QString& file, const QString& code) {
            for (auto all = literal.globalMatch(code); all.hasNext();)
                used << all.next().captured(1);
            for (auto calls = call.globalMatch(code); calls.hasNext();)
                for (auto ids = literal.globalMatch(calls.next().captured(1)); ids.hasNext();)
                    if (const QString id = ids.next().captured(1);
                        find_wording(id.toStdString()) == nullptr && id != QLatin1String("nvidia") &&
                        id != QLatin1String("amd") && id != QLatin1String("intel"))
                        unknown << file + QStringLiteral(": ") + id;
        });
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join('\n')));
        for (const Wording& wording : wordings())
            QVERIFY2(used.contains(QString::fromLatin1(wording.id)), wording.id);
    }

    /// Errors that only a log, a command line or another program reads may be English texts; those that a window may
    /// show are said, and so is every stage of a progress. The list names how many texts each file still has: it may
    /// only become shorter.
    void noFileWordsMoreErrorsItselfThanTheListSays() {
        QFile file(QStringLiteral(HEARTH_SOURCE_DIR "/tests/unit/core/plain_errors.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QMap<QString, int> listed, found;
        const QString list = QString::fromUtf8(file.readAll());
        for (const QString& line : list.split('\n', Qt::SkipEmptyParts)) {
            const QStringList words = line.split(' ');
            if (!line.startsWith('#')) listed[words.value(0)] = words.value(1).toInt();
        }
        each_source([&](const QString& path, const QString& code) {
            const QString name = path.mid(QStringLiteral(HEARTH_SOURCE_DIR).size() + 1);
            const int count = name.startsWith(QLatin1String("app/")) && !name.startsWith(QLatin1String("app/worker")) &&
                                      !name.startsWith(QLatin1String("app/desktop/fake"))
                                  ? 0
                                  : plain_texts(code);
            if (count > 0) found[name] = count;
        });
        QStringList wrong;
        for (const QString& name : found.keys() + listed.keys())
            if (found.value(name) != listed.value(name))
                wrong << QStringLiteral("%1 %2 (the list says %3)")
                             .arg(name)
                             .arg(found.value(name))
                             .arg(listed.value(name));
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void aTextThatIsNotSaidIsFound() {
        QCOMPARE(plain_texts(QStringLiteral("return fail(Code::io, \"It is gone.\");")), 1);
        QCOMPARE(plain_texts(QStringLiteral("return fail(Code::io, say(\"no_model_yet\"), \"\"); // \"not this\"")), 0);
        QCOMPARE(plain_texts(QStringLiteral("const Progress where{busy ? \"at work\" : \"at rest\", 0, 0};")), 1);
        QCOMPARE(plain_texts(QStringLiteral("return !progress || progress({\"reading it\", done, total});")), 1);
        QCOMPARE(plain_texts(QStringLiteral("return progress({core::say(\"trying_it\", {r.stage}), r.done, 0});")), 0);
        QCOMPARE(plain_texts(QStringLiteral("return {\"key\", Outcome::failed, \"Another key.\"};")), 1);
        QCOMPARE(plain_texts(QStringLiteral("return judged(Check::pins, fits, \"Another key.\");")), 1);
        QCOMPARE(plain_texts(QStringLiteral("return judged(Check::pins, fits, core::say(\"key_pinned\"));")), 0);
    }

    void aPathIsRenamedInsideOfASentence() {
        const Sentence missing = say("model_not_whole", {"tiny", say("model_file_missing", {"/import/a.gguf"})});
        const Sentence renamed = changed(missing, [](const std::string& text) {
            return text.starts_with("/import") ? "/home/anna" + text.substr(7) : text;
        });
        QCOMPARE(renamed.id(), "model_not_whole");
        QCOMPARE(renamed.args().back().args().front(), Sentence("/home/anna/a.gguf"));
        QCOMPARE(changed("In /import.", [](const std::string&) { return std::string("All of it."); }),
                 Sentence("All of it."));
    }

    void aDetailOfEvidenceIsFoundAgainByItsEnglishText() {
        for (const Sentence& made : {say("key_unpinned"), say("signed_by_network_key", {"0x7b"}),
                                     say("answer_names_other", {"a \"b\", and c", "d"}),
                                     say("evidence_claims_more", {"E3", say("server_said_so")})}) {
            const Sentence found = evidence_sentence(std::string(made));
            QCOMPARE(found, made);
            QCOMPARE(std::string(found.id()), std::string(made.id()));
        }
        QCOMPARE(evidence_sentence(say("evidence_claims_more", {"E3", say("server_said_so")})).args().back().id(),
                 "server_said_so");
        QCOMPARE(evidence_sentence("The key is green."), Sentence("The key is green."));
        QVERIFY(evidence_sentence("The key is green.").pattern() == nullptr);
        QVERIFY(evidence_sentence("").pattern() == nullptr);
    }

    void argumentsStandInTheirPlaces() {
        QCOMPARE(say("serving", {"2", "tiny"}), Sentence("Serving 2 answers with tiny."));
        QCOMPARE(say("serving", {"1", "tiny"}), Sentence("Serving 1 answer with tiny."));
        QCOMPARE(say("serving", {"2", "%1"}), Sentence("Serving 2 answers with %1."));
        QCOMPARE(say("model_disabled", {"tiny", say("starting")}),
                 Sentence("The model tiny is disabled. Starting. Resume tries it again."));
        QCOMPARE(both("", say("starting")), Sentence("Starting."));
        QCOMPARE(both("One.", "Two."), Sentence("One. Two."));
    }

    void itIsRememberedHowASentenceWasMade() {
        const Sentence made = say("too_hot", {say("hot", {"card", "91 °C", "80 °C"})});
        QCOMPARE(made.id(), "too_hot");
        const std::string line = kept(made);
        QVERIFY(line.starts_with("[\"too_hot\""));
        const Sentence again = unkept(line);
        QCOMPARE(again, made);
        QCOMPARE(again.args().front().id(), "hot");
        QCOMPARE(unsaid(said(made), "other").id(), "too_hot");
    }

    /// Homes of before hold sentences without an id, and a node of a later version says what is not known here.
    void aTextAloneStaysWhatItIs() {
        QCOMPARE(kept("Settled in block 7."), std::string("Settled in block 7."));
        QCOMPARE(unkept("Settled in block 7."), Sentence("Settled in block 7."));
        QVERIFY(unkept("Settled in block 7.").pattern() == nullptr);
        for (const char* broken : {"[\"", "[\"no such id\"]", "[\"too_hot\",7]", "[\"too_hot\",[]]"})
            QCOMPARE(unkept(broken), Sentence(broken));
        QCOMPARE(unsaid(nlohmann::json::parse("[\"of tomorrow\"]"), "In English."), Sentence("In English."));
        QVERIFY(said("In English.").is_null());
    }

    void aChangedTextIsNotTranslatedAsWhatItWas() {
        Sentence sentence = say("starting");
        QVERIFY(sentence.pattern() != nullptr);
        sentence += " Soon.";
        QVERIFY(sentence.pattern() == nullptr);
        sentence = say("starting");
        sentence.clear();
        QVERIFY(sentence.pattern() == nullptr);
    }
};

QTEST_GUILESS_MAIN(CoreSentence)
#include "tst_core_sentence.moc"
