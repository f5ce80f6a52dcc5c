// SPDX-License-Identifier: Apache-2.0
#include "model/safetensors.h"
#include "model/tensor_type.h"

#include <cstdlib>

using namespace hearth;

/// Safetensors files from strangers: what is accepted covers the file's data exactly once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto tensors = model::parse_safetensors({data, size}, "fuzz");
    if (!tensors) return 0;
    const std::uint8_t* next = nullptr;
    for (const model::TensorInfo& tensor : *tensors) {
        if (next != nullptr && tensor.data.data() != next) std::abort();
        next = tensor.data.data() + tensor.data.size();
        const auto bytes = model::tensor_bytes(tensor.type, tensor.shape);
        if (!bytes || *bytes != tensor.data.size() || tensor.data.data() < data) std::abort();
    }
    if (next != nullptr && next != data + size) std::abort();
    return 0;
}
