// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_export.h"
#include "named_tensors.h"
#include "script_models.h"

#include <algorithm>
#include <cmath>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using compute::TorchExport;
using proof::Tensor;
using proof::TensorKind;
using test::always;
using test::ExportRecords;
using test::find;
using test::made;
using test::Tensors;
using test::values_of;

namespace {

constexpr const char* program_record = "models/model.json";
constexpr const char* weights_record = "data/weights/model_weights_config.json";

Tensor floats(const std::string& name, std::vector<std::uint64_t> shape, const std::vector<float>& values) {
    return made(name, TensorKind::f32, std::move(shape), values);
}

ExportRecords changed(const char* record, const std::string& from, const std::string& to) {
    ExportRecords records = test::exported_records();
    std::string& text = records[record];
    const std::size_t at = text.find(from);
    if (at == std::string::npos) return {}; // no archive at all: whatever is expected of it fails
    text.replace(at, from.size(), to);
    return records;
}

constexpr const char* size_rule = "\"expr_str\": \"Symbol('s77', positive=True, integer=True)\"";

QString size_rule_as(const char* rule) {
    return QStringLiteral("\"expr_str\": \"%1\"").arg(QLatin1String(rule));
}

/// The buffer is not given back, but changed where it lies.
ExportRecords summing_in_place() {
    ExportRecords records =
        changed(program_record, R"({"buffer_mutation": {"arg": {"name": "add"}, "buffer_name": "total"}},)", "");
    std::string& text = records[program_record];
    const std::string call = "torch.ops.aten.add.";
    text.replace(text.find(call), call.size(), "torch.ops.aten.add_.");
    return records;
}

} // namespace

/// Programs of torch.export with named tensors.
class ComputeExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    core::Result<std::unique_ptr<TorchExport>> load(const ExportRecords& records) {
        const std::string file = m_folder.filePath("model.pt2").toStdString();
        QFile::remove(QString::fromStdString(file));
        if (records.empty() || !test::write_export(file, records))
            return core::fail(core::Code::internal, "The program cannot be written.");
        return TorchExport::load(file, 1);
    }
    static Tensor pairs() { return floats("x", {2, 2}, {1, 2, 3, 4}); }

