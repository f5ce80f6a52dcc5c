// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/onednn.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <exception>
#include <map>
#include <mutex>

namespace hearth::compute {

namespace {

std::int64_t size_of(std::size_t n) {
    return static_cast<std::int64_t>(n);
}

/// OpenMP keeps its number of threads per thread; the team's threads share the work out themselves.
void one_thread_here() {
    static std::once_flag once;
    std::call_once(once, [] { at::set_num_interop_threads(1); });
    static thread_local const bool done = [] {
        at::set_num_threads(1);
        return true;
    }();
    static_cast<void>(done);
}

at::Tensor view(float* data, std::size_t rows, std::size_t columns, std::size_t stride) {
    return at::from_blob(data, {size_of(rows), size_of(columns)}, {size_of(stride), 1},
                         at::TensorOptions().dtype(at::kFloat));
}

/// Neither op has a header of its own.
at::Tensor reordered(const at::Tensor& weights, std::size_t rows) {
    static const auto op = c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "");
    c10::Stack stack{weights, size_of(rows)};
    op.callBoxed(&stack);
    return stack.front().toTensor();
}
at::Tensor product(const at::Tensor& input, const at::Tensor& weights) {
    static const auto op = c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "");
    c10::Stack stack{input, weights, c10::IValue(), "none", c10::List<std::optional<at::Scalar>>(), c10::IValue()};
    op.callBoxed(&stack);
    return stack.front().toTensor();
}

} // namespace

struct OneDnnProducts::Parts {
    std::map<std::pair<const void*, std::size_t>, at::Tensor> all; ///< by matrix and first row
};

OneDnnProducts::OneDnnProducts() : m_parts(std::make_unique<Parts>()) {}
OneDnnProducts::~OneDnnProducts() = default;

bool OneDnnProducts::add(const Weights& weights, const Matrix& matrix, std::size_t first, std::size_t last,
                         std::size_t rows) {
    try {
        one_thread_here();
        const c10::InferenceMode inference;
        const at::Tensor plain =
            at::empty({size_of(last - first), size_of(matrix.columns)}, at::TensorOptions().dtype(at::kFloat));
        for (std::size_t row = first; row < last; ++row)
            weights.read_row(matrix, row, plain.data_ptr<float>() + (row - first) * matrix.columns);
        m_parts->all.insert_or_assign({matrix.data, first}, reordered(plain.to(at::kBFloat16), rows));
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

bool OneDnnProducts::multiply(const DotArgs& args) const {
    const auto part = m_parts->all.find({args.weights, args.first});
    if (part == m_parts->all.end()) return false;
    try {
        one_thread_here();
        const c10::InferenceMode inference;
        const at::Tensor input = view(const_cast<float*>(args.input), args.rows, args.columns, args.input_stride);
        at::Tensor output = view(args.output + args.first, args.rows, args.last - args.first, args.output_stride);
        const at::Tensor result = product(input.to(at::kBFloat16), part->second);
        if (args.add)
            output.add_(result);
        else
            output.copy_(result);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace hearth::compute
