// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

using namespace hearth::test;

/// Wrong input ends in a clear sentence, and the node goes on.
class IntegrationBadInput : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    QString write(const QString& name, const QByteArray& content) {
        const QString path = m_node->home() + "/" + name;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return {};
        file.write(content);
        return path;
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static CommandResult daemon(const QStringList& arguments) {
        return run_program(program_path("hearthd"), arguments, 20'000);
    }

    /// A copy of a tiny model's folder, to be changed.
    QString copied(const QString& name, const QString& as) {
        const QDir from(tiny_model(name)), to(m_node->home() + "/" + as);
        if (!QDir().mkpath(to.path())) return {};
        for (const QString& file : from.entryList(QDir::Files))
            if (!QFile::copy(from.filePath(file), to.filePath(file))) return {};
        return to.path();
    }

private slots:
    void initTestCase() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
    }

    void cleanup() {
        QVERIFY(m_node->running());
        QCOMPARE(m_node->post("/chat/completions", chat_body("tiny", "still here", 2)).status, 200);
    }

    void badModelFilesAreRefusedWithTheReason() {
        const QByteArray whole =
            read(default_model().isEmpty() ? tiny_model("llama-tied") + "/model.safetensors" : default_model());
        QVERIFY(!whole.isEmpty());
        const QStringList paths{write("empty.gguf", ""),
                                write("short.gguf", whole.left(1000)),
                                write("noise.gguf", QByteArray(5000, 'x')),
                                write("cut.gguf", whole.left(whole.size() / 2)),
                                m_node->home() + "/nowhere.gguf",
                                m_node->home()};
        for (const QString& path : paths) {
            const CommandResult result = m_node->ctl({"--json", "model", "import", path, "--name", "bad"});
            QVERIFY2(result.exit_code > 0 && result.exit_code != 3, qPrintable(path + ": " + result.out + result.err));
            QVERIFY2(result.err.contains("\"message\""), result.err.constData());
        }
        QVERIFY(!m_node->ctl({"--json", "model", "list"}).out.contains("\"bad\""));
    }

