// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/ivalue.h>

#include <cstddef>
#include <string>
#include <vector>

namespace hearth::compute {

/// One of Python's functions by which a program computes sizes of tensors from other sizes, in whole numbers of 64 bits
/// and truth values. Throws if a result has no place there, or an argument is something else.
struct ExportFunction {
    const char* name;
    std::size_t arguments;
    c10::IValue (*compute)(const std::vector<c10::IValue>& values);
};

/// By the name that the program has for it; null for any other.
const ExportFunction* find_export_function(const std::string& name);

} // namespace hearth::compute
