// SPDX-License-Identifier: Apache-2.0
#include "embedding_vectors.h"
#include "node_process.h"

#include <cmath>
#include <cstring>
#include <QDir>
#include <QTest>

using namespace hearth::test;

/// A model that makes vectors, on a real node: imported, asked, signed, computed again.
class IntegrationEmbeddings : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    static std::vector<double> vector_of(const HttpAnswer& answer, int index = 0) {
        std::vector<double> values;
        const QJsonObject one = answer.json().value("data").toArray().at(index).toObject();
        for (const QJsonValue& value : one.value("embedding").toArray())
            values.push_back(value.toDouble());
        return values;
    }
    QString receipt_of(const QString& evidence) const {
        return m_node->get("/evidence/" + evidence).json().value("receipt_id").toString();
    }
    QString home_file(const char* name) const { return m_node->home() + "/" + QLatin1String(name); }

private slots:
    void initTestCase() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(m_node->import(tiny_model("llama-tied"), "texts").size(), 64);
        QCOMPARE(m_node->import(tiny_model("bert"), "vectors").size(), 64);
    }

    void theListSaysWhatAModelMakes() {
        const QJsonObject card = m_node->get("/models/vectors").json();
        QCOMPARE(card.value("kind").toString(), QString("embedding"));
        QCOMPARE(card.value("dimensions").toInt(), 48);
        QCOMPARE(m_node->get("/models/texts").json().value("kind").toString(), QString("text"));
        const auto kind = [&](const char* model) {
            return m_node->ctl({"--json", "model", "show", model}).json().value("kind").toString();
        };
        QCOMPARE(kind("vectors"), QString("embedding"));
        QCOMPARE(kind("texts"), QString("text"));
    }

    void aTextsVectorIsSignedAndReplayed() {
        const auto texts = embedded_texts("tiny");
        QVERIFY(!texts.empty());
        QJsonArray input;
        int tokens = 0;
        for (const EmbeddedText& one : texts) {
            input.append(one.text);
            tokens += static_cast<int>(one.ids.size());
        }
        const HttpAnswer answer = m_node->post("/embeddings", {{"model", "vectors"}, {"input", input}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        for (int i = 0; i < input.size(); ++i)
            QVERIFY(apart(texts[static_cast<std::size_t>(i)].vector, vector_of(answer, i)) < 1e-4);
        QCOMPARE(answer.json().value("usage").toObject().value("total_tokens").toInt(), tokens);
        const QStringList evidence = answer.headers.value("x-evidence-id").split(", ");
        QCOMPARE(evidence.size(), static_cast<int>(texts.size()));
        for (const QString& one : evidence) {
            const QString receipt = receipt_of(one);
            QCOMPARE(receipt.size(), 64);
            const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
            QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
            QCOMPARE(replayed.json().value("level").toString(), QString("E2"));
        }
    }

    void theReceiptVerifiesFromItsFileAndNoOtherVectorDoes() {
        const HttpAnswer answer = m_node->post("/embeddings", {{"model", "vectors"}, {"input", "sunny"}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QString receipt = receipt_of(answer.headers.value("x-evidence-id"));
        QCOMPARE(m_node->ctl({"receipt", "export", receipt, home_file("receipt.cbor")}).exit_code, 0);
        QFile file(home_file("receipt.cbor"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const auto verify = [](const QString& path) {
            return run_program(program_path("hearthctl"), {"--json", "receipt", "verify", path});
        };
        QVERIFY2(verify(file.fileName()).exit_code == 0, verify(file.fileName()).err.constData());
        const auto first = static_cast<float>(vector_of(answer).front());
        char stored[4];
        std::memcpy(stored, &first, sizeof stored);
        const qsizetype at = bytes.indexOf(QByteArray(stored, 4));
        QVERIFY(at > 0);
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        QFile forged(home_file("forged.cbor"));
        QVERIFY(forged.open(QIODevice::WriteOnly));
        forged.write(bytes);
        forged.close();
        QCOMPARE(verify(forged.fileName()).exit_code, 5);
    }

    void bytesAndNumbersAreTheSameVector() {
        const QJsonArray ids{2, 5, 6, 3};
        const HttpAnswer numbers = m_node->post("/embeddings", {{"model", "vectors"}, {"input", ids}});
        const HttpAnswer bytes =
            m_node->post("/embeddings", {{"model", "vectors"}, {"input", ids}, {"encoding_format", "base64"}});
        QVERIFY2(bytes.status == 200, bytes.body.constData());
        const QJsonObject one = bytes.json().value("data").toArray().first().toObject();
        const QByteArray raw = QByteArray::fromBase64(one.value("embedding").toString().toLatin1());
        std::vector<float> values(static_cast<std::size_t>(raw.size()) / sizeof(float));
        std::memcpy(values.data(), raw.constData(), values.size() * sizeof(float));
        QCOMPARE(values.size(), std::size_t{48});
        QVERIFY(apart(vector_of(numbers), values) < 1e-7);
    }

    void eachModelIsAskedForWhatItMakes() {
        QCOMPARE(m_node->post("/embeddings", {{"model", "texts"}, {"input", "x"}}).status, 400);
        QCOMPARE(m_node->post("/chat/completions", chat_body("vectors", "x")).status, 400);
        const CommandResult chat = m_node->ctl({"chat", "--model", "vectors", "hello"});
        QVERIFY(chat.exit_code != 0);
        QVERIFY2(chat.err.contains("vectors of texts"), chat.err.constData());
        QString text;
        for (int i = 0; i < 40; ++i)
            text += "sunny ";
        const HttpAnswer longer = m_node->post("/embeddings", {{"model", "vectors"}, {"input", text}});
        QCOMPARE(longer.status, 400);
        QVERIFY2(longer.body.contains("context_length_exceeded"), longer.body.constData());
        QVERIFY2(longer.body.contains("in parts") && !longer.body.contains("max_tokens"), longer.body.constData());
        const auto blamed = [&](const QJsonObject& members) {
            return m_node->post("/embeddings", members).json().value("error").toObject().value("param").toString();
        };
        QCOMPARE(blamed({{"input", "x"}, {"profile", "bf16"}}), QString("profile"));
        QCOMPARE(blamed({{"input", QJsonArray{2, 1'000'000}}}), QString("input"));
        QCOMPARE(m_node->post("/embeddings", {{"input", "x"}}).json().value("model").toString(), QString("vectors"));
        QCOMPARE(m_node->post("/embeddings", {{"model", "vectors"}, {"input", "x"}, {"dimensions", 8}}).status, 400);
        QCOMPARE(m_node->post("/chat/completions", chat_body("texts", "hello", 4)).status, 200);
    }

    void aDecodersVectorIsSignedAndReplayed() {
        const QDir original(tiny_model("qwen3")), folder(home_file("pooled"));
        QVERIFY(folder.mkpath("1_Pooling"));
        for (const QString& name : original.entryList(QDir::Files))
            QVERIFY(QFile::copy(original.filePath(name), folder.filePath(name)));
        const auto write = [&](const char* name, const QByteArray& bytes) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("modules.json", R"([{"path":"","type":"sentence_transformers.models.Transformer"},)"
                                      R"({"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},)"
                                      R"({"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}])"));
        QVERIFY(write("1_Pooling/config.json", R"({"pooling_mode_lasttoken": true})"));
        QCOMPARE(m_node->import(folder.path(), "pooled").size(), 64);
        QCOMPARE(m_node->get("/models/pooled").json().value("kind").toString(), QString("embedding"));
        const HttpAnswer answer = m_node->post("/embeddings", {{"model", "pooled"}, {"input", "sunny"}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        double squares = 0.0;
        for (const double value : vector_of(answer))
            squares += value * value;
        QVERIFY(std::abs(squares - 1.0) < 1e-4);
        const QString receipt = receipt_of(answer.headers.value("x-evidence-id"));
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E2"));
        QCOMPARE(m_node->post("/chat/completions", chat_body("pooled", "x")).status, 400);
    }

    void miniLmGivesThePublishedVectors() {
        if (minilm_folder().isEmpty()) QSKIP(no_minilm);
        QCOMPARE(m_node->import(minilm_folder(), "minilm").size(), 64);
        const auto texts = embedded_texts("minilm");
        QVERIFY(!texts.empty());
        for (const EmbeddedText& one : texts) {
            const HttpAnswer answer = m_node->post("/embeddings", {{"model", "minilm"}, {"input", one.text}});
            QVERIFY2(answer.status == 200, answer.body.constData());
            QVERIFY(apart(one.vector, vector_of(answer)) < 1e-4);
        }
    }
};

QTEST_GUILESS_MAIN(IntegrationEmbeddings)
#include "tst_integration_embeddings.moc"
