// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/config.h"
#include "proof/tensors.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace hearth::compute {

/// A TorchScript or a program of torch.export that is ready to run, in fp32 on the processor. Used from one thread.
class Script {
public:
    /// Asked before the run, before every call in it and in every turn of a loop; the error with which it is to end, or
    /// nothing.
    using GoesOn = std::function<core::Status()>;

    virtual ~Script() = default;
    virtual const model::ScriptShape& shape() const = 0;
    virtual std::uint64_t weight_bytes() const = 0;
    /// One run on a fresh copy of the model, with random numbers from the same seed each time: equal inputs have equal
    /// outputs, and nothing of one caller is left for the next. Errors: invalid_argument (an input that it does not
    /// take, in its own words; script_operator_refused: perhaps on this machine only; gives_unfit()), unsupported (it
    /// gives something else than tensors), out_of_memory, what `goes_on` says.
    virtual core::Result<std::vector<proof::Tensor>> run(const std::vector<proof::Tensor>& inputs,
                                                         const GoesOn& goes_on) = 0;
};

/// What is wrong with tensors that a model gives. It is told apart from what is wrong with those that it is sent, about
/// which the same sentences speak.
inline core::Error gives_unfit(const core::Error& why) {
    return core::fail(core::Code::invalid_argument, core::say("script_gives_unfit", {why.message}),
                      core::say("see_what_the_model_takes"));
}

/// `folder` as for Engine::load(); null if the model there takes no tensors. Errors: those of torch_plugin(), corrupt
/// (neither of both), unsupported (another profile than fp32; something that it calls), out_of_memory.
core::Result<std::unique_ptr<Script>> load_script(const std::filesystem::path& folder, const std::string& profile,
                                                  unsigned threads);
/// What the file takes and changes, for its manifest. Errors as load_script().
core::Result<model::ScriptShape> read_script(const std::filesystem::path& file);

} // namespace hearth::compute
