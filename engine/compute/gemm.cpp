// SPDX-License-Identifier: Apache-2.0
#include "compute/gemm.h"

#include <ATen/ops/addmm.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mm.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <exception>
#include <mutex>

namespace hearth::compute {

namespace {

at::Tensor view(const float* data, std::size_t rows, std::size_t columns, std::size_t stride) {
    const auto signed_size = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    return at::from_blob(const_cast<float*>(data), {signed_size(rows), signed_size(columns)},
                         {signed_size(stride), 1}, at::TensorOptions().dtype(at::kFloat));
}

/// OpenMP keeps its number of threads per thread.
void one_thread_here() {
    static thread_local const bool done = [] {
        at::set_num_threads(1);
        return true;
    }();
    static_cast<void>(done);
}

} // namespace

void prepare_multiply() {
    static std::once_flag once;
    std::call_once(once, [] {
        at::set_num_interop_threads(1);
        at::set_num_threads(1);
    });
}

bool multiply(const DotArgs& args) {
    try {
        one_thread_here();
        const c10::InferenceMode inference;
        const auto* const weights = static_cast<const float*>(args.weights) + args.first * args.columns;
        const std::size_t count = args.last - args.first;
        const at::Tensor input = view(args.input, args.rows, args.columns, args.input_stride);
        const at::Tensor matrix = view(weights, count, args.columns, args.columns).t();
        at::Tensor output = view(args.output + args.first, args.rows, count, args.output_stride);
        if (args.add)
            at::addmm_out(output, output, input, matrix);
        else
            at::mm_out(output, input, matrix);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace hearth::compute
