// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "control/values.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// Processors and graphics cards with their load; unknown figures are "—", never 0.
class DeviceListModel : public RowModel<control::DeviceStatus> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("StatusReader fills it.")
public:
    enum Role {
        DeviceId = Qt::UserRole + 1,
        Kind,
        Name,
        State,
        Tone,
        Reason,
        LoadFraction, ///< -1 = unknown
        Load,
        LoadNote, ///< why a device that waits is loaded; empty = it is not
        Measured, ///< it gives any figure; else its reason says why not
        MemoryFraction,
        Memory,
        PowerFraction,
        Power,
        Temperature,
        Detail,     ///< "avx2 · 8 threads", "nvidia 550.54.14 · 0000:01:00.0"
        Speeds,     ///< clocks and fan, as far as they are known
        HeldBack,   ///< what throttles it; empty = nothing, or unknown
        Limits,     ///< in force; empty = none
        LimitsWait, ///< they fall back unless they are confirmed
        Job,
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

protected:
    std::string key(const control::DeviceStatus& row) const override { return row.id; }
    bool same(const control::DeviceStatus& a, const control::DeviceStatus& b) const override;
};

} // namespace hearth::desktop
