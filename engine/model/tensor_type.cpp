// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_type.h"

#include <array>

namespace hearth::model {
namespace {

struct Known {
    std::uint32_t number; ///< ggml's
    const char* name;
    BlockLayout layout;
};

constexpr std::array<Known, 9> known{{
    {0, "F32", {TensorType::f32, 1, 4}},
    {1, "F16", {TensorType::f16, 1, 2}},
    {30, "BF16", {TensorType::bf16, 1, 2}},
    {8, "Q8_0", {TensorType::q8_0, 32, 34}},
    {2, "Q4_0", {TensorType::q4_0, 32, 18}},
    {3, "Q4_1", {TensorType::q4_1, 32, 20}},
    {12, "Q4_K", {TensorType::q4_k, 256, 144}},
    {13, "Q5_K", {TensorType::q5_k, 256, 176}},
    {14, "Q6_K", {TensorType::q6_k, 256, 210}},
}};

constexpr std::array<std::pair<std::uint32_t, const char*>, 24> refused{{
    {6, "Q5_0"},     {7, "Q5_1"},    {9, "Q8_1"},     {10, "Q2_K"},  {11, "Q3_K"},   {15, "Q8_K"},
    {16, "IQ2_XXS"}, {17, "IQ2_XS"}, {18, "IQ3_XXS"}, {19, "IQ1_S"}, {20, "IQ4_NL"}, {21, "IQ3_S"},
    {22, "IQ2_S"},   {23, "IQ4_XS"}, {24, "I8"},      {25, "I16"},   {26, "I32"},    {27, "I64"},
    {28, "F64"},     {29, "IQ1_M"},  {34, "TQ1_0"},   {35, "TQ2_0"}, {39, "MXFP4"},  {40, "NVFP4"},
}};

} // namespace

const char* tensor_type_name(TensorType type) {
    for (const Known& k : known)
        if (k.layout.type == type) return k.name;
    return "unknown";
}

std::optional<TensorType> tensor_type_from_name(std::string_view name) {
    for (const Known& k : known)
        if (name == k.name) return k.layout.type;
    return std::nullopt;
}

BlockLayout layout_of(TensorType type) {
    for (const Known& k : known)
        if (k.layout.type == type) return k.layout;
    return {};
}

core::Result<BlockLayout> ggml_layout(std::uint32_t number, const std::string& tensor) {
    for (const Known& k : known)
        if (k.number == number) return k.layout;
    std::string name = "number " + std::to_string(number);
    for (const auto& [other, text] : refused)
        if (other == number) name = text;
    return core::fail(core::Code::unsupported,
                      "The tensor \"" + tensor + "\" has the type " + name + ", which is not supported.",
                      "Supported types are F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K, Q5_K and Q6_K.");
}

} // namespace hearth::model
