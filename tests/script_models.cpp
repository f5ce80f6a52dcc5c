// SPDX-License-Identifier: Apache-2.0
#include "script_models.h"

#include <ATen/ops/zeros.h>

#include <caffe2/serialize/inline_container.h>

#include <cstdio>
#include <exception>
#include <torch/csrc/jit/api/module.h>
#include <vector>

namespace hearth::test {
namespace {

constexpr const char* exported_program = R"json({
"graph_module": {
 "graph": {
  "inputs": [{"as_tensor": {"name": "p_weight"}}, {"as_tensor": {"name": "p_bias"}}, {"as_tensor": {"name": "b_total"}},
             {"as_tensor": {"name": "x"}}],
  "outputs": [{"as_tensor": {"name": "add"}}, {"as_tensor": {"name": "reshape"}}, {"as_tensor": {"name": "add"}}],
  "nodes": [
   {"target": "torch.ops.aten.sym_size.int", "metadata": {}, "inputs": [
     {"name": "self", "arg": {"as_tensor": {"name": "x"}}, "kind": 1},
     {"name": "dim", "arg": {"as_int": 0}, "kind": 1}],
    "outputs": [{"as_sym_int": {"as_name": "sym_size_int"}}]},
   {"target": "torch.ops.aten.linear.default", "metadata": {}, "inputs": [
     {"name": "input", "arg": {"as_tensor": {"name": "x"}}, "kind": 1},
     {"name": "weight", "arg": {"as_tensor": {"name": "p_weight"}}, "kind": 1},
     {"name": "bias", "arg": {"as_tensor": {"name": "p_bias"}}, "kind": 1}],
    "outputs": [{"as_tensor": {"name": "linear"}}]},
   {"target": "_operator.mul", "metadata": {}, "inputs": [
     {"name": "a", "arg": {"as_sym_int": {"as_name": "sym_size_int"}}, "kind": 1},
     {"name": "b", "arg": {"as_int": 3}, "kind": 1}],
    "outputs": [{"as_sym_int": {"as_name": "mul"}}]},
   {"target": "torch.ops.aten.reshape.default", "metadata": {}, "inputs": [
     {"name": "self", "arg": {"as_tensor": {"name": "linear"}}, "kind": 1},
     {"name": "shape", "arg": {"as_sym_ints": [{"as_name": "mul"}]}, "kind": 1}],
    "outputs": [{"as_tensor": {"name": "reshape"}}]},
   {"target": "torch.ops.aten.sum.dim_IntList", "metadata": {}, "inputs": [
     {"name": "self", "arg": {"as_tensor": {"name": "x"}}, "kind": 1},
     {"name": "dim", "arg": {"as_ints": [0]}, "kind": 1}],
    "outputs": [{"as_tensor": {"name": "sum_1"}}]},
   {"target": "torch.ops.aten.add.Tensor", "metadata": {}, "inputs": [
     {"name": "self", "arg": {"as_tensor": {"name": "b_total"}}, "kind": 1},
     {"name": "other", "arg": {"as_tensor": {"name": "sum_1"}}, "kind": 1}],
    "outputs": [{"as_tensor": {"name": "add"}}]}],
  "tensor_values": {"x": {"dtype": 7, "sizes": [
     {"as_expr": {"expr_str": "Symbol('s77', positive=True, integer=True)", "hint": {"as_int": 2}}}, {"as_int": 2}],
    "requires_grad": false, "device": {"type": "cpu", "index": null}, "strides": [{"as_int": 2}, {"as_int": 1}],
    "storage_offset": {"as_int": 0}, "layout": 7}},
  "sym_int_values": {"sym_size_int": {
     "as_expr": {"expr_str": "Symbol('s77', positive=True, integer=True)", "hint": {"as_int": 2}}}},
  "sym_bool_values": {}, "is_single_tensor_return": false},
 "signature": {
  "input_specs": [{"parameter": {"arg": {"name": "p_weight"}, "parameter_name": "weight"}},
                  {"parameter": {"arg": {"name": "p_bias"}, "parameter_name": "bias"}},
                  {"buffer": {"arg": {"name": "b_total"}, "buffer_name": "total", "persistent": true}},
                  {"user_input": {"arg": {"as_tensor": {"name": "x"}}}}],
  "output_specs": [{"buffer_mutation": {"arg": {"name": "add"}, "buffer_name": "total"}},
                   {"user_output": {"arg": {"as_tensor": {"name": "reshape"}}}},
                   {"user_output": {"arg": {"as_tensor": {"name": "add"}}}}]},
 "module_call_graph": []},
"opset_version": {"aten": 10}, "range_constraints": {"s77": {"min_val": 1, "max_val": 4}},
"schema_version": {"major": 8, "minor": 16}, "verifiers": ["TRAINING"], "torch_version": "2.13.0",
"guards_code": []})json";

