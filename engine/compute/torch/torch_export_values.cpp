// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_graph.h"

#include <ATen/core/jit_type.h>
#include <ATen/core/List.h>
#include <c10/core/Device.h>

#include <limits>
#include <stdexcept>
#include <string_view>

namespace hearth::compute {
namespace {

using c10::TypeKind;
using nlohmann::json;
using Form = ExportArgument::Form;

/// The values that an operator's argument takes.
struct ExportForm {
    TypeKind type;
    std::string_view value;
    Form form = Form::one;
};
constexpr ExportForm export_forms[] = {{TypeKind::TensorType, "as_tensor"},
                                       {TypeKind::TensorType, "as_optional_tensor"},
                                       {TypeKind::IntType, "as_int"},
                                       {TypeKind::IntType, "as_sym_int"},
                                       {TypeKind::IntType, "as_scalar_type"},
                                       {TypeKind::IntType, "as_memory_format"},
                                       {TypeKind::IntType, "as_layout"},
                                       {TypeKind::FloatType, "as_float", Form::real},
                                       {TypeKind::FloatType, "as_int", Form::real},
                                       {TypeKind::FloatType, "as_sym_float", Form::real},
                                       {TypeKind::FloatType, "as_sym_int", Form::real},
                                       {TypeKind::BoolType, "as_bool"},
                                       {TypeKind::BoolType, "as_sym_bool"},
                                       {TypeKind::NumberType, "as_int"},
                                       {TypeKind::NumberType, "as_float"},
                                       {TypeKind::NumberType, "as_bool"},
                                       {TypeKind::NumberType, "as_sym_int"},
                                       {TypeKind::NumberType, "as_sym_float"},
                                       {TypeKind::NumberType, "as_sym_bool"},
                                       {TypeKind::StringType, "as_string"},
                                       {TypeKind::DeviceObjType, "as_device"}};

/// The same for lists, by the type of their elements.
struct ExportList {
    TypeKind element;
    std::string_view values;
    const char* value;
    Form form;
};
constexpr ExportList export_lists[] = {
    {TypeKind::TensorType, "as_tensors", "as_tensor", Form::tensors},
    {TypeKind::OptionalType, "as_optional_tensors", "as_optional_tensor", Form::optional_tensors},
    {TypeKind::OptionalType, "as_tensors", "as_tensor", Form::optional_tensors},
    {TypeKind::IntType, "as_ints", "as_int", Form::wholes},
    {TypeKind::IntType, "as_sym_ints", "as_sym_int", Form::wholes},
    {TypeKind::FloatType, "as_floats", "as_float", Form::reals},
    {TypeKind::FloatType, "as_ints", "as_int", Form::reals},
    {TypeKind::BoolType, "as_bools", "as_bool", Form::truths}};

double real_of(const json& value) {
    if (value == "Infinity") return std::numeric_limits<double>::infinity();
    if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
    if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_number()) throw std::runtime_error("a number is missing");
    return value.get<double>();
}

std::optional<c10::IValue> fixed_value(const std::string& form, const json& value) {
    constexpr at::MemoryFormat formats[] = {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast,
                                            at::MemoryFormat::ChannelsLast3d, at::MemoryFormat::Preserve};
    constexpr std::int64_t strided = 7;
    if (form == "as_none") return c10::IValue();
    if (form == "as_int") return c10::IValue(export_whole(value));
    if (form == "as_float") return c10::IValue(real_of(value));
    if (form == "as_bool") return c10::IValue(value.get<bool>());
    if (form == "as_string") return c10::IValue(value.get<std::string>());
    if (form == "as_scalar_type") {
        const auto type = export_type(value, "dtype");
        if (!type) return std::nullopt;
        return c10::IValue(static_cast<std::int64_t>(*type));
    }
    if (form == "as_memory_format") {
        const std::int64_t number = export_whole(value);
        if (number < 1 || number > 4) return std::nullopt;
        return c10::IValue(static_cast<std::int64_t>(formats[number - 1]));
    }
    if (form == "as_layout" && export_whole(value) == strided)
        return c10::IValue(static_cast<std::int64_t>(at::Layout::Strided));
    if (form == "as_device" && value.at("type") == "cpu") return c10::IValue(c10::Device(c10::kCPU));
    return std::nullopt;
}

const c10::IValue& value_of(const ExportPart& part, const std::vector<c10::IValue>& values) {
    return part.slot ? values.at(*part.slot) : part.fixed;
}

double as_real(const c10::IValue& value) {
    if (value.isInt()) return static_cast<double>(value.toInt());
    return value.toDouble();
}

template <typename T, typename Convert>
c10::IValue list_of(const ExportArgument& argument, const std::vector<c10::IValue>& values, const Convert& convert) {
    c10::List<T> list;
    for (const ExportPart& part : argument.parts)
        list.push_back(convert(value_of(part, values)));
    return list;
}

std::optional<ExportArgument> list_argument(const std::string& form, const json& given, const c10::TypePtr& element,
                                            const ExportNames& names) {
    if (element->kind() == TypeKind::OptionalType &&
        element->expectRef<c10::OptionalType>().getElementType()->kind() != TypeKind::TensorType)
        return std::nullopt;
    for (const ExportList& one : export_lists) {
        if (one.element != element->kind() || (one.values != form && !given.empty())) continue;
        if (!given.is_array()) return std::nullopt;
        ExportArgument argument{one.form, {}};
        for (const json& value : given) {
            json wrapped = json::object();
            wrapped[one.value] = value;
            const auto part = export_part(wrapped, names);
            if (!part) return std::nullopt;
            argument.parts.push_back(*part);
        }
        return argument;
    }
    return std::nullopt;
}

} // namespace

