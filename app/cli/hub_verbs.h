// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

/// One function per verb of `model` that looks beyond this home; see verbs.h.
namespace hearth::cli {

/// No word: the catalogue.
int search_models(Context& context, const std::vector<std::string>& words);
int list_model_files(Context& context, const std::string& reference);
/// `reference`: a name of the catalogue or "hf:ORG/NAME[/FILE][@REVISION]".
int pull_model(Context& context, const std::string& reference, const std::string& name, const std::string& profile,
               bool keep_source);
int list_downloads(Context& context);
int drop_download(Context& context, const std::string& reference);
/// `action`: "load", "unload", "disable", "enable" or "drop-source".
int switch_model(Context& context, const std::string& model, const std::string& action);

} // namespace hearth::cli
