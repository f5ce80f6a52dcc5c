// SPDX-License-Identifier: Apache-2.0
#include "compute/script.h"

#include "compute/folder.h"
#include "compute/loaded_model.h"
#include "compute/torch_plugin.h"
#include "proof/profile.h"

namespace hearth::compute {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;

core::Result<std::unique_ptr<Script>> open_script(const fs::path& file, unsigned threads) {
    std::error_code error;
    const std::uint64_t bytes = fs::file_size(file, error);
    // A run computes on a copy.
    if (!error) HEARTH_CHECK(check_memory(2 * bytes, 0, 0));
    HEARTH_TRY(const TorchPlugin* torch, torch_plugin());
    return torch->load_script(file, threads > 0 ? threads : exact::usable_processors());
}

} // namespace

core::Result<std::unique_ptr<Script>> load_script(const fs::path& folder, const std::string& profile,
                                                  unsigned threads) {
    HEARTH_TRY(const model::Manifest manifest, read_folder_manifest(folder));
    if (!manifest.config.script) return std::unique_ptr<Script>();
    if (!proof::is_named(proof::ProfileId::fp32, profile))
        return fail(Code::unsupported, core::say("script_profile", {profile}), core::say("ask_without_profile"));
    HEARTH_CHECK(model::check_sizes(manifest, folder));
    return open_script(folder / manifest.files.front().path, threads);
}

core::Result<model::ScriptShape> read_script(const fs::path& file) {
    HEARTH_TRY(const auto script, open_script(file, 1));
    return script->shape();
}

} // namespace hearth::compute
