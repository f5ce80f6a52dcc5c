// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "proof/tensors.h"

#include <cstring>
#include <string>
#include <vector>

/// Named tensors as tests make and read them.
namespace hearth::test {

using Tensors = std::vector<proof::Tensor>;

template <typename T>
proof::Tensor made(const std::string& name, proof::TensorKind kind, std::vector<std::uint64_t> shape,
                   const std::vector<T>& values) {
    proof::Tensor tensor{name, kind, std::move(shape), core::Bytes(values.size() * sizeof(T))};
    if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
    return tensor;
}

/// Null if there is none of that name.
inline const proof::Tensor* find(const Tensors& tensors, const std::string& name) {
    for (const proof::Tensor& tensor : tensors)
        if (tensor.name == name) return &tensor;
    return nullptr;
}

/// Empty if there is none of that name, or it holds others.
inline std::vector<float> values_of(const Tensors& tensors, const std::string& name) {
    const proof::Tensor* const tensor = find(tensors, name);
    if (tensor == nullptr || tensor->kind != proof::TensorKind::f32) return {};
    std::vector<float> values(tensor->data.size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), tensor->data.data(), tensor->data.size());
    return values;
}

/// A run that nobody ends.
inline core::Status always() {
    return {};
}

} // namespace hearth::test
