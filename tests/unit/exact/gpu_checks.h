// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"
#include "exact/plugin.h"
#include "reference_run.h"

#include <QTest>

#include <map>

namespace hearth::test {

/// What every kind of GPU must do, held against the scalar reference bit for bit. A test program derives from it and
/// says what its devices are.
class GpuChecks : public QObject {
    Q_OBJECT

protected:
    virtual core::Result<exact::DeviceList> list() = 0;
    virtual core::Result<std::unique_ptr<exact::Device>> open(std::uint32_t index,
                                                              const exact::DeviceOptions& options) = 0;
    /// Names of its kernels, the plainest first.
    virtual std::vector<std::string> variants() const = 0;

    /// The first device; ends the program if it does not open.
    std::unique_ptr<exact::Device> opened(const exact::DeviceOptions& options);
    /// The same with these kernels, the best if empty, one for all tests: making kernels takes longer than most of
    /// them.
    exact::Device& shared(const std::string& kernels = {});
    /// What a model's weights are said to take is what `taken` says they took, in one buffer and in several.
    using Taken = std::function<core::Result<std::uint64_t>(const exact::DeviceOptions&, const exact::ModelView&)>;
    void compareWithTaken(const Taken& taken);

private slots:
    void aDeviceIsHere();
    void reproducesTheProfiles_data();
    void reproducesTheProfiles();
    void everyShapeEqualsTheReference_data();
    void everyShapeEqualsTheReference();
    void everyCutGivesTheSameBytes();
    void longSequencesGiveTheSameBytes();
    void partsGiveTheSameBytes();
    void buffersBeyondTheLimitAreRefused();
    void faultsAreReportedAndForgotten();
    void loadingCanBeCancelled();
    void impossibleRequestsAreRefused();
    void bandwidthIsMeasured();

private:
    std::map<std::string, std::unique_ptr<exact::Device>> m_shared; ///< by kernels
};

} // namespace hearth::test