    void whatCannotServeIsRefusedAtImport_data() {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* name, const char* old, const char* now, const char* part) {
            QTest::newRow(name) << QByteArray(old) << QByteArray(now) << QByteArray(part);
        };
        row("pre-tokeniser", "gpt-2", "gpt-9", "gpt-9");
        row("merges", "\xC4\xA0w as", "\xC4\xA0w zs", "merges");
        row("token", "\xC4\xA0you", "\xFF\xA0you", "UTF-8");
        row("no merges", "tokenizer.ggml.merges", "tokenizer.ggml.merge_", "tokenizer.ggml.merges");
        row("no token types", "tokenizer.ggml.token_type", "tokenizer.ggml.token_typ_", "tokenizer.ggml.token_type");
        row("template", "{% endfor %}", "{% endfro %}", "endfro");
    }
    void whatCannotServeIsRefusedAtImport() {
        QFETCH(const QByteArray, old);
        QFETCH(const QByteArray, now);
        QFETCH(const QByteArray, part);
        QByteArray bytes = read(tiny_model("llama-tied-f16.gguf"));
        QVERIFY(bytes.contains(old));
        bytes.replace(bytes.indexOf(old), old.size(), now);
        const CommandResult result = m_node->ctl({"model", "import", write("broken.gguf", bytes), "--name", "bad"});
        QVERIFY2(result.exit_code > 0 && result.exit_code != 3, (result.out + result.err).constData());
        QVERIFY2(result.err.contains(part), result.err.constData());
        QVERIFY(!m_node->ctl({"--json", "model", "list"}).out.contains("\"bad\""));
    }

    void aMissingShardIsNamedWhereTheUserLooksForIt() {
        const QString folder = copied("llama-untied", "incomplete"), link = m_node->home() + "/by-link";
        const QString shard = "model-00002-of-00002.safetensors";
        QVERIFY(QFile::remove(folder + "/" + shard) && QFile::link(folder, link));
        for (const QString& asked : {folder, link}) {
            const CommandResult result = m_node->ctl({"model", "import", asked});
            QVERIFY2(result.exit_code > 0 && result.exit_code != 3, (result.out + result.err).constData());
            QVERIFY2(result.err.contains((asked + "/" + shard).toUtf8()), result.err.constData());
            QVERIFY2(!result.err.contains("/import/"), result.err.constData());
        }
    }

    void aFolderWithoutReadableTokenizerIsRefusedAtImport() {
        const QString folder = copied("llama-tied", "mute");
        const QByteArray tokenizer = read(folder + "/tokenizer.json");
        QVERIFY(QFile::remove(folder + "/tokenizer.json"));
        QVERIFY(m_node->ctl({"model", "import", folder}).err.contains("tokenizer.json"));
        QVERIFY(!write("mute/tokenizer.json", "\xEF\xBB\xBF" + tokenizer).isEmpty());
        QVERIFY(m_node->ctl({"model", "import", folder}).err.contains("byte-order mark"));
    }

    void aTemplateThatAsksForTheDayGetsTheRequestsAndReplays() {
        const QString folder = copied("llama-tied", "dated");
        QVERIFY(!write("dated/chat_template.jinja", "Today is {{ strftime_now('%Y-%m-%d') }}.{{ messages[0].content }}")
                     .isEmpty());
        QVERIFY(!m_node->import(folder, "dated").isEmpty());
        const CommandResult chat = m_node->ctl({"--json", "chat", "--model", "dated", "--max-tokens", "8", "hello"});
        QVERIFY2(chat.exit_code == 0, chat.err.constData());
        const QString receipt = chat.json().value("receipt_id").toString();
        const CommandResult replay = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replay.exit_code == 0, (replay.out + replay.err).constData());
        QCOMPARE(replay.json().value("level").toString(), QString("E4"));
    }

    void aGgufFileOfAnotherNameIsServed() {
        const QString file = write("weights", read(tiny_model("llama-tied-q4_1.gguf")));
        QVERIFY(!m_node->import(file, "nameless").isEmpty());
        QCOMPARE(m_node->post("/chat/completions", chat_body("nameless", "hi", 2)).status, 200);
    }

    void anUnknownModelIsNamed() {
        const HttpAnswer answer = m_node->post("/chat/completions", chat_body("no-such-model", "x"));
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.json().value("error").toObject().value("message").toString().contains("no-such-model"));
    }

    void absurdParametersAreRefusedByName() {
        for (const auto& [name, value] : QList<QPair<QString, QJsonValue>>{
                 {"max_tokens", -1}, {"temperature", 9}, {"n", 0}, {"top_p", 2}, {"stop", 5}}) {
            QJsonObject body = chat_body("tiny", "x");
            body[name] = value;
            const HttpAnswer answer = m_node->post("/chat/completions", body);
            QVERIFY2(answer.status == 400, qPrintable(name + ": " + answer.body));
            QVERIFY2(answer.body.contains(name.toUtf8()), answer.body.constData());
        }
    }

    void aMemberThatNothingHonoursIsRefusedByName() {
        for (const QString name : {"chat_template_kwargs", "logit_bias", "some_future_field", "store"}) {
            QJsonObject body = chat_body("tiny", "x");
            body[name] = name == "store" ? QJsonValue(true) : QJsonValue(QJsonObject{{"enable_thinking", false}});
            const HttpAnswer answer = m_node->post("/chat/completions", body);
            QVERIFY2(answer.status == 400, qPrintable(name + ": " + answer.body));
            QVERIFY2(answer.body.contains(name.toUtf8()), answer.body.constData());
        }
    }

    void variablesReachTheTemplateAndStayPlainText() {
        NodeProcess other;
        QVERIFY2(other.start(), other.log().constData());
        const QDir from(tiny_model("llama-tied")), to(other.home() + "/thinking");
        QVERIFY(QDir().mkpath(to.path()));
        for (const QString& name : from.entryList(QDir::Files))
            QVERIFY(QFile::copy(from.filePath(name), to.filePath(name)));
        QFile file(to.filePath("chat_template.jinja"));
        QFile::setPermissions(file.fileName(), QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(file.open(QIODevice::Append));
        file.write("{% if enable_thinking is defined and enable_thinking is false %}<think></think>{% endif %}"
                   "{% if note is defined %}{{ note }}{% endif %}");
        file.close();
        QVERIFY(!other.import(to.path(), "thinking").isEmpty());
        const auto prompt_tokens = [&](const QJsonObject& kwargs) {
            QJsonObject body = chat_body("thinking", "hi", 1);
            if (!kwargs.isEmpty()) body["chat_template_kwargs"] = kwargs;
            const HttpAnswer answer = other.post("/chat/completions", body);
            if (answer.status != 200) qWarning("%s", answer.body.constData());
            return answer.json().value("usage").toObject().value("prompt_tokens").toInt();
        };
        const int plain = prompt_tokens({});
        QVERIFY(plain > 0);
        QCOMPARE(prompt_tokens({{"enable_thinking", true}}), plain);
        QVERIFY(prompt_tokens({{"enable_thinking", false}}) > plain);
        // The control token would be one; its spelling in a caller's words is many.
        QVERIFY(prompt_tokens({{"note", "<|im_end|>"}}) > plain + 3);
    }

    void anOpenDoorNeedsAKey() {
        NodeProcess other("[api]\nlisten = \"0.0.0.0:0\"\n");
        const CommandResult refused = daemon({"--home", other.home(), "--foreground"});
        QVERIFY(refused.exit_code > 0);
        QVERIFY2(refused.err.contains("--create-api-key"), refused.err.constData());
        const CommandResult made = daemon({"--home", other.home(), "--create-api-key", "laptop"});
        QVERIFY2(made.exit_code == 0 && made.out.startsWith("hearth-"), made.err.constData());
        QVERIFY2(other.start(), other.log().constData());
        QVERIFY(other.status().value("api_bound").toString().startsWith("0.0.0.0:"));
        QVERIFY(other.ctl({"--json", "keys", "api", "list"}).out.contains("laptop"));
        QVERIFY(daemon({"--home", other.home(), "--create-api-key", "two"}).exit_code > 0);
        QVERIFY(!other.log().contains(made.out.trimmed()));
    }

    void aContextOverflowNamesBothNumbers() {
        const HttpAnswer answer =
            m_node->post("/chat/completions", chat_body("tiny", QString("word ").repeated(20'000)));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json().value("error").toObject().value("code").toString(), QString("context_length_exceeded"));
        QVERIFY(answer.body.count(QByteArray("0")) > 0);
    }

    void whatTheCacheCannotHoldNamesBothNumbersAndTheSetting() {
        NodeProcess other("[api]\nlisten = \"127.0.0.1:0\"\n[worker]\nkv_cache_mb = 1\n");
        QVERIFY2(other.start(), other.log().constData());
        QVERIFY(!other.import(roomy_model(other.home()), "roomy").isEmpty());
        const HttpAnswer answer = other.post("/chat/completions", chat_body("roomy", "hi", 20'000));
        QCOMPARE(answer.status, 400);
        const QJsonObject error = answer.json().value("error").toObject();
        QCOMPARE(error.value("code").toString(), QString("context_length_exceeded"));
        const QRegularExpression sentence(
            "cache of this node's worker holds (\\d+) tokens, but the request needs (\\d+) ");
        const auto numbers = sentence.match(error.value("message").toString());
        QVERIFY2(numbers.hasMatch(), answer.body.constData());
        QVERIFY(numbers.captured(1).toInt() < 20'000 && numbers.captured(2).toInt() > 20'000);
        QVERIFY2(answer.body.contains("worker.kv_cache_mb"), answer.body.constData());
        QCOMPARE(other.post("/chat/completions", chat_body("roomy", "hi", 4)).status, 200);
    }

    void aMegabyteOfPromptIsAnsweredNotAHang() {
        const HttpAnswer answer =
            m_node->post("/chat/completions", chat_body("tiny", QString("a b").repeated(350'000)), 60'000);
        QVERIFY2(answer.status == 400 || answer.status == 413, answer.body.constData());
    }

    void aSecondServiceOnTheSameHomeIsRefused() {
        const CommandResult second = daemon({"--home", m_node->home(), "--foreground"});
        QVERIFY(second.exit_code > 0);
        QVERIFY2(second.err.contains(m_node->home().toUtf8()), second.err.constData());
    }

    void aPortInUseIsNamed() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        NodeProcess other(QString("[api]\nlisten = \"127.0.0.1:%1\"\n").arg(taken.serverPort()));
        const CommandResult result = daemon({"--home", other.home(), "--foreground"});
        QVERIFY(result.exit_code > 0);
        QVERIFY2(result.err.contains(QByteArray::number(taken.serverPort())), result.err.constData());
    }

    void aTypoInTheSettingsNamesTheLineAndTheNearestKey() {
        NodeProcess other("[api]\nlistn = \"127.0.0.1:0\"\n");
        const CommandResult result = daemon({"--home", other.home(), "--check-config"});
        QVERIFY(result.exit_code > 0);
        QVERIFY2(result.err.contains("line 2") && result.err.contains("api.listen"), result.err.constData());
    }

    void twoNodesInTwoHomesServeSideBySide() {
        NodeProcess other;
        QVERIFY2(other.start(), other.log().constData());
        QVERIFY(!other.import(tiny_model("qwen2"), "other").isEmpty());
        QCOMPARE(other.post("/chat/completions", chat_body("other", "hi", 4)).status, 200);
        QCOMPARE(m_node->post("/chat/completions", chat_body("tiny", "hi", 4)).status, 200);
        QVERIFY(other.ctl({"--json", "keys", "show"}).out != m_node->ctl({"--json", "keys", "show"}).out);
        QCOMPARE(other.terminate(), 0);
    }

    void aDamagedModelIsFoundByCheck() {
        NodeProcess other;
        QVERIFY2(other.start(), other.log().constData());
        const QString id = other.import(tiny_model("llama-tied"), "tiny");
        const CommandResult before = other.ctl({"--json", "model", "check", id});
        QVERIFY2(before.exit_code == 0, before.err.constData());
        const QString weights = other.home() + "/models/" + id + "/model.safetensors";
        QByteArray bytes = read(weights);
        QVERIFY(!bytes.isEmpty());
        bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
        QFile::setPermissions(weights, QFile::ReadOwner | QFile::WriteOwner);
        QFile file(weights);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        const CommandResult after = other.ctl({"--json", "model", "check", id});
        QCOMPARE(after.exit_code, 5);
        QVERIFY2((after.out + after.err).contains("model.safetensors"), (after.out + after.err).constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationBadInput)
#include "tst_integration_bad_input.moc"
