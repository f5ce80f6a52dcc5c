// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/torch/detail/export_archive.h"
#include "compute/torch/detail/export_symbols.h"
#include "model/config.h"
#include "proof/tensors.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <limits>
#include <optional>

namespace hearth::compute {

/// A value of a run by its slot, or one that is fixed.
struct ExportPart {
    std::optional<std::size_t> slot;
    c10::IValue fixed;
};

/// What an operator is given: one value, or a list of them.
struct ExportArgument {
    enum class Form : std::uint8_t { one, real, tensors, optional_tensors, wholes, reals, truths };
    Form form = Form::one;
    std::vector<ExportPart> parts;
};

/// One of an operator's results goes to these slots, a list to as many as it has.
struct ExportResult {
    bool is_list = false;
    std::vector<std::optional<std::size_t>> slots; ///< nothing: nobody asks for it
};

struct ExportCall {
    std::optional<c10::OperatorHandle> op;
    const ExportFunction* function = nullptr; ///< where there is no operator
    std::vector<ExportArgument> arguments;    ///< as the operator lists them
    std::vector<ExportResult> results;
    std::vector<std::size_t> last_uses; ///< slots that nothing reads after this call
};

/// A size that is fixed, or free: the same wherever its symbol stands.
struct ExportSize {
    std::int64_t fixed = 0;
    std::string symbol;
};

/// A tensor that a run begins with, from its caller or from the file, or a number of its caller.
struct ExportInput {
    model::ScriptInput input;
    std::size_t slot = 0;
    proof::TensorKind kind = proof::TensorKind::f32; ///< of tensors
    std::vector<ExportSize> sizes;                   ///< of tensors; else the number, or none
};

struct ExportHeld {
    std::size_t slot = 0;
    at::Tensor tensor;
};

struct ExportOutput {
    std::string name;
    ExportPart part;
};

struct ExportRange {
    std::int64_t least = 0, most = std::numeric_limits<std::int64_t>::max();
};

/// A program that is ready to run, call after call.
struct ExportGraph {
    std::size_t slots = 0;
    std::vector<ExportInput> inputs, states; ///< a state's slot is that with which a run begins
    std::vector<ExportHeld> held;
    std::vector<ExportCall> calls;
    std::vector<ExportOutput> outputs; ///< what is returned, then the states
    std::map<std::string, ExportRange> ranges;
};

/// Throws what the JSON throws about a broken program. Errors: unsupported, naming what is not known here; corrupt.
core::Result<ExportGraph> read_export_graph(const ExportArchive& archive);

/// What a program calls by this name; nothing if it is not to be called here.
std::optional<c10::OperatorHandle> find_export_operator(const std::string& target);

/// Whether its results may lie in the memory of its arguments though its signature does not say so.
bool may_give_what_it_takes(const c10::OperatorHandle& op);

/// Notes at each call the slots that nothing reads after it.
void find_last_uses(ExportGraph& graph);

/// The slots of the values that the program names.
class ExportNames {
public:
    struct Value {
        std::size_t slot = 0;
        bool is_tensor = false;
    };
    /// Throws if the name is taken, or for find() if there is none or it is of the other kind.
    std::size_t add(const std::string& name, bool is_tensor);
    std::size_t find(const std::string& name, bool is_tensor) const;
    std::size_t size() const { return m_values.size(); }

private:
    std::map<std::string, Value> m_values;
};

/// `value` as an operator of this type takes it; nothing if there is no such form. Throws as read_export_graph().
std::optional<ExportArgument> export_argument(const nlohmann::json& value, const c10::TypePtr& type,
                                              const ExportNames& names);
/// One tensor, number, truth value or none, as it stands.
std::optional<ExportPart> export_part(const nlohmann::json& value, const ExportNames& names);
/// Throws if a value is not what the argument's form asks for.
c10::IValue export_value(const ExportArgument& argument, const std::vector<c10::IValue>& values);

} // namespace hearth::compute
