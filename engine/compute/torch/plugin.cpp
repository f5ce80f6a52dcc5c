// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/onednn.h"
#include "compute/torch/torch_cuda.h"
#include "compute/torch/torch_decoder.h"
#include "compute/torch/torch_export.h"
#include "compute/torch/torch_script.h"
#include "compute/torch_plugin.h"

namespace {

using namespace hearth;
using namespace hearth::compute;

core::Result<std::unique_ptr<inference::ModelRunner>> load(const model::Source& source, const std::string& device,
                                                           std::uint32_t pages, unsigned threads,
                                                           const model::Progress& progress) {
    exact::ThreadTeam team(threads);
    HEARTH_TRY(std::unique_ptr<inference::ModelRunner> decoder,
               TorchDecoder::load(source, device, pages, team, progress));
    return decoder;
}

std::unique_ptr<LargeProducts> onednn() {
    return std::make_unique<OneDnnProducts>();
}

core::Result<std::unique_ptr<Script>> load_script(const std::filesystem::path& file, unsigned threads) {
    if (is_export_archive(file)) {
        HEARTH_TRY(std::unique_ptr<Script> program, TorchExport::load(file, threads));
        return program;
    }
    HEARTH_TRY(std::unique_ptr<Script> script, TorchScript::load(file, threads));
    return script;
}

} // namespace

extern "C" __attribute__((visibility("default"))) const TorchPlugin* hearth_torch_plugin() {
    static const TorchPlugin plugin{torch_interface,
                                    HEARTH_VERSION,
                                    torch_cuda::present,
                                    torch_cuda::open,
                                    TorchDecoder::weight_bytes,
                                    TorchDecoder::workspace_bytes,
                                    load,
                                    onednn,
                                    load_script};
    return &plugin;
}
