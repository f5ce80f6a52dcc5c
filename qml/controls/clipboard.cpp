// SPDX-License-Identifier: Apache-2.0
#include "clipboard.h"

#include <QClipboard>
#include <QGuiApplication>

namespace hearth::desktop {

void Clipboard::copy(const QString& text) { QGuiApplication::clipboard()->setText(text); }

} // namespace hearth::desktop
