// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QtTest>

using hearth::test::CliService;
using hearth::test::Ran;

namespace {

/// The string literals of a C++ source; neighbours are joined, and what stands between them in code is "…".
QStringList literals_of(const QString& source) {
    static const QRegularExpression comment("//[^\n]*"), literal("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    QStringList found;
    qsizetype end = -1;
    const QString code = QString(source).remove(comment);
    for (auto it = literal.globalMatch(code); it.hasNext();) {
        const auto match = it.next();
        const QString between = end < 0 ? ";" : code.mid(end, match.capturedStart() - end);
        const QString text = match.captured(1).replace("\\n", "\n").replace("\\\"", "\"");
        static const QRegularExpression value("^[\\s+\\w.()\\->*:]*$");
        if (between.trimmed().isEmpty())
            found.last() += text;
        else if (value.match(between).hasMatch() && between.contains('+'))
            found.last() += "…" + text;
        else
            found << text;
        end = match.capturedEnd();
        // A value that follows the literal ends it.
        static const QRegularExpression appended("^\\s*\\+\\s*\\w");
        if (appended.match(code.mid(end, 40)).hasMatch() && !found.last().endsWith("…")) found.last() += "…";
    }
    return found;
}

} // namespace

/// What hearthctl says about itself: its verbs, what was probably meant, and the commands in everybody's hints.
class tst_control_cli_guide : public QObject {
    Q_OBJECT

    QHash<QString, QJsonObject> m_verbs;
    QStringList m_global;

    /// Empty if the words after "hearthctl " begin with a command that can be typed so.
    QString fault_of(const QString& rest) const {
        static const QRegularExpression space("[ \n]+");
        QStringList words = rest.split(space, Qt::SkipEmptyParts);
        for (QString& word : words)
            while (word.size() > 1 && QStringLiteral(".,;:)").contains(word.back()))
                word.chop(1);
        while (!words.isEmpty() && m_global.contains(words.first())) {
            if (words.takeFirst() != "--json" && !words.isEmpty()) words.removeFirst();
        }
        if (words.isEmpty() || words.first().startsWith("…")) return {};
        QString verb = words.takeFirst();
        if (verb == "help" || verb == "VERB") return {};
        for (int depth = 0; depth < 2 && !m_verbs.contains(verb) && !words.isEmpty(); ++depth)
            verb += " " + words.takeFirst();
        if (!m_verbs.contains(verb)) return "there is no verb " + verb;
        static const QRegularExpression placeholder("^([A-Z_|]+|%\\d|…\\S*|\\d+|\\w+:\\d+)$");
        for (const QJsonValue& argument : m_verbs[verb]["arguments"].toArray()) {
            const bool given = !words.isEmpty() && placeholder.match(words.first()).hasMatch();
            if (given) words.removeFirst();
            if (!given && argument["required"].toBool()) return verb + " needs " + argument["name"].toString();
        }
        for (const QString& word : words)
            if (word.startsWith("--") && !m_global.contains(word) &&
                !m_verbs[verb]["options"].toArray().contains(QJsonValue(word)))
                return verb + " has no option " + word;
        return {};
    }

private slots:
    void initTestCase() {
        const Ran help = CliService::run({"--json", "help"});
        QCOMPARE(help.exit, 0);
        for (const QJsonValue& verb : help.json()["verbs"].toArray())
            m_verbs[verb["verb"].toString()] = verb.toObject();
        for (const QJsonValue& option : help.json()["options"].toArray())
            m_global << option.toString();
        QVERIFY(m_verbs.size() > 20);
        QVERIFY(m_global.contains("--home"));
    }

    void every_verb_is_listed_with_one_line() {
        const Ran help = CliService::run({"help"}), alone = CliService::run({});
        QCOMPARE(help.exit, 0);
        QCOMPARE(alone.exit, 2);
        QVERIFY(alone.out.isEmpty());
        for (auto verb = m_verbs.cbegin(); verb != m_verbs.cend(); ++verb)
            for (const QByteArray& text : {help.out, alone.err}) {
                const QRegularExpression line("^  " + verb.key() + "( [^\n]*)?  " +
                                                  QRegularExpression::escape(verb.value()["summary"].toString()) + "$",
                                              QRegularExpression::MultilineOption);
                QVERIFY2(line.match(QString::fromUtf8(text)).hasMatch(), qPrintable(verb.key() + " in " + text));
            }
    }

    void a_group_alone_lists_its_own() {
        const Ran group = CliService::run({"receipt"});
        QCOMPARE(group.exit, 2);
        QVERIFY(group.err.contains("receipt export ID FILE"));
        QVERIFY(!group.err.contains("model import"));
    }

