// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "gateway/edge/blame.h"
#include "gateway/edge/call_parser.h"
#include "proof/tensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hearth::gateway {

namespace {

using proof::Tensor;
using proof::TensorKind;

constexpr std::size_t max_form_text = 16, max_user_bytes = 512;
constexpr const char* known_members[] = {"inputs", "encoding_format", "profile", "provider", "hearth", "user"};
constexpr const char* tensor_members[] = {"dtype", "shape", "data", "base64"};

using Flaw = std::optional<ApiError>;

ApiError wrong_tensor(const std::string& name, const std::string& what) {
    return bad_request("inputs." + name.substr(0, 64), "The tensor '" + name.substr(0, 64) + "' " + what,
                       "invalid_value");
}

template <typename T>
void append_raw(core::Bytes& data, T value) {
    const std::size_t at = data.size();
    data.resize(at + sizeof value);
    std::memcpy(data.data() + at, &value, sizeof value);
}

/// Whether `value` is one of the numbers that this kind holds; its bytes are appended then.
bool append_json(const Json& value, TensorKind kind, core::Bytes& data) {
    if (kind == TensorKind::boolean) {
        if (value.is_boolean()) data.push_back(value.get<bool>() ? 1 : 0);
        return value.is_boolean();
    }
    if (kind == TensorKind::f32 || kind == TensorKind::f64) {
        if (!value.is_number()) return false;
        const auto number = value.get<double>();
        const auto narrow = static_cast<float>(number);
        if (kind == TensorKind::f32)
            append_raw(data, narrow);
        else
            append_raw(data, number);
        return std::isfinite(kind == TensorKind::f32 ? static_cast<double>(narrow) : number);
    }
    if (!value.is_number_integer()) return false;
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) return false;
    const auto number = value.get<std::int64_t>();
    if (kind == TensorKind::i64)
        append_raw(data, number);
    else if (kind == TensorKind::i32 && number >= INT32_MIN && number <= INT32_MAX)
        append_raw(data, static_cast<std::int32_t>(number));
    else if (kind == TensorKind::u8 && number >= 0 && number <= UINT8_MAX)
        data.push_back(static_cast<std::uint8_t>(number));
    else
        return false;
    return true;
}

Flaw read_shape(const Json& object, Tensor& tensor) {
    const auto shape = object.find("shape");
    const bool listed = shape != object.end() && shape->is_array() && shape->size() <= proof::max_tensor_dimensions;
    if (!listed ||
        !std::all_of(shape->begin(), shape->end(), [](const Json& size) { return size.is_number_unsigned(); }))
        return wrong_tensor(tensor.name, "needs a 'shape': a list of at most 8 sizes, [] for a single value.");
    for (const Json& size : *shape)
        tensor.shape.push_back(size.get<std::uint64_t>());
    if (proof::element_count(tensor.shape)) return std::nullopt;
    return wrong_tensor(tensor.name, "is larger than a call may be; send less at once.");
}

Flaw read_data(const Json& object, Tensor& tensor) {
    const auto numbers = object.find("data"), text = object.find("base64");
    if ((numbers == object.end()) == (text == object.end()))
        return wrong_tensor(tensor.name, "needs either 'data', a flat list of its values row by row, or 'base64'.");
    const std::size_t count = *proof::element_count(tensor.shape);
    if (text != object.end()) {
        if (!text->is_string()) return wrong_tensor(tensor.name, "has a 'base64' that is no text.");
        auto bytes = core::from_base64(text->get_ref<const std::string&>());
        if (!bytes) return wrong_tensor(tensor.name, "has a 'base64' that cannot be decoded.");
        tensor.data = std::move(*bytes);
    } else if (numbers->is_array()) {
        if (numbers->size() != count)
            return wrong_tensor(tensor.name, "has " + std::to_string(numbers->size()) + " values; its shape asks for " +
                                                 std::to_string(count) + ".");
        for (const Json& value : *numbers)
            if (!append_json(value, tensor.kind, tensor.data))
                return wrong_tensor(tensor.name, "holds a value that is no " +
                                                     std::string(proof::tensor_kind_name(tensor.kind)) + ".");
    } else if (!append_json(*numbers, tensor.kind, tensor.data)) {
        return wrong_tensor(tensor.name, "holds no " + std::string(proof::tensor_kind_name(tensor.kind)) + ".");
    }
    return std::nullopt;
}

Flaw read_tensor(const std::string& name, const Json& object, Tensor& tensor) {
    tensor.name = name;
    if (!object.is_object())
        return wrong_tensor(name, "must be an object with 'dtype', 'shape' and 'data' or 'base64'.");
    for (const auto& [member, value] : object.items())
        if (std::find(std::begin(tensor_members), std::end(tensor_members), member) == std::end(tensor_members))
            return wrong_tensor(name, "has a member '" + member.substr(0, 64) + "' that is not known; leave it out.");
    const auto dtype = object.find("dtype");
    const auto kind = dtype != object.end() && dtype->is_string()
                          ? proof::find_tensor_kind(dtype->get_ref<const std::string&>())
                          : std::nullopt;
    if (!kind) return wrong_tensor(name, "needs a 'dtype': float32, float64, int64, int32, uint8 or bool.");
    tensor.kind = *kind;
    if (auto flaw = read_shape(object, tensor)) return flaw;
    return read_data(object, tensor);
}

Flaw read_inputs(const Json& document, GenerationRequest& request) {
    const auto inputs = document.find("inputs");
    if (inputs == document.end() || !inputs->is_object())
        return bad_request("inputs", "'inputs' must be an object of tensors by name.", "missing_required_parameter");
    if (inputs->size() > proof::max_tensors)
        return bad_request("inputs", "'inputs' may hold at most " + std::to_string(proof::max_tensors) + " tensors.",
                           "invalid_value");
    std::vector<Tensor> tensors;
    for (const auto& [name, object] : inputs->items()) {
        Tensor tensor;
        if (auto flaw = read_tensor(name, object, tensor)) return flaw;
        tensors.push_back(std::move(tensor));
    }
    auto words = proof::pack_tensors(std::move(tensors));
    if (!words) {
        ApiError error = from_backend(words.error(), {});
        error.param = blamed_member(words.error().message, CallKind::run);
        if (error.param.empty()) error.param = "inputs";
        if (words.error().code == core::Code::too_large) error.code = "invalid_value";
        return error;
    }
    request.prompt_ids = std::move(*words);
    return std::nullopt;
}

} // namespace

std::variant<ApiCall, ApiError> parse_run(const Json& document, const std::string& profile_header) {
    CallFields fields(document);
    for (const auto& [member, value] : document.items())
        if (std::find(std::begin(known_members), std::end(known_members), member) == std::end(known_members))
            return bad_request(member.substr(0, 64),
                               "'" + member.substr(0, 64) + "' is not known to this call; leave it out.",
                               "unknown_parameter");
    ApiCall call;
    call.kind = CallKind::run;
    GenerationRequest request;
    request.run = true;
    request.max_tokens = 0;
    read_target(fields, document, profile_header, request);
    fields.text("user", max_user_bytes);
    const std::string form = fields.text("encoding_format", max_form_text).value_or("float");
    call.base64 = form == "base64";
    if (form != "float" && !call.base64)
        fields.refuse(
            bad_request("encoding_format", "'encoding_format' must be 'float' or 'base64'.", "invalid_value"));
    if (fields.error()) return *fields.error();
    if (auto flaw = read_inputs(document, request)) return std::move(*flaw);
    call.prompts.push_back(std::move(request));
    return call;
}

} // namespace hearth::gateway
