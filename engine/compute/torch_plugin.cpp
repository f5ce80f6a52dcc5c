// SPDX-License-Identifier: Apache-2.0
#include "compute/torch_plugin.h"

#include "core/installation.h"

namespace hearth::compute {

namespace {

core::Result<const TorchPlugin*> open_plugin() {
    const std::string name = "libhearth-torch.so", hint = "Install the package hearth-torch, or use \"ci8.1\", "
                                                          "\"ci4.1\" or the device \"cpu\", which need none of it.";
    std::error_code error;
    const std::filesystem::path file = core::installed_file(core::program_folder(), name);
    if (!std::filesystem::exists(file, error))
        return core::fail(core::Code::unavailable,
                          "The plug-in " + name + ", Hearth's use of libtorch, is not installed.", hint);
    return core::load_plugin<TorchPlugin>(file, torch_entry, torch_interface, hint);
}

} // namespace

core::Result<const TorchPlugin*> torch_plugin() {
    static const core::Result<const TorchPlugin*> opened = open_plugin();
    return opened;
}

} // namespace hearth::compute
