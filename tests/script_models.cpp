// SPDX-License-Identifier: Apache-2.0
#include "script_models.h"

#include <ATen/ops/zeros.h>

#include <cstdio>
#include <exception>
#include <torch/csrc/jit/api/module.h>

namespace hearth::test {

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
