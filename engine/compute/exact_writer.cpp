// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_writer.h"

#include "exact/cpu/kernels.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>

namespace hearth::compute {

using core::Code;
using core::fail;

core::Result<Table> ExactWriter::read(const std::string& name) {
    const model::TensorInfo* const tensor = m_source.find(name);
    if (tensor == nullptr)
        return fail(Code::corrupt, "The model has no tensor \"" + name + "\".", "Fetch the model again.");
    Table table;
    table.rows = tensor->shape.size() == 2 ? tensor->shape[0] : 1;
    table.columns = tensor->shape.back();
    table.values = std::move(m_spare);
    table.values.resize(table.rows * table.columns);
    std::mutex mutex;
    core::Status status;
    std::atomic<bool> finite = true;
    const std::size_t step = std::max<std::size_t>(1, (std::size_t{1} << 16) / table.columns);
    each((table.rows + step - 1) / step, [&](std::size_t item, float*) {
        const std::size_t first = item * step, count = std::min(step, table.rows - first);
        if (auto done = m_source.read_f32(*tensor, first, count, table.row(first)); !done) {
            const std::lock_guard lock(mutex);
            status = std::move(done);
        } else if (!m_kernels.finite(table.row(first), count * table.columns)) {
            finite = false;
        }
    });
    HEARTH_CHECK(std::move(status));
    if (!finite)
        return fail(Code::corrupt, "Tensor \"" + name + "\" holds a value that is no finite number.",
                    "The file is damaged, or the model was saved broken; fetch it again.");
    return table;
}

void ExactWriter::give_back(Table& m) {
    constexpr std::size_t most = std::size_t{64} << 20; // bytes; larger ones are few
    if (m.values.capacity() * sizeof(float) <= most && m.values.capacity() > m_spare.capacity())
        m_spare = std::move(m.values);
}

core::Result<Table> ExactWriter::read_bias(const std::string& name, bool present) {
    if (!present) return Table{};
    return read(name + ".bias");
}

core::Status ExactWriter::put_rows(Table& m, Table* bias, const ErrorFeedback* feedback) {
    core::Bytes bytes(m.values.size());
    std::vector<float> scales(m.rows);
    std::atomic<bool> beyond = false;
    constexpr std::size_t group = ErrorFeedback::lanes;
    const exact::Kernels& exact_kernels = exact::best_kernels();
    each((m.rows + group - 1) / group, [&](std::size_t item, float*) {
        std::array<const float*, group> weights;
        std::array<float, group> factors, units;
        std::array<std::int8_t*, group> out;
        std::size_t count = 0;
        for (std::size_t row = item * group; row < std::min((item + 1) * group, m.rows); ++row) {
            const float largest = exact_kernels.largest(m.row(row), m.columns);
            if (!(largest < weight_limit)) beyond = true; // gains may have made infinities, and rotations no numbers
            if (beyond) return;
            if (largest * exact::scale_of_max < exact::zero_limit) continue;
            scales[row] = largest * exact::scale_of_max;
            weights[count] = m.row(row);
            factors[count] = 127.0F * exact::reciprocal(largest);
            units[count] = scales[row];
            out[count++] = reinterpret_cast<std::int8_t*>(bytes.data()) + row * m.columns;
        }
        if (feedback != nullptr)
            return feedback->round(weights.data(), factors.data(), units.data(), count, out.data());
        for (std::size_t i = 0; i < count; ++i)
            m_kernels.round_row(weights[i], m.columns, factors[i], out[i]);
    });
    give_back(m);
    if (beyond) return too_large("2^20");
    HEARTH_CHECK(emit(bytes));
    HEARTH_CHECK(put_floats(scales));
    if (bias == nullptr) return {};
    return put_offsets(bias->values);
}

core::Status ExactWriter::put_offsets(std::vector<float>& values) {
    for (float& v : values) {
        if (!(std::fabs(v) < exact::fault_limit)) return too_large("2^40");
        if (std::fabs(v) < exact::least_offset) v = 0.0F;
    }
    return put_floats(values);
}

core::Error ExactWriter::too_large(const char* limit) const {
    return fail(Code::unsupported,
                "Tensor \"" + m_tensors[m_next].name + "\" would hold values of " + limit +
                    " or more in the exact profile.",
                "Use the profile \"bf16\" for this model.");
}

core::Status ExactWriter::put_floats(const std::vector<float>& values) {
    return emit({reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)});
}

core::Status ExactWriter::emit(core::ByteView bytes) {
    const ExactTensor& tensor = m_tensors[m_next++];
    if (bytes.size() != tensor.bytes())
        return fail(Code::corrupt, "Tensor \"" + tensor.name + "\" has another shape than the model says.",
                    "Fetch the model again.");
    const bool wanted = m_sink(tensor, bytes) && (!m_progress || m_progress("quantising", m_next, m_tensors.size()));
    if (!wanted) return fail(Code::cancelled, "The import was cancelled.");
    return {};
}

} // namespace hearth::compute
