// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"
#include "script_models.h"
#include "silero.h"

#include <cmath>
#include <QFile>
#include <QTest>

using namespace hearth::test;

/// Models of tensors on a real node: imported in the sandbox, asked, signed, run again.
class IntegrationTensors : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    QString model_file(const char* name, const char* methods) const {
        const QString file = m_node->home() + "/" + QLatin1String(name);
        return write_script(file.toStdString(), methods) ? file : QString();
    }
    static QJsonObject tensor(const char* dtype, const QJsonArray& shape, const QJsonValue& data) {
        return {{"dtype", QLatin1String(dtype)}, {"shape", shape}, {"data", data}};
    }
    static QJsonObject pair(double one, double other) { return tensor("float32", {2}, QJsonArray{one, other}); }
    HttpAnswer run(const QString& model, const QJsonObject& inputs) const {
        return m_node->post("/models/" + model + ":run", {{"inputs", inputs}});
    }
    static QJsonObject outputs_of(const HttpAnswer& answer) { return answer.json().value("outputs").toObject(); }
    QString receipt_of(const HttpAnswer& answer) const {
        return m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
    }

private slots:
    void initTestCase() {
        m_node = std::make_unique<NodeProcess>("[api]\nlisten = \"127.0.0.1:0\"\n[solo]\nepoch_seconds = 2\n"
                                               "[prices]\nmodels = [\"sums=0.5/0.2\"]\n");
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(m_node->import(tiny_model("llama-tied"), "texts").size(), 64);
        QCOMPARE(m_node->import(model_file("sum.pt", summing_methods), "sums").size(), 64);
    }

    void aRunIsSignedPaidAndReplayed() {
        QCOMPARE(m_node->get("/models/sums").json().value("kind").toString(), QString("tensors"));
        const HttpAnswer answer = run("sums", {{"x", pair(1, 2)}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(outputs_of(answer).value("output_0").toObject().value("data").toArray(), QJsonArray{3});
        const QString receipt = receipt_of(answer);
        QCOMPARE(receipt.size(), 64);
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E2"));
        const QString file = m_node->home() + "/receipt.cbor";
        QCOMPARE(m_node->ctl({"receipt", "export", receipt, file}).exit_code, 0);
        const CommandResult verified = run_program(program_path("hearthctl"), {"--json", "receipt", "verify", file});
        QVERIFY2(verified.exit_code == 0, (verified.out + verified.err).constData());
    }

    /// Its owner's price of the model, for every four bytes that go in.
    void aRunCostsWhatItsOwnerAsks() {
        const HttpAnswer answer = run("sums", {{"x", pair(1, 2)}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        const int tokens = answer.json().value("usage").toObject().value("prompt_tokens").toInt();
        QVERIFY(tokens > 2);
        const CommandResult shown = m_node->ctl({"--json", "receipt", "show", receipt_of(answer)});
        QString price;
        for (const QJsonValue& field : shown.json().value("fields").toArray())
            if (field["name"] == "price") price = field["value"].toString();
        QCOMPARE(price, QString::number(tokens * 500));
    }

    void theCommandLineSaysWhatAModelMakes() {
        QCOMPARE(m_node->ctl({"--json", "model", "show", "sums"}).json().value("kind").toString(), QString("tensors"));
        QVERIFY(m_node->ctl({"model", "show", "sums"}).out.contains("tensors"));
        const QByteArray list = m_node->ctl({"model", "list"}).out;
        QVERIFY2(list.contains("tensors") && list.contains("texts"), list.constData());
        const QByteArray status = m_node->ctl({"status"}).out;
        QVERIFY2(status.contains("makes tensors") && status.contains("makes texts"), status.constData());
    }

    void whatTheModelKeepsIsTheCallersToSend() {
        const HttpAnswer first = run("sums", {{"x", pair(1, 2)}});
        QVERIFY2(first.status == 200, first.body.constData());
        const QJsonObject kept = outputs_of(first);
        const HttpAnswer next = run("sums", {{"x", pair(1, 2)}, {"total", kept["total"]}});
        QVERIFY2(next.status == 200, next.body.constData());
        QCOMPARE(outputs_of(next).value("output_0").toObject().value("data").toArray(), QJsonArray{6});
        const HttpAnswer fresh = run("sums", {{"x", pair(1, 2)}});
        QCOMPARE(outputs_of(fresh), kept);
    }

    void aProgramOfTorchExportIsSignedAndReplayed() {
        const QString file = m_node->home() + "/affine.pt2";
        QVERIFY(write_export(file.toStdString(), exported_records()));
        QCOMPARE(m_node->import(file, "affine").size(), 64);
        const QJsonObject x = tensor("float32", {2, 2}, QJsonArray{1, 2, 3, 4});
        const HttpAnswer answer = run("affine", {{"x", x}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        const auto row = outputs_of(answer).value("output_0").toObject();
        QCOMPARE(row.value("data").toArray(), (QJsonArray{1.5, 2, 2, 3.5, 4, 6}));
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt_of(answer), "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
        QCOMPARE(replayed.json().value("level").toString(), QString("E2"));
        const HttpAnswer next = run("affine", {{"x", x}, {"total", outputs_of(answer).value("total")}});
        QVERIFY2(next.status == 200, next.body.constData());
        QCOMPARE(outputs_of(next).value("total").toObject().value("data").toArray(), (QJsonArray{8, 12}));
        QCOMPARE(run("affine", {{"x", tensor("float32", {1, 3}, QJsonArray{1, 2, 3})}}).status, 400);
    }

    void hostileInputsAreRefusedAndTheModelGoesOn() {
        const auto refused = [&](const QJsonObject& inputs, const char* word) {
            const HttpAnswer answer = run("sums", inputs);
            return answer.status == 400 && answer.body.contains(word);
        };
        QVERIFY(refused({}, "\"inputs.x\""));
        QVERIFY(refused({{"y", pair(1, 2)}}, "\"inputs.y\""));
        QVERIFY(refused({{"x", tensor("float32", {3}, QJsonArray{1, 2, 3})}}, "\"inputs\""));
        QVERIFY(refused({{"x", pair(1, 2)}, {"calls", tensor("float32", {1}, QJsonArray{1})}}, "calls"));
        QCOMPARE(run("sums", {{"x", pair(1, 2)}}).status, 200);
        const QString inverse = model_file("inverse.pt", "def forward(self, x: Tensor):\n    return 1.0 / x\n");
        QCOMPARE(m_node->import(inverse, "inverse").size(), 64);
        const HttpAnswer endless = run("inverse", {{"x", pair(0, 1)}}); // by what it gives, not by what it is sent
        QVERIFY2(endless.status == 400 && endless.body.contains("fits into no answer"), endless.body.constData());
        QVERIFY(endless.json().value("error").toObject().value("param").isNull());
        QCOMPARE(m_node->post("/chat/completions", chat_body("sums", "x")).status, 400);
        QCOMPARE(run("texts", {{"x", pair(1, 2)}}).status, 400);
        QCOMPARE(m_node->post("/chat/completions", chat_body("texts", "hello", 4)).status, 200);
    }

    void whatIsNoModelOfTensorsIsRefusedWithTheReason() {
        const auto refused = [&](const QString& path, const char* word) {
            const CommandResult result = m_node->ctl({"model", "import", path});
            return result.exit_code != 0 && result.err.contains(word);
        };
        QFile noise(m_node->home() + "/noise.pt");
        QVERIFY(noise.open(QIODevice::WriteOnly));
        noise.write(QByteArray(5000, 'x'));
        noise.close();
        QVERIFY(refused(noise.fileName(), "TorchScript"));
        QVERIFY(refused(model_file("reads.pt", reading_methods), "from_file"));
        QVERIFY(QFile::copy(noise.fileName(), m_node->home() + "/noise.pt2"));
        QVERIFY(refused(m_node->home() + "/noise.pt2", "torch.export"));
        ExportRecords compiled = exported_records();
        compiled["data/aotinductor/model/model.wrapper.so"] = "ELF";
        const QString file = m_node->home() + "/compiled.pt2";
        QVERIFY(write_export(file.toStdString(), compiled));
        QVERIFY(refused(file, "AOTInductor"));
    }

    void aModelThatNeverEndsIsStopped() {
        QCOMPARE(m_node->import(model_file("endless.pt", endless_methods), "endless").size(), 64);
        const HttpAnswer gone = m_node->post("/models/endless:run", {{"inputs", QJsonObject{{"x", pair(1, 2)}}}}, 2000);
        QCOMPARE(gone.status, 0); // the caller leaves, and the worker is free again
        const HttpAnswer next = run("sums", {{"x", pair(1, 2)}});
        QVERIFY2(next.status == 200, next.body.constData());
    }

    void sileroHearsSpeech() {
        if (silero_file().isEmpty()) QSKIP(no_silero);
        QCOMPARE(m_node->import(silero_file(), "vad").size(), 64);
        const Speech signal = speech_signal();
        QVERIFY(!signal.speech.empty());
        QJsonObject inputs;
        QString receipt;
        for (std::size_t i = 0; i < signal.speech.size(); ++i) {
            QJsonArray samples;
            for (std::size_t j = 0; j < speech_chunk; ++j)
                samples.append(static_cast<double>(signal.samples[i * speech_chunk + j]));
            inputs["x"] = tensor("float32", {1, speech_chunk}, samples);
            inputs["sr"] = tensor("int64", {}, speech_rate);
            const HttpAnswer answer = run("vad", inputs);
            QVERIFY2(answer.status == 200, answer.body.constData());
            inputs = outputs_of(answer);
            const double said = inputs.take("output").toObject().value("data").toArray().first().toDouble();
            QVERIFY(std::abs(said - signal.speech[i]) < 1e-3);
            receipt = receipt_of(answer);
        }
        const CommandResult replayed = m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"});
        QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationTensors)
#include "tst_integration_tensors.moc"
