// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/script.h"

namespace hearth::compute {

/// Whether the file is an archive of torch.export, by its name or by what it holds.
bool is_export_archive(const std::filesystem::path& file);

/// A program of torch.export, call after call by libtorch's own operators: only what is in its list of calls runs, no
/// code of the file.
class TorchExport final : public Script {
public:
    /// Errors: corrupt (no such program), unsupported (compiled code; a call, a rule about sizes or anything else that
    /// is not known here, by its name), too_large, out_of_memory.
    static core::Result<std::unique_ptr<TorchExport>> load(const std::filesystem::path& file, unsigned threads);
    ~TorchExport() override;

    const model::ScriptShape& shape() const override;
    std::uint64_t weight_bytes() const override;
    core::Result<std::vector<proof::Tensor>> run(const std::vector<proof::Tensor>& inputs,
                                                 const GoesOn& goes_on) override;

private:
    struct Parts;
    explicit TorchExport(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace hearth::compute
