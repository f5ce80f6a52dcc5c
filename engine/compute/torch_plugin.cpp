// SPDX-License-Identifier: Apache-2.0
#include "compute/torch_plugin.h"

#include "core/installation.h"

namespace hearth::compute {

namespace {

core::Result<const TorchPlugin*> open_plugin() {
    const std::string name = "libhearth-torch.so";
    const core::Sentence hint = core::say("install_hearth_torch");
    std::error_code error;
    const std::filesystem::path file = core::installed_file(core::program_folder(), name);
    if (!std::filesystem::exists(file, error))
        return core::fail(core::Code::unavailable, core::say("plug_hearth_use_libtorch", {name}), hint);
    return core::load_plugin<TorchPlugin>(file, torch_entry, torch_interface, hint);
}

} // namespace

core::Result<const TorchPlugin*> torch_plugin() {
    static const core::Result<const TorchPlugin*> opened = open_plugin();
    return opened;
}

} // namespace hearth::compute
