// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"

#include <QString>
#include <QStringList>

/// "quiet", "balanced" and "full": what each lets a device do. Pure.
namespace hearth::desktop::device_profiles {

const QStringList& keys();
QString word(const QString& key);
/// Of a graphics card, in place of what is in force; the temperature at which it rests stays as it is. Empty limits of
/// the kinds whose range the driver does not tell.
control::DeviceLimits limits(const QString& key, const control::DeviceStatus& card);
/// Of the processor's, as the setting worker.threads wants it: 0 = all.
std::uint32_t threads(const QString& key, std::uint32_t usable);
/// Which one is in force, by what it sets; empty: another choice than these.
QString current(const control::DeviceStatus& card);
QString current(std::uint32_t threads, std::uint32_t usable);
/// What it sets, in numbers: "At most 150 W, 8.0 GiB stay free".
QString detail(const QString& key, const control::DeviceStatus& device);
/// Any of them would set something.
bool possible(const control::DeviceStatus& device);

} // namespace hearth::desktop::device_profiles
