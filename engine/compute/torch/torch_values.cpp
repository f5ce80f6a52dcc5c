// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/torch_values.h"

#include "compute/script.h"

#include <ATen/core/function_schema.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

#include <cstring>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using Kind = model::ScriptInput::Kind;
using proof::Tensor;
using proof::TensorKind;

struct TypePair {
    TensorKind kind;
    at::ScalarType type;
};
constexpr TypePair type_pairs[] = {{TensorKind::f32, at::kFloat}, {TensorKind::f64, at::kDouble},
                                   {TensorKind::i64, at::kLong},  {TensorKind::i32, at::kInt},
                                   {TensorKind::u8, at::kByte},   {TensorKind::boolean, at::kBool}};

core::Error no_tensor(const std::string& what) {
    return fail(Code::unsupported, core::say("script_gives_other", {what.substr(0, 64)}),
                core::say("give_tensors_alone"));
}

core::Error too_large_output(const std::string& name) {
    return gives_unfit(fail(Code::too_large, core::say("tensor_shape_too_large", {name})));
}

core::Error no_number(const Tensor& tensor, Kind kind) {
    const char* const wanted = kind == Kind::whole ? "int64" : kind == Kind::real ? "float64" : "bool";
    return fail(Code::invalid_argument, core::say("input_not_one_number", {tensor.name, wanted}));
}

template <typename T>
T first_value(const Tensor& tensor) {
    T value{};
    std::memcpy(&value, tensor.data.data(), sizeof value);
    return value;
}

at::Tensor to_torch(const Tensor& tensor) {
    at::ScalarType type = at::kFloat;
    for (const TypePair& pair : type_pairs)
        if (pair.kind == tensor.kind) type = pair.type;
    const std::vector<std::int64_t> shape(tensor.shape.begin(), tensor.shape.end());
    at::Tensor made = at::empty(shape, at::TensorOptions().dtype(type));
    if (!tensor.data.empty()) std::memcpy(made.data_ptr(), tensor.data.data(), tensor.data.size());
    return made;
}

/// Half floats are widened: there is no name for them here.
core::Status append_tensor(const at::Tensor& given, const std::string& name, std::vector<Tensor>& out) {
    if (!given.defined() || given.layout() != at::kStrided || given.is_quantized()) return no_tensor("Tensor");
    const auto count = static_cast<std::size_t>(given.numel());
    if (count > proof::max_tensor_words * 4) return too_large_output(name);
    const bool half = given.scalar_type() == at::kHalf || given.scalar_type() == at::kBFloat16;
    // A view may repeat one value without end: what it takes is counted before it is copied.
    std::size_t bytes = count * (half ? sizeof(float) : static_cast<std::size_t>(given.element_size()));
    for (const Tensor& before : out)
        bytes += before.data.size();
    if (bytes > proof::max_tensor_words * sizeof(std::uint32_t)) return too_large_output(name);
    const at::Tensor plain = (half ? given.to(at::kFloat) : given).detach().cpu().contiguous();
    Tensor tensor;
    tensor.name = name;
    const auto kind = tensor_kind(plain.scalar_type());
    if (!kind) return no_tensor(c10::toString(plain.scalar_type()));
    tensor.kind = *kind;
    for (const std::int64_t size : plain.sizes())
        tensor.shape.push_back(static_cast<std::uint64_t>(size));
    tensor.data.resize(count * proof::element_bytes(tensor.kind));
    if (count > 0) std::memcpy(tensor.data.data(), plain.const_data_ptr(), tensor.data.size());
    out.push_back(std::move(tensor));
    return {};
}

template <typename T>
void append_number(T value, TensorKind kind, const std::string& name, std::vector<Tensor>& out) {
    Tensor tensor{name, kind, {}, core::Bytes(sizeof value)};
    std::memcpy(tensor.data.data(), &value, sizeof value);
    out.push_back(std::move(tensor));
}

