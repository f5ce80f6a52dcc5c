// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

namespace hearth::desktop {

/// Makes the progress callback of a long call: it may be called on any thread, `show(stage, fraction)` runs on
/// the receiver's thread at most about 15 times a second and never after the receiver died (the fraction is
/// negative while the end is unknown). The call is told to stop once `cancel` or `stop` is set.
control::OnProgress relayProgress(QObject* receiver, std::shared_ptr<std::atomic<bool>> cancel,
                                  std::shared_ptr<const std::atomic<bool>> stop,
                                  std::function<void(const QString& stage, double fraction)> show);

} // namespace hearth::desktop