std::string payload(const char* name, int number, const char* sizes, const char* strides) {
    return '"' + std::string(name) + R"(": {"path_name": "weight_)" + std::to_string(number) +
           R"(", "is_param": true, "use_pickle": false, "tensor_meta": {"dtype": 7, "requires_grad": false, "sizes": )" +
           sizes + R"(, "strides": )" + strides +
           R"(, "device": {"type": "cpu", "index": null}, "storage_offset": {"as_int": 0}, "layout": 7}})";
}

std::string bytes_of(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

} // namespace

ExportRecords exported_records() {
    constexpr const char* two = R"([{"as_int": 2}])";
    constexpr const char* three = R"([{"as_int": 3}])";
    constexpr const char* one = R"([{"as_int": 1}])";
    return {{"archive_format", "pt2"},
            {"archive_version", "0"},
            {"models/model.json", exported_program},
            {"data/weights/model_weights_config.json",
             R"({"config": {)" +
                 payload("weight", 0, R"([{"as_int": 3}, {"as_int": 2}])", R"([{"as_int": 2}, {"as_int": 1}])") + ", " +
                 payload("bias", 1, three, one) + ", " + payload("total", 2, two, one) + "}}"},
            {"data/weights/weight_0", bytes_of({1, 0, 0, 1, 1, 1})},
            {"data/weights/weight_1", bytes_of({0.5F, 0, -1})},
            {"data/weights/weight_2", bytes_of({0, 0})},
            {"data/constants/model_constants_config.json", R"({"config": {}})"}};
}

ExportRecords exported_calling(const std::string& calls) {
    ExportRecords records = exported_records();
    std::string& text = records["models/model.json"];
    const std::string last = R"("outputs": [{"as_tensor": {"name": "linear"}}]},)";
    const std::size_t begin = text.find(R"({"target": "torch.ops.aten.linear.default")"), end = text.find(last);
    if (begin == std::string::npos || end == std::string::npos) return {};
    text.replace(begin, end + last.size() - begin, calls);
    return records;
}

std::string export_call(const std::string& target, const std::string& inputs, const std::string& output) {
    return R"({"target": "torch.ops.aten.)" + target + R"(", "metadata": {}, "inputs": [)" + inputs +
           R"(], "outputs": [)" + export_tensor(output) + "]},";
}

std::string export_input(const std::string& name, const std::string& value) {
    return R"({"name": ")" + name + R"(", "arg": )" + value + R"(, "kind": 1})";
}

std::string export_tensor(const std::string& name) {
    return R"({"as_tensor": {"name": ")" + name + R"("}})";
}

bool write_export(const std::string& file, const ExportRecords& records) {
    try {
        caffe2::serialize::PyTorchStreamWriter archive(file);
        archive.setMinVersion(6);
        for (const auto& [name, bytes] : records)
            archive.writeRecord(name, bytes.data(), bytes.size());
        archive.writeEndOfFile();
        return true;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return false;
    }
}

bool write_script(const std::string& file, const std::string& methods) {
    try {
        torch::jit::Module module("__torch__.Tested");
        module.register_attribute("total", c10::TensorType::get(), at::zeros({2}));
        module.register_attribute("calls", c10::IntType::get(), std::int64_t{0});
        module.define(methods);
        module.save(file);
        return true;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return false;
    }
}

} // namespace hearth::test
