// SPDX-License-Identifier: Apache-2.0
#include "model/gguf_source.h"
#include "model/tensor_type.h"

#include <cstdlib>
#include <vector>

using namespace hearth;

/// GGUF files from strangers: whatever opens can be read to its last value, and everything else is an error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto file = model::GgufFile::parse({data, size});
    if (!file) return 0;
    for (const model::GgufTensor& tensor : file->tensors()) {
        const auto bytes = model::tensor_bytes(tensor.type, tensor.shape);
        if (!bytes || tensor.data.size() != *bytes || tensor.data.data() < data ||
            tensor.data.data() + tensor.data.size() > data + size)
            std::abort();
    }
    (void)model::read_vocabulary(*file);
    const auto source = model::make_gguf_source(std::move(*file), "model.gguf");
    if (!source) return 0;
    for (const model::TensorInfo& tensor : (*source)->tensors()) {
        std::vector<float> row(tensor.shape.back());
        const std::uint64_t rows = tensor.shape.size() == 1 ? 1 : tensor.shape[0];
        for (std::uint64_t i = 0; i < rows; ++i)
            if (!(*source)->read_f32(tensor, i, 1, row.data())) std::abort();
    }
    return 0;
}
