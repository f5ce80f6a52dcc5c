// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QStringList>

namespace hearth::desktop {

/// The command line of hearth.
struct Options {
    std::string home;    ///< empty = the default home
    QString scenario;    ///< empty = a real node
    QString page;        ///< the page to begin with
    int proposal = 0;    ///< the proposal to begin with; 0 = none
    QString link;        ///< a hearth:// link as it came; empty = none
    QString screenshots; ///< folder; empty = show the window
    QString language;    ///< empty = the preference, else the system's
    int rehearse = 0;    ///< seconds of the scenario to play while the window is measured; 0 = none
    bool help = false, version = false;
    bool measure = false; ///< print when the first frame was there, then end
};

/// Needs no display and no application. Passes over the words that Qt takes for itself, as -platform NAME. Errors
/// name the word that is not understood.
core::Result<Options> parseOptions(const QStringList& words);
QString usageText();
/// The keys of the pages, in the order of the sidebar.
const QStringList& pageKeys();

} // namespace hearth::desktop
