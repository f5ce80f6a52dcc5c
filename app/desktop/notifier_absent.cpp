// SPDX-License-Identifier: Apache-2.0
#include "notifier.h"

namespace hearth::desktop {

/// Systems without a session bus show notices beside the icon.
struct Notifier::Bus {};

Notifier::Notifier(const QString&) {}
Notifier::~Notifier() = default;
void Notifier::ask() {}
void Notifier::follow(bool) {}
void Notifier::show(const QString&, const QString&, const QString&, bool) {}
void Notifier::onAction(uint, const QString&) {}
void Notifier::onClosed(uint) {}

} // namespace hearth::desktop
