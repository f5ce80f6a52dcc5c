// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace hearth::desktop {

/// The first of the usual screen faces that is installed becomes the window's; the system's own stays otherwise.
void chooseFont();

/// From here on the window speaks the language of `code`, or that of the system where it is empty. A language that
/// has no translation is English. False where the program was built without translations.
bool speak(const QString& code);

} // namespace hearth::desktop
