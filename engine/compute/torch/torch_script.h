// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/script.h"

namespace hearth::compute {

/// A TorchScript by libtorch's interpreter, without its optimiser, so that the first run gives what the hundredth does.
class TorchScript final : public Script {
public:
    /// Errors: corrupt (no TorchScript, in libtorch's words), unsupported (a call or an input that is not taken here),
    /// out_of_memory.
    static core::Result<std::unique_ptr<TorchScript>> load(const std::filesystem::path& file, unsigned threads);
    ~TorchScript() override;

    const model::ScriptShape& shape() const override;
    std::uint64_t weight_bytes() const override;
    core::Result<std::vector<proof::Tensor>> run(const std::vector<proof::Tensor>& inputs,
                                                 const GoesOn& goes_on) override;

private:
    struct Parts;
    explicit TorchScript(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace hearth::compute
