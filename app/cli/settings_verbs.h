// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

/// One function per verb of `settings`, and `node when`; see verbs.h.
namespace hearth::cli {

int list_settings(Context& context);
int show_setting(Context& context, const std::string& key);
/// No value empties a list or a text.
int set_setting(Context& context, const std::string& key, const std::vector<std::string>& value);
/// The rules of when to work and what each says now.
int show_work_times(Context& context);

} // namespace hearth::cli
