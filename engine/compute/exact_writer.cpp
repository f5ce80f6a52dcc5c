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

namespace {

/// The first of the failures of several threads.
class SharedStatus {
public:
    void note(core::Status status) {
        if (status) return;
        const std::lock_guard lock(m_mutex);
        if (m_status) m_status = std::move(status);
    }
    core::Status take() { return std::move(m_status); }

private:
    std::mutex m_mutex;
    core::Status m_status;
};

} // namespace

/// Weights and scales as the file holds them.
struct ExactWriter::Rounded {
    Rounded(std::size_t rows, std::size_t width, core::Bytes&& memory)
        : columns(width), bytes(std::move(memory)), scales(rows) {
        bytes.resize(rows * columns);
    }
    std::size_t columns;
    core::Bytes bytes;
    std::vector<float> scales;
};

core::Result<const model::TensorInfo*> ExactWriter::find(const std::string& name) const {
    if (const model::TensorInfo* const tensor = m_source.find(name)) return tensor;
    return fail(Code::corrupt, core::say("model_no_tensor", {name}), core::say("fetch_model_again"));
}

core::Error ExactWriter::not_finite(const std::string& name) {
    return fail(Code::corrupt, core::say("tensor_holds_value_no", {name}), core::say("file_damaged_model_saved"));
}

core::Result<Table> ExactWriter::read(const std::string& name) {
    HEARTH_TRY(const model::TensorInfo* const tensor, find(name));
    Table table;
    table.rows = tensor->shape.size() == 2 ? tensor->shape[0] : 1;
    table.columns = tensor->shape.back();
    table.values = std::move(m_spare);
    table.values.resize(table.rows * table.columns);
    SharedStatus status;
    std::atomic<bool> finite = true;
    const std::size_t step = std::max<std::size_t>(1, (std::size_t{1} << 16) / table.columns);
    each((table.rows + step - 1) / step, [&](std::size_t item, Scratch&) {
        const std::size_t first = item * step, count = std::min(step, table.rows - first);
        auto done = m_source.read_f32(*tensor, first, count, table.row(first));
        if (done && !m_kernels.finite(table.row(first), count * table.columns)) finite = false;
        status.note(std::move(done));
    });
    HEARTH_CHECK(status.take());
    if (!finite) return not_finite(name);
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

bool ExactWriter::round(const std::vector<LaneColumn>& lanes, std::size_t first, std::size_t count,
                        const ErrorFeedback* feedback, Scratch& scratch, Rounded& into) const {
    std::array<float, group> largest, factors{}, units{};
    m_kernels.largest(&lanes.data()->values, into.columns, largest.data());
    for (std::size_t i = 0; i < count; ++i) {
        // Gains may have made infinities, and rotations no numbers.
        if (!(largest[i] < weight_limit)) return false;
        if (largest[i] * exact::scale_of_max < exact::zero_limit) continue;
        into.scales[first + i] = units[i] = largest[i] * exact::scale_of_max;
        factors[i] = 127.0F * exact::reciprocal(largest[i]);
    }
    scratch.values.resize(into.columns * group);
    if (feedback != nullptr) {
        scratch.carried.resize(ErrorFeedback::run);
        feedback->round(lanes.data(), factors.data(), units.data(), scratch.carried.data(), scratch.values.data());
    } else {
        m_kernels.round_lanes(&lanes.data()->values, into.columns, factors.data(), scratch.values.data());
    }
    m_kernels.turn_bytes(scratch.values.data(), into.columns, count, group,
                         reinterpret_cast<std::int8_t*>(into.bytes.data()) + first * into.columns, into.columns);
    return true;
}

core::Status ExactWriter::put_rows(Table& m, Table* bias, const ErrorFeedback* feedback) {
    Rounded rounded(m.rows, m.columns, std::move(m_spare_bytes));
    std::atomic<bool> beyond = false;
    each_group(m.rows, [&](std::size_t first, std::size_t count, Scratch& scratch) {
        scratch.lanes.resize(m.columns);
        m_kernels.gather(m.row(first), count, m.columns, m.columns, &scratch.lanes.data()->values);
        if (!round(scratch.lanes, first, count, feedback, scratch, rounded)) beyond = true;
    });
    give_back(m);
    if (beyond) return too_large("2^20");
    HEARTH_CHECK(put(rounded, bias));
    m_spare_bytes = std::move(rounded.bytes);
    return {};
}

core::Status ExactWriter::put_tensor(const std::string& name, Table* bias, const ErrorFeedback* feedback,
                                     const Turn& turn) {
    HEARTH_TRY(const model::TensorInfo* const tensor, find(name));
    const std::size_t rows = tensor->shape.size() == 2 ? tensor->shape[0] : 1, columns = tensor->shape.back();
    Rounded rounded(rows, columns, std::move(m_spare_bytes));
    SharedStatus status;
    std::atomic<bool> finite = true, beyond = false;
    each_group(rows, [&](std::size_t first, std::size_t count, Scratch& scratch) {
        scratch.rows.resize(group * columns);
        scratch.lanes.resize(columns);
        auto done = m_source.read_f32(*tensor, first, count, scratch.rows.data());
        const bool good = done && m_kernels.finite(scratch.rows.data(), count * columns);
        if (done && !good) finite = false;
        status.note(std::move(done));
        if (!good) return;
        m_kernels.gather(scratch.rows.data(), count, columns, columns, &scratch.lanes.data()->values);
        if (!round(turn(scratch), first, count, feedback, scratch, rounded)) beyond = true;
    });
    HEARTH_CHECK(status.take());
    if (!finite) return not_finite(name);
    if (beyond) return too_large("2^20");
    HEARTH_CHECK(put(rounded, bias));
    m_spare_bytes = std::move(rounded.bytes);
    return {};
}

core::Status ExactWriter::put(const Rounded& rounded, Table* bias) {
    HEARTH_CHECK(emit(rounded.bytes));
    HEARTH_CHECK(put_floats(rounded.scales));
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
    return fail(Code::unsupported, core::say("tensor_would_hold_values", {m_tensors[m_next].name, limit}),
                core::say("use_profile_bf_model"));
}

core::Status ExactWriter::put_floats(const std::vector<float>& values) {
    return emit({reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)});
}

core::Status ExactWriter::emit(core::ByteView bytes) {
    const ExactTensor& tensor = m_tensors[m_next++];
    if (bytes.size() != tensor.bytes())
        return fail(Code::corrupt, core::say("tensor_another_shape_than", {tensor.name}),
                    core::say("fetch_model_again"));
    const bool wanted =
        m_sink(tensor, bytes) && (!m_progress || m_progress(core::say("quantising"), m_next, m_tensors.size()));
    if (!wanted) return fail(Code::cancelled, core::say("import_cancelled"));
    return {};
}

} // namespace hearth::compute
