// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_script.h"
#include "named_tensors.h"
#include "script_models.h"
#include "silero.h"

#include <algorithm>
#include <cmath>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using compute::TorchScript;
using proof::Tensor;
using proof::TensorKind;
using test::always;
using test::find;
using test::made;
using test::Tensors;
using test::values_of;
using test::write_script;

namespace {

Tensor floats(const std::string& name, const std::vector<float>& values) {
    return made(name, TensorKind::f32, {values.size()}, values);
}

} // namespace

/// TorchScript with named tensors.
class ComputeScript : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    core::Result<std::unique_ptr<TorchScript>> load(const char* methods) {
        const std::string file = m_folder.filePath("model.pt").toStdString();
        if (!write_script(file, methods)) return core::fail(core::Code::internal, "The model cannot be written.");
        return TorchScript::load(file, 1);
    }

private slots:
    void itSaysWhatItTakes() {
        const auto script = load(test::scaling_methods);
        QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
        const auto& inputs = (*script)->shape().inputs;
        QCOMPARE(inputs.size(), std::size_t{2});
        QVERIFY((inputs[0] == model::ScriptInput{"x", model::ScriptInput::Kind::tensor, false}));
        QVERIFY((inputs[1] == model::ScriptInput{"factor", model::ScriptInput::Kind::real, true}));
        QVERIFY((*script)->shape().states.empty());
    }

    void namedTensorsGoInAndComeOut() {
        const auto script = load(test::scaling_methods);
        QVERIFY(script.ok());
        const auto doubled = (*script)->run({floats("x", {1.5F, -2.0F})}, always);
        QVERIFY2(doubled.ok(), doubled ? "" : doubled.error().message.c_str());
        QCOMPARE(values_of(*doubled, "output"), (std::vector<float>{3.0F, -4.0F}));
        const Tensor factor = made<double>("factor", TensorKind::f64, {}, {0.5});
        const auto halved = (*script)->run({floats("x", {3.0F}), factor}, always);
        QVERIFY(halved.ok());
        QCOMPARE(values_of(*halved, "output"), (std::vector<float>{1.5F}));
    }

    void whatItDoesNotTakeIsRefusedAndItGoesOn() {
        const auto script = load(test::scaling_methods);
        QVERIFY(script.ok());
        const auto refused = [&](const Tensors& inputs, const char* word) {
            const auto given = (*script)->run(inputs, always);
            return !given && given.error().code == core::Code::invalid_argument &&
                   given.error().message.find(word) != std::string::npos;
        };
        QVERIFY(refused({}, "\"x\""));
        QVERIFY(refused({floats("x", {1.0F}), floats("y", {1.0F})}, "\"y\""));
        QVERIFY(refused({floats("x", {1.0F}), floats("factor", {1.0F, 2.0F})}, "\"factor\""));
        QVERIFY(refused({floats("x", {1.0F}), made<std::int64_t>("factor", TensorKind::i64, {}, {2})}, "\"factor\""));
        const auto summing = load(test::summing_methods);
        QVERIFY(summing.ok());
        const auto other_shape = (*summing)->run({floats("x", {1.0F, 2.0F, 3.0F})}, always);
        QVERIFY(!other_shape);
        QCOMPARE(other_shape.error().code, core::Code::invalid_argument);
        QCOMPARE(other_shape.error().message.id(), "script_operator_refused");
        const auto raising =
            load("def forward(self, x: Tensor):\n    assert x.size(0) < 2, \"too long\"\n    return x\n");
        QVERIFY2(raising.ok(), raising ? "" : raising.error().message.c_str());
        const auto raised = (*raising)->run({floats("x", {1.0F, 2.0F})}, always);
        QVERIFY(!raised);
        QCOMPARE(raised.error().message.id(), "script_refused");
        QVERIFY(raised.error().message.ends_with("too long\"."));
        QVERIFY((*summing)->run({floats("x", {1.0F, 2.0F})}, always).ok());
    }

    /// It may say anything, on a terminal and in a window, too.
    void whatTheModelSaysIsQuotedAndCut() {
        const std::string words = R"(\033[31mred\007 \"quoted\" )" + std::string(1000, 'x');
        const auto loud = load(
            ("def forward(self, x: Tensor):\n    assert x.size(0) < 2, \"" + words + "\"\n    return x\n").c_str());
        QVERIFY2(loud.ok(), loud ? "" : loud.error().message.c_str());
        const auto raised = (*loud)->run({floats("x", {1.0F, 2.0F})}, always);
        QVERIFY(!raised);
        const std::string& said = raised.error().message;
        QVERIFY(said.find("red") != std::string::npos && said.ends_with("...\"."));
        QVERIFY(said.find("'quoted'") != std::string::npos && said.size() < 400);
        QVERIFY(std::none_of(said.begin(), said.end(), [](char c) { return c < ' ' || c > '~'; }));
    }

    void nothingStaysOfACallButWhatItsCallerSends() {
        const auto script = load(test::summing_methods);
        QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
        QCOMPARE((*script)->shape().states.size(), std::size_t{2});
        const auto first = (*script)->run({floats("x", {1.0F, 2.0F})}, always);
        QVERIFY(first.ok());
        QCOMPARE(values_of(*first, "output_0"), (std::vector<float>{3.0F}));
        QCOMPARE(values_of(*first, "total"), (std::vector<float>{1.0F, 2.0F}));
        const auto again = (*script)->run({floats("x", {1.0F, 2.0F})}, always);
        QVERIFY(again.ok() && *again == *first);
        const auto next =
            (*script)->run({floats("x", {1.0F, 2.0F}), *find(*first, "total"), *find(*first, "calls")}, always);
        QVERIFY(next.ok());
        QCOMPARE(values_of(*next, "total"), (std::vector<float>{2.0F, 4.0F}));
        QCOMPARE(find(*next, "calls")->data.front(), std::uint8_t{2});
    }

    void randomNumbersAreTheSameEachTime() {
        const auto script = load("def forward(self, x: Tensor):\n    return x + torch.rand([4])\n");
        QVERIFY(script.ok());
        const auto one = (*script)->run({floats("x", {0, 0, 0, 0})}, always);
        const auto other = (*script)->run({floats("x", {0, 0, 0, 0})}, always);
        QVERIFY(one.ok() && other.ok() && *one == *other);
    }

    void memoryThatNobodyWroteShowsNothing() {
        const auto script = load("def forward(self, x: Tensor):\n    return torch.empty([64])\n");
        QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
        const auto given = (*script)->run({floats("x", {1.0F})}, always);
        QVERIFY2(given.ok(), given ? "" : given.error().message.c_str());
        const auto values = values_of(*given, "output");
        QCOMPARE(values.size(), std::size_t{64});
        QVERIFY(std::all_of(values.begin(), values.end(), [](float value) { return std::isnan(value); }));
    }

    void whatReachesPastItsMemoryIsRefusedByName_data() {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("word");
        QTest::newRow("view") << "torch._reshape_alias(x, [4], [1000])"
                              << "_reshape_alias";
        QTest::newRow("copy") << "torch._reshape_alias_copy(x, [4], [1000])"
                              << "_reshape_alias_copy";
        QTest::newRow("sparse") << "torch.sparse_coo_tensor(x, x)"
                                << "sparse_coo_tensor";
        QTest::newRow("set") << "x.set_(x)"
                             << "aten::set_";
    }
    void whatReachesPastItsMemoryIsRefusedByName() {
        QFETCH(QString, call);
        QFETCH(QString, word);
        const auto script = load(("def forward(self, x: Tensor):\n    return " + call.toStdString() + "\n").c_str());
        QVERIFY(!script);
        QCOMPARE(script.error().message.id(), "script_calls");
        QVERIFY2(script.error().message.find(word.toStdString()) != std::string::npos, script.error().message.c_str());
    }

    void anEndlessLoopEndsWhenItIsAsked() {
        const auto script = load(test::endless_methods);
        QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
        int turns = 0;
        const auto ended = (*script)->run({floats("x", {1.0F})}, [&]() -> core::Status {
            if (++turns < 1000) return {};
            return core::fail(core::Code::timed_out, "Enough.");
        });
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, core::Code::timed_out);
        QCOMPARE(turns, 1000);
    }

    void everyCallIsAskedAboutBefore() {
        const auto script = load("def forward(self, x: Tensor):\n    return (x + 1.0) * 2.0\n");
        QVERIFY(script.ok());
        for (const int last : {1, 2, 3}) { // the run, the sum, the product
            int turns = 0;
            const auto ended = (*script)->run({floats("x", {1.0F})}, [&]() -> core::Status {
                if (++turns < last) return {};
                return core::fail(core::Code::cancelled, "Enough.");
            });
            QVERIFY(!ended && ended.error().code == core::Code::cancelled);
            QCOMPARE(turns, last);
        }
    }

    void anOutputThatRepeatsOneValueIsCountedWhole() {
        const auto script = load("def forward(self, x: Tensor):\n    return x.expand([1024, 2048])\n");
        QVERIFY(script.ok());
        const auto given = (*script)->run({floats("x", {1.0F})}, always);
        QVERIFY(!given && given.error().code == core::Code::invalid_argument);
        QCOMPARE(given.error().message.id(), "script_gives_unfit");
    }

    void codeThatWouldRunWhileItIsLoadedIsRefused() {
        const auto script = load("def forward(self, x: Tensor):\n    return x\n"
                                 "def __setstate__(self, state: Tensor):\n    self.total = state\n");
        QVERIFY(!script && script.error().code == core::Code::unsupported);
        QVERIFY(script.error().message.find("__setstate__") != std::string::npos);
    }

    void filesAndForeignFormatsAreRefused() {
        const auto reading = load(test::reading_methods);
        QVERIFY(!reading);
        QCOMPARE(reading.error().code, core::Code::unsupported);
        QVERIFY(reading.error().message.find("from_file") != std::string::npos);
        QFile noise(m_folder.filePath("noise.pt"));
        QVERIFY(noise.open(QIODevice::WriteOnly));
        noise.write(QByteArray(5000, 'x'));
        noise.close();
        const auto none = TorchScript::load(noise.fileName().toStdString(), 1);
        QVERIFY(!none);
        QCOMPARE(none.error().code, core::Code::corrupt);
        const auto of_text = load("def forward(self, x: str):\n    return len(x)\n");
        QVERIFY(!of_text);
        QCOMPARE(of_text.error().code, core::Code::unsupported);
    }

    void sileroHearsSpeechChunkAfterChunk() {
        if (test::silero_file().isEmpty()) QSKIP(test::no_silero);
        const auto script = TorchScript::load(test::silero_file().toStdString(), 1);
        QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
        const test::Speech signal = test::speech_signal();
        QVERIFY(!signal.speech.empty());
        Tensors inputs;
        for (std::size_t i = 0; i < signal.speech.size(); ++i) {
            const auto begin = signal.samples.begin() + static_cast<std::ptrdiff_t>(i * test::speech_chunk);
            inputs.push_back(made("x", TensorKind::f32, {1, test::speech_chunk},
                                  std::vector<float>(begin, begin + test::speech_chunk)));
            inputs.push_back(made<std::int64_t>("sr", TensorKind::i64, {}, {test::speech_rate}));
            const auto heard = (*script)->run(inputs, always);
            QVERIFY2(heard.ok(), heard ? "" : heard.error().message.c_str());
            const auto said = values_of(*heard, "output");
            QCOMPARE(said.size(), std::size_t{1});
            QVERIFY2(std::abs(static_cast<double>(said.front()) - signal.speech[i]) < 1e-3,
                     qPrintable(QString("chunk %1: %2, not %3").arg(i).arg(said.front()).arg(signal.speech[i])));
            inputs.clear();
            for (const Tensor& tensor : *heard)
                if (tensor.name != "output") inputs.push_back(tensor);
        }
    }
};

QTEST_GUILESS_MAIN(ComputeScript)
#include "tst_compute_script.moc"
