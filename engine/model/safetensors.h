// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "model/source.h"

#include <map>
#include <string>
#include <vector>

namespace hearth::model {

struct StoredTensor {
    TensorType type = TensorType::f32;
    std::vector<std::uint64_t> shape;
    core::ByteView data;
};

/// A safetensors file mapped into memory: a length, a JSON header, the data. The tensors must cover the data
/// exactly, without gap or overlap. Immutable and thread-safe.
class SafetensorsFile {
public:
    static core::Result<SafetensorsFile> open(const std::filesystem::path& path);
    const std::map<std::string, StoredTensor>& tensors() const { return m_tensors; }

private:
    explicit SafetensorsFile(core::MappedFile file) : m_file(std::move(file)) {}
    core::Status parse();

    core::MappedFile m_file;
    std::map<std::string, StoredTensor> m_tensors;
};

} // namespace hearth::model