std::size_t ExportNames::add(const std::string& name, bool is_tensor) {
    const std::size_t slot = m_values.size();
    if (!m_values.emplace(name, Value{slot, is_tensor}).second)
        throw std::runtime_error("the value " + name + " is made twice");
    return slot;
}

std::size_t ExportNames::find(const std::string& name, bool is_tensor) const {
    const auto found = m_values.find(name);
    if (found == m_values.end()) throw std::runtime_error("the value " + name + " is asked for before it is made");
    if (found->second.is_tensor != is_tensor) throw std::runtime_error("the value " + name + " is of another kind");
    return found->second.slot;
}

std::optional<ExportPart> export_part(const json& value, const ExportNames& names) {
    if (!value.is_object() || value.size() != 1) return std::nullopt;
    const std::string& form = value.begin().key();
    const json& given = value.begin().value();
    if (form == "as_tensor") return ExportPart{names.find(given.at("name"), true), {}};
    if (form == "as_optional_tensor") return export_part(given, names);
    if (form == "as_sym_int" || form == "as_sym_float" || form == "as_sym_bool") {
        if (given.contains("as_name")) return ExportPart{names.find(given.at("as_name"), false), {}};
        return export_part(given, names);
    }
    const auto fixed = fixed_value(form, given);
    if (!fixed) return std::nullopt;
    return ExportPart{std::nullopt, *fixed};
}

std::optional<ExportArgument> export_argument(const json& value, const c10::TypePtr& type, const ExportNames& names) {
    if (!value.is_object() || value.size() != 1) return std::nullopt;
    const std::string& form = value.begin().key();
    const bool optional = type->kind() == TypeKind::OptionalType;
    const c10::TypePtr plain = optional ? type->expectRef<c10::OptionalType>().getElementType() : type;
    if (form != "as_none" && plain->kind() == TypeKind::ListType)
        return list_argument(form, value.begin().value(), plain->expectRef<c10::ListType>().getElementType(), names);
    const auto part = export_part(value, names);
    if (!part) return std::nullopt;
    if (!part->slot && part->fixed.isNone())
        return optional ? std::optional(ExportArgument{{}, {*part}}) : std::nullopt;
    for (const ExportForm& one : export_forms)
        if (one.type == plain->kind() && one.value == form) return ExportArgument{one.form, {*part}};
    return std::nullopt;
}

c10::IValue export_value(const ExportArgument& argument, const std::vector<c10::IValue>& values) {
    switch (argument.form) {
    case Form::one:
        return value_of(argument.parts.at(0), values);
    case Form::real:
        return as_real(value_of(argument.parts.at(0), values));
    case Form::tensors:
        return list_of<at::Tensor>(argument, values, [](const c10::IValue& value) { return value.toTensor(); });
    case Form::optional_tensors:
        return list_of<std::optional<at::Tensor>>(argument, values, [](const c10::IValue& value) {
            return value.isNone() ? std::nullopt : std::optional<at::Tensor>(value.toTensor());
        });
    case Form::wholes:
        return list_of<std::int64_t>(argument, values, [](const c10::IValue& value) { return value.toInt(); });
    case Form::reals:
        return list_of<double>(argument, values, as_real);
    case Form::truths:
        break;
    }
    return list_of<bool>(argument, values, [](const c10::IValue& value) { return value.toBool(); });
}

} // namespace hearth::compute