private slots:
    void itSaysWhatItTakes() {
        const auto program = load(test::exported_records());
        QVERIFY2(program.ok(), program ? "" : program.error().message.c_str());
        const model::ScriptShape& shape = (*program)->shape();
        QCOMPARE(shape.inputs.size(), std::size_t{1});
        QVERIFY((shape.inputs[0] == model::ScriptInput{"x", model::ScriptInput::Kind::tensor, false}));
        QCOMPARE(shape.states.size(), std::size_t{1});
        QVERIFY((shape.states[0] == model::ScriptInput{"total", model::ScriptInput::Kind::tensor, true}));
        QCOMPARE((*program)->weight_bytes(), std::uint64_t{11 * sizeof(float)});
    }

    void itComputesWhatItsProgramSays() {
        const auto program = load(test::exported_records());
        QVERIFY(program.ok());
        const auto given = (*program)->run({pairs()}, always);
        QVERIFY2(given.ok(), given ? "" : given.error().message.c_str());
        QCOMPARE(values_of(*given, "output_0"), (std::vector<float>{1.5F, 2, 2, 3.5F, 4, 6}));
        QCOMPARE(find(*given, "output_0")->shape, (std::vector<std::uint64_t>{6}));
        QCOMPARE(values_of(*given, "output_1"), (std::vector<float>{4, 6}));
        const auto single = (*program)->run({floats("x", {1, 2}, {1, 1})}, always);
        QVERIFY(single.ok());
        QCOMPARE(values_of(*single, "output_0"), (std::vector<float>{1.5F, 1, 1}));
    }

    void whatItKeepsIsTheCallersToSend_data() {
        QTest::addColumn<bool>("in_place");
        QTest::newRow("given back") << false;
        QTest::newRow("changed in place") << true;
    }
    void whatItKeepsIsTheCallersToSend() {
        QFETCH(bool, in_place);
        const auto program = load(in_place ? summing_in_place() : test::exported_records());
        QVERIFY2(program.ok(), program ? "" : program.error().message.c_str());
        QCOMPARE((*program)->shape().states.size(), std::size_t{1});
        const auto first = (*program)->run({pairs()}, always);
        QVERIFY2(first.ok(), first ? "" : first.error().message.c_str());
        QCOMPARE(values_of(*first, "total"), (std::vector<float>{4, 6}));
        const auto again = (*program)->run({pairs()}, always);
        QVERIFY(again.ok() && *again == *first);
        const auto next = (*program)->run({pairs(), *find(*first, "total")}, always);
        QVERIFY(next.ok());
        QCOMPARE(values_of(*next, "total"), (std::vector<float>{8, 12}));
    }

    void otherTensorsAreRefusedAndItGoesOn() {
        const auto program = load(test::exported_records());
        QVERIFY(program.ok());
        const auto refused = [&](const Tensors& inputs, const char* id) {
            const auto given = (*program)->run(inputs, always);
            return !given && given.error().code == core::Code::invalid_argument &&
                   given.error().message.id() == std::string(id);
        };
        QVERIFY(refused({}, "input_missing"));
        QVERIFY(refused({pairs(), floats("y", {1}, {1})}, "no_such_input"));
        QVERIFY(refused({floats("x", {4}, {1, 2, 3, 4})}, "export_input_shape"));
        QVERIFY(refused({floats("x", {1, 3}, {1, 2, 3})}, "export_input_shape"));
        QVERIFY(refused({floats("x", {5, 2}, std::vector<float>(10))}, "export_input_shape")); // four are the most
        QVERIFY(refused({floats("x", {0, 2}, {})}, "export_input_shape"));
        Tensor whole = pairs();
        whole.kind = TensorKind::i32;
        QVERIFY(refused({whole}, "export_input_shape"));
        QVERIFY(refused({pairs(), floats("total", {3}, {1, 2, 3})}, "export_input_shape"));
        QVERIFY((*program)->run({pairs()}, always).ok());
    }

    void everyCallIsAskedAboutBefore() {
        const auto program = load(test::exported_records());
        QVERIFY(program.ok());
        for (const int last : {1, 2, 7}) { // the run, the first call, the last
            int turns = 0;
            const auto ended = (*program)->run({pairs()}, [&]() -> core::Status {
                if (++turns < last) return {};
                return core::fail(core::Code::cancelled, "Enough.");
            });
            QVERIFY(!ended && ended.error().code == core::Code::cancelled);
            QCOMPARE(turns, last);
        }
    }

    void whatIsNotKnownIsRefusedByName_data() {
        QTest::addColumn<QString>("record");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("word");
        const auto in_program = [](const char* row, const char* from, const char* to, const char* word) {
            QTest::newRow(row) << program_record << from << to << word;
        };
        in_program("a file", "aten.linear.default", "aten.from_file.default", "from_file");
        in_program("shared memory", "aten.linear.default", "aten.set_.source_Tensor", "set_");
        in_program("shared memory by another name", "aten.linear.default", "aten.set.source_Tensor", "aten.set.");
        in_program("a view past its memory", "aten.linear.default", "aten._reshape_alias.default", "_reshape_alias");
        in_program("output of its own", "aten.linear.default", "aten._print.default", "_print");
        in_program("sparse indices", "aten.linear.default", "aten.sparse_coo_tensor.indices", "sparse_coo");
        in_program("a private operator", "aten.linear.default", "aten._weight_int4pack_mm.default", "_weight_int4");
        in_program("a foreign operator", "ops.aten.linear", "ops.their.linear", "their.linear");
        in_program("no operator", "aten.linear.default", "aten.no_such_thing.default", "no_such_thing");
        in_program("a branch", "torch.ops.aten.linear.default", "torch.ops.higher_order.cond", "higher_order");
        in_program("a function", "_operator.mul", "os.system", "os.system");
        in_program("an argument's name", R"("name": "bias", "arg")", R"("name": "force", "arg")", "force");
        in_program("an argument's kind", R"("arg": {"as_ints": [0]})", R"("arg": {"as_graph": {}})", "dim");
        in_program("an argument too few", R"({"name": "dim", "arg": {"as_int": 0}, "kind": 1})",
                   R"({"name": "self2", "arg": {"as_int": 0}, "kind": 1})", "dim");
        in_program("an object", R"({"user_input": {"arg": {"as_tensor")", R"({"custom_obj": {"arg": {"as_tensor")",
                   "custom_obj");
        in_program("a gradient", R"({"user_output": {"arg": {"as_tensor": {"name": "reshape"}}}})",
                   R"({"gradient_to_parameter": {"arg": {"name": "reshape"}, "parameter_name": "bias"}})", "gradient");
        in_program("a complex input", R"("x": {"dtype": 7)", R"("x": {"dtype": 10)", "dtype 10");
        for (const char* rule :
             {"Mul(Integer(2), Symbol('s77', positive=True, integer=True))", "s77", "Symbol('s77', positive=True",
              "Symbol('s77')+Symbol('s78')", "Symbol('')", "Symbol('s77' integer=True)"})
            QTest::newRow(rule) << program_record << size_rule << size_rule_as(rule) << rule;
        in_program("a rule in words", R"("guards_code": [])", R"("guards_code": ["L['x'].size()[0] != 3"])", "!= 3");
        in_program("another version", R"("major": 8)", R"("major": 9)", "9");
        in_program("newer operators", R"({"aten": 10})", R"({"aten": 99})", "99");
        const auto in_weights = [](const char* row, const char* from, const char* to, const char* word) {
            QTest::newRow(row) << weights_record << from << to << word;
        };
        in_weights("pickle", R"("use_pickle": false)", R"("use_pickle": true)", "pickle");
        in_weights("a GPU", R"("type": "cpu")", R"("type": "cuda")", "cuda");
        in_weights("a sparse weight", R"("layout": 7)", R"("layout": 1)", "layout");
        in_weights("more elements than bytes", R"("sizes": [{"as_int": 3}, {"as_int": 2}], "strides": [{"as_int": 2})",
                   R"("sizes": [{"as_int": 300}, {"as_int": 2}], "strides": [{"as_int": 0})", "strides");
    }
    void whatIsNotKnownIsRefusedByName() {
        QFETCH(QString, record);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, word);
        const auto program = load(changed(record.toUtf8(), from.toStdString(), to.toStdString()));
        QVERIFY(!program);
        QVERIFY2(program.error().code == core::Code::unsupported, program.error().message.c_str());
        QVERIFY2(program.error().message.find(word.toStdString()) != std::string::npos,
                 program.error().message.c_str());
        QVERIFY(!program.error().hint.empty());
    }

    void memoryThatNobodyWroteShowsNothing() {
        const auto program = load(test::exported_calling(
            test::export_call("empty.memory_format", test::export_input("size", R"({"as_ints": [2, 3]})"), "linear")));
        QVERIFY2(program.ok(), program ? "" : program.error().message.c_str());
        const auto between = load(test::exported_records());
        QVERIFY(between.ok());
        const auto first = (*program)->run({pairs()}, always);
        QVERIFY2(first.ok(), first ? "" : first.error().message.c_str());
        QVERIFY((*between)->run({pairs()}, always).ok());
        const auto again = (*program)->run({pairs()}, always);
        QVERIFY(again.ok() && *again == *first);
        const auto values = values_of(*first, "output_0");
        QCOMPARE(values.size(), std::size_t{6});
        QVERIFY(std::all_of(values.begin(), values.end(), [](float value) { return std::isnan(value); }));
    }

    /// Its signature does not say that it writes.
    void noRunLeavesATraceInTheNext() {
        const std::string none = R"({"as_none": true})", total = test::export_tensor("b_total"),
                          yes = R"({"as_bool": true})";
        const std::string inputs =
            test::export_input("input", test::export_tensor("p_weight")) + ", " + test::export_input("weight", none) +
            ", " + test::export_input("bias", none) + ", " + test::export_input("running_mean", total) + ", " +
            test::export_input("running_var", total) + ", " + test::export_input("training", yes) + ", " +
            test::export_input("momentum", R"({"as_float": 0.5})") + ", " +
            test::export_input("eps", R"({"as_float": 1e-05})") + ", " + test::export_input("cudnn_enabled", yes);
        const auto program = load(test::exported_calling(test::export_call("batch_norm.default", inputs, "linear")));
        QVERIFY2(program.ok(), program ? "" : program.error().message.c_str());
        const auto first = (*program)->run({pairs()}, always);
        QVERIFY2(first.ok(), first ? "" : first.error().message.c_str());
        QVERIFY(values_of(*first, "output_1") != (std::vector<float>{4, 6})); // it did write
        const auto again = (*program)->run({pairs()}, always);
        QVERIFY(again.ok() && *again == *first);
    }

    void whatIsPassedThroughStaysTheSame() {
        const std::string inputs = test::export_input("input", test::export_tensor("p_weight")) + ", " +
                                   test::export_input("p", R"({"as_float": 0.5})") + ", " +
                                   test::export_input("train", R"({"as_bool": false})");
        const auto program = load(test::exported_calling(
            test::export_call("dropout.default", inputs, "kept") +
            test::export_call("relu_.default", test::export_input("self", test::export_tensor("kept")), "linear")));
        QVERIFY(!program && program.error().code == core::Code::unsupported);
        QCOMPARE(program.error().message.id(), "export_state");
    }

    void onlyBuffersMayChange() {
        ExportRecords records = summing_in_place();
        std::string& text = records[program_record];
        const std::string changes = R"("arg": {"as_tensor": {"name": "b_total"}})";
        text.replace(text.find(changes), changes.size(), R"("arg": {"as_tensor": {"name": "p_weight"}})");
        const auto program = load(records);
        QVERIFY(!program && program.error().code == core::Code::unsupported);
        QVERIFY2(program.error().message.find("\"weight\"") != std::string::npos, program.error().message.c_str());
    }

    void compiledCodeIsRefused() {
        ExportRecords records = test::exported_records();
        records["data/aotinductor/model/model.wrapper.so"] = "ELF";
        const auto program = load(records);
        QVERIFY(!program && program.error().code == core::Code::unsupported);
        QCOMPARE(program.error().message.id(), "compiled_model_not_run");
    }

    void whatIsBrokenIsNotLoaded() {
        const auto broken = [&](const ExportRecords& records) {
            const auto program = load(records);
            return !program && program.error().code == core::Code::corrupt &&
                   program.error().message.id() == std::string("no_export");
        };
        ExportRecords records = test::exported_records();
        records["data/weights/weight_0"].resize(20); // the shape asks for 24 bytes
        QVERIFY(broken(records));
        records = test::exported_records();
        records.erase("data/weights/weight_1");
        QVERIFY(broken(records));
        QVERIFY(broken(changed(weights_record, R"("path_name": "weight_1")", R"("path_name": "WEIGHT_1")")));
        QVERIFY(broken(changed(weights_record, R"("sizes": [{"as_int": 3}, {"as_int": 2}])",
                               R"("sizes": [{"as_int": -3}, {"as_int": -2}])")));
        records = test::exported_records();
        records["models/other.json"] = records[program_record];
        QVERIFY(broken(records));
        QVERIFY(broken(changed(program_record, R"("nodes": [)", R"("nodes": [[[[)")));
        QVERIFY(broken(changed(program_record, R"("name": "input", "arg": {"as_tensor": {"name": "x")",
                               R"("name": "input", "arg": {"as_tensor": {"name": "reshape")")));
        QVERIFY(broken(
            changed(program_record, R"({"as_tensor": {"name": "linear"}}]},)", R"({"as_tensor": {"name": "x"}}]},)")));
        QVERIFY(broken(changed(program_record, R"("parameter_name": "bias")", R"("parameter_name": "bigs")")));
        QFile noise(m_folder.filePath("noise.pt2"));
        QVERIFY(noise.open(QIODevice::WriteOnly));
        noise.write(QByteArray(5000, 'x'));
        noise.close();
        const auto none = TorchExport::load(noise.fileName().toStdString(), 1);
        QVERIFY(!none && none.error().code == core::Code::corrupt);
    }

    void anArchiveIsKnownByWhatItHolds() {
        const std::string file = m_folder.filePath("program.pt").toStdString();
        QVERIFY(test::write_export(file, test::exported_records()));
        QVERIFY(compute::is_export_archive(file));
        const std::string script = m_folder.filePath("script.pt").toStdString();
        QVERIFY(test::write_script(script, test::scaling_methods));
        QVERIFY(!compute::is_export_archive(script));
    }
};

QTEST_GUILESS_MAIN(ComputeExport)
#include "tst_compute_export.moc"