core::Error too_many(std::size_t count) {
    return gives_unfit(
        fail(Code::too_large, core::say("too_many_tensors", {core::figure(count), core::figure(proof::max_tensors)})));
}

core::Status append_one(const c10::IValue& value, const std::string& name, std::vector<Tensor>& out) {
    if (out.size() >= proof::max_tensors) return too_many(out.size() + 1);
    if (value.isTensor()) return append_tensor(value.toTensor(), name, out);
    if (value.isInt())
        append_number(value.toInt(), TensorKind::i64, name, out);
    else if (value.isDouble())
        append_number(value.toDouble(), TensorKind::f64, name, out);
    else if (value.isBool())
        append_number(static_cast<std::uint8_t>(value.toBool()), TensorKind::boolean, name, out);
    else
        return no_tensor(value.tagKind());
    return {};
}

core::Status append_dictionary(const c10::IValue& value, std::vector<Tensor>& out) {
    for (const auto& entry : value.toGenericDict()) {
        if (!entry.key().isString()) return no_tensor("Dict");
        HEARTH_CHECK(append_one(entry.value(), entry.key().toStringRef(), out));
    }
    return {};
}

} // namespace

std::optional<TensorKind> tensor_kind(at::ScalarType type) {
    for (const TypePair& pair : type_pairs)
        if (pair.type == type) return pair.kind;
    return std::nullopt;
}

std::optional<Kind> input_kind(const c10::TypePtr& type) {
    switch (type->kind()) {
    case c10::TypeKind::TensorType:
        return Kind::tensor;
    case c10::TypeKind::IntType:
        return Kind::whole;
    case c10::TypeKind::FloatType:
        return Kind::real;
    case c10::TypeKind::BoolType:
        return Kind::truth;
    case c10::TypeKind::OptionalType:
        return input_kind(type->expectRef<c10::OptionalType>().getElementType());
    default:
        return std::nullopt;
    }
}

core::Result<c10::IValue> to_value(const Tensor& tensor, Kind kind) {
    if (kind == Kind::tensor) return c10::IValue(to_torch(tensor));
    if (tensor.data.size() != proof::element_bytes(tensor.kind)) return no_number(tensor, kind);
    if (kind == Kind::truth) {
        if (tensor.kind != TensorKind::boolean) return no_number(tensor, kind);
        return c10::IValue(tensor.data.front() != 0);
    }
    if (kind == Kind::whole) {
        if (tensor.kind == TensorKind::i64) return c10::IValue(first_value<std::int64_t>(tensor));
        if (tensor.kind == TensorKind::i32) return c10::IValue(std::int64_t{first_value<std::int32_t>(tensor)});
        return no_number(tensor, kind);
    }
    if (tensor.kind == TensorKind::f64) return c10::IValue(first_value<double>(tensor));
    if (tensor.kind == TensorKind::f32) return c10::IValue(static_cast<double>(first_value<float>(tensor)));
    return no_number(tensor, kind);
}

core::Status append_tensors(const c10::IValue& value, const std::string& name, std::vector<Tensor>& out) {
    if (value.isGenericDict()) return append_dictionary(value, out);
    if (!value.isTuple() && !value.isList()) return append_one(value, name, out);
    std::vector<c10::IValue> members;
    std::vector<std::string> names;
    const std::size_t count = value.isTuple() ? value.toTupleRef().size() : value.toListRef().size();
    if (count > proof::max_tensors) return too_many(count);
    if (value.isTuple()) {
        const auto tuple = value.toTuple();
        members.assign(tuple->elements().begin(), tuple->elements().end());
        const auto& schema = tuple->type()->schema();
        if (schema)
            for (const c10::Argument& field : schema->arguments())
                names.push_back(field.name());
    } else {
        for (const c10::IValue& member : value.toListRef())
            members.push_back(member);
    }
    for (std::size_t i = 0; i < members.size(); ++i)
        HEARTH_CHECK(append_one(members[i], i < names.size() ? names[i] : name + "_" + std::to_string(i), out));
    return {};
}

} // namespace hearth::compute
