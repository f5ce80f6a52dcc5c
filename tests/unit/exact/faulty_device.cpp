// SPDX-License-Identifier: Apache-2.0
#include "faulty_device.h"

#include <bit>

namespace hearth::test {

using namespace exact;

class FaultyDevice::FaultyRunner final : public PartRunner {
public:
    FaultyRunner(FaultyDevice& device, std::unique_ptr<PartRunner> inner)
        : m_device(device), m_inner(std::move(inner)) {}

    std::uint32_t page_count() const override { return m_inner->page_count(); }
    std::size_t page_bytes() const override { return m_inner->page_bytes(); }
    core::Status pass(std::span<const Row> rows, std::span<float> hidden) override {
        if (++m_device.steps > m_device.faults.lost_from)
            return core::fail(core::Code::unavailable, "The GPU was lost during a step.");
        return m_inner->pass(rows, hidden);
    }
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override {
        HEARTH_TRY(const auto logits, m_inner->project(rows));
        if (m_device.steps <= m_device.faults.wrong_from) return logits;
        m_wrong.assign(logits.begin(), logits.end());
        const std::size_t vocab = logits.size() / rows.size();
        for (std::size_t i = 0; i < logits.size(); i += vocab) // as a broken adder would: another token wins
            m_wrong[i + 3] += 1000.0F;
        return std::span<const float>(m_wrong);
    }
    core::ByteView final_row(std::size_t index) const override { return m_inner->final_row(index); }

private:
    FaultyDevice& m_device;
    std::unique_ptr<PartRunner> m_inner;
    std::vector<float> m_wrong;
};

FaultyDevice::FaultyDevice(const Faults& faults_) : faults(faults_), m_device(m_team, best_kernels()) {
    m_info = m_device.info();
    m_info.id = "vulkan:9";
    m_info.name = "a faulty card";
    m_info.memory_total = faults.memory_total;
}

FaultyDevice::~FaultyDevice() = default;

core::Result<std::unique_ptr<PartRunner>> FaultyDevice::load(const ModelView& model, std::uint32_t pages,
                                                             const LoadProgress& progress) {
    HEARTH_TRY(auto inner, m_device.load(model, pages, progress));
    return std::unique_ptr<PartRunner>(std::make_unique<FaultyRunner>(*this, std::move(inner)));
}

} // namespace hearth::test