    void help_tells_more_about_a_verb() {
        const Ran verb = CliService::run({"help", "receipt", "verify"}), group = CliService::run({"help", "model"});
        QCOMPARE(verb.exit, 0);
        QVERIFY2(verb.out.contains("hearthctl receipt verify") && verb.out.contains("--replay"), verb.out.constData());
        QCOMPARE(group.exit, 0);
        QVERIFY(group.out.contains("model import PATH"));
        const Ran wrong = CliService::run({"help", "recipt"});
        QCOMPARE(wrong.exit, 2);
        QVERIFY2(wrong.err.contains("Did you mean receipt?"), wrong.err.constData());
    }

    void what_was_probably_meant_is_named_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("guess");
        QTest::newRow("verb") << "statu"
                              << "status";
        QTest::newRow("swapped") << "sattus"
                                 << "status";
        QTest::newRow("below a group") << "model imprt x"
                                       << "model import";
        QTest::newRow("its group is missing") << "import x.gguf"
                                              << "model import";
        QTest::newRow("option") << "chat --max-token 8 hello"
                                << "--max-tokens";
        QTest::newRow("option with its value") << "receipt list --limt=3"
                                               << "--limit";
        QTest::newRow("global option") << "--jsn status"
                                       << "--json";
        QTest::newRow("global option below") << "node pause --hom /x"
                                             << "--home";
        QTest::newRow("after a value") << "--home /x statsu"
                                       << "status";
    }
    void what_was_probably_meant_is_named() {
        QFETCH(QString, line);
        QFETCH(QString, guess);
        const Ran ran = CliService::run(line.split(' '));
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains("Did you mean " + guess.toUtf8() + "?"), ran.err.constData());
        QVERIFY(!ran.err.contains("subcommand"));
    }

    void what_resembles_nothing_gets_no_guess() {
        const Ran ran = CliService::run({"photosynthesis"});
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains("hearthctl help") && !ran.err.contains("Did you mean"), ran.err.constData());
    }

    void the_stream_of_a_chat_is_described() {
        const QByteArray help = CliService::run({"chat", "--help"}).out;
        for (const char* member : {"delta", "text", "token_ids", "finish_reason", "usage", "network", "tier",
                                   "receipt_id", "evidence_id", "evidence", "level", "checks", "ttft_ms", "total_ms"})
            QVERIFY2(help.contains("\"" + QByteArray(member) + "\""), member);
    }

    void what_each_kind_of_proposal_needs_is_described() {
        const QByteArray help = CliService::run({"help", "gov", "propose"}).out;
        for (const char* word : {"parameter", "spend", "model", "profile", "upgrade", "text"})
            QVERIFY2(help.contains("  " + QByteArray(word) + " "), word);
        for (const char* member : {"title", "kind", "changes", "value", "to", "amount", "model_id", "name", "listed",
                                   "rules", "height", "program", "text"})
            QVERIFY2(help.contains("\"" + QByteArray(member) + "\""), member);
    }

    void a_hint_names_the_home_that_was_given() {
        CliService service;
        QVERIFY(service.start());
        const Ran ran = service.ctl({"--json", "model", "show", "nothing"});
        QCOMPARE(ran.error()["hint"].toString(), "See: hearthctl --home " + service.home() + " model list");
    }

    void commands_in_hints_can_be_typed_data() {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<bool>("good");
        QTest::newRow("whole") << "node resume tries it again." << true;
        QTest::newRow("an argument") << "model import PATH" << true;
        QTest::newRow("an argument is missing") << "model check" << false;
        QTest::newRow("no verb") << "models list" << false;
        QTest::newRow("no option") << "node limits gpu:0 --watts 3" << false;
    }
    void commands_in_hints_can_be_typed() {
        QFETCH(QString, rest);
        QFETCH(bool, good);
        QCOMPARE(fault_of(rest).isEmpty(), good);
    }

    // Every "hearthctl …" that a program prints.
    void every_command_in_the_sources_can_be_typed() {
        int commands = 0;
        for (const char* folder : {"/app", "/engine", "/qml"})
            for (QDirIterator it(HEARTH_SOURCE_DIR + QString(folder), {"*.cpp", "*.h"}, QDir::Files,
                                 QDirIterator::Subdirectories);
                 it.hasNext();) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                for (const QString& text : literals_of(QString::fromUtf8(file.readAll())))
                    for (qsizetype at = text.indexOf("hearthctl "); at >= 0; at = text.indexOf("hearthctl ", at + 1)) {
                        const QString rest = text.mid(at + 10);
                        if (rest.trimmed().isEmpty() || file.fileName().endsWith("app/cli/guide.cpp")) continue;
                        const bool prose =
                            QStringList({"or ", "is ", "of ", "and "}).contains(rest.left(rest.indexOf(' ') + 1));
                        const QString fault = prose ? QString() : fault_of(rest);
                        QVERIFY2(fault.isEmpty(), qPrintable(file.fileName() + ": " + fault + " in: " + text));
                        ++commands;
                    }
            }
        QVERIFY2(commands > 20, qPrintable(QString::number(commands)));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_guide)
#include "tst_control_cli_guide.moc"
