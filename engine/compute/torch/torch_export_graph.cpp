// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_graph.h"
#include "compute/torch/detail/torch_values.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <string_view>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using nlohmann::json;

constexpr std::size_t most_calls = std::size_t{1} << 16;
struct Tagged {
    std::string kind;
    const json& value;
};

Tagged only_member(const json& value) {
    if (!value.is_object() || value.size() != 1) throw std::runtime_error("a value has no kind, or two");
    return {value.begin().key(), value.begin().value()};
}

core::Error unknown_call(const std::string& target) {
    return fail(Code::unsupported, core::say("export_calls", {target.substr(0, 128)}), core::say("save_without_call"));
}

core::Error unknown_argument(const std::string& target, const std::string& name) {
    return fail(Code::unsupported, core::say("export_argument", {target.substr(0, 128), name.substr(0, 128)}),
                core::say("save_without_call"));
}

core::Error unknown_end(const std::string& kind) {
    return fail(Code::unsupported, core::say("export_signature", {kind.substr(0, 64)}),
                core::say("give_tensors_alone"));
}

core::Error rule(const std::string& text) {
    return fail(Code::unsupported, core::say("export_rule", {text.substr(0, 160)}), core::say("export_free_sizes"));
}

/// The name in Symbol('s77', positive=True, integer=True), as sympy writes a free size; empty for everything else.
std::string symbol_of(std::string_view text) {
    constexpr std::string_view begin = "Symbol('", more = "=, ";
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    if (!text.starts_with(begin) || !text.ends_with(')')) return {};
    text.remove_prefix(begin.size());
    text.remove_suffix(1);
    const std::string_view name = text.substr(0, text.find('\''));
    if (name.empty() || name.size() == text.size() || !std::all_of(name.begin(), name.end(), is_word)) return {};
    const std::string_view rest = text.substr(name.size() + 1);
    const bool assumes = std::all_of(rest.begin(), rest.end(),
                                     [&](char c) { return is_word(c) || more.find(c) != std::string_view::npos; });
    if (!assumes || (!rest.empty() && rest.front() != ',')) return {};
    return std::string(name);
}

core::Result<ExportSize> size_of(const json& value) {
    const Tagged size = only_member(value);
    if (size.kind == "as_int") return ExportSize{export_whole(size.value), {}};
    const std::string text = size.value.at("expr_str");
    const std::string symbol = symbol_of(text);
    if (symbol.empty()) return rule(text);
    return ExportSize{0, symbol};
}

class ExportReader {
public:
    explicit ExportReader(const ExportArchive& archive)
        : m_archive(archive), m_json(archive.program.at("graph_module").at("graph")),
          m_signature(archive.program.at("graph_module").at("signature")) {}

    core::Result<ExportGraph> read() {
        if (const auto rules = m_archive.program.find("guards_code"); rules != m_archive.program.end())
            for (const json& one : *rules)
                return rule(one.get<std::string>());
        read_ranges();
        for (const json& spec : m_signature.at("input_specs"))
            HEARTH_CHECK(read_input(only_member(spec)));
        const json& nodes = m_json.at("nodes");
        if (nodes.size() > most_calls)
            return fail(Code::too_large,
                        core::say("export_too_many_calls", {core::figure(nodes.size()), core::figure(most_calls)}));
        for (const json& node : nodes)
            HEARTH_CHECK(read_call(node));
        HEARTH_CHECK(read_outputs());
        HEARTH_CHECK(read_states());
        m_graph.slots = m_names.size();
        find_last_uses(m_graph);
        return std::move(m_graph);
    }

private:
    /// What the program holds, beside ExportGraph::held.
    struct Held {
        std::string name;
        bool is_buffer = false;
        bool written = false;                ///< where it lies
        std::optional<std::size_t> replaced; ///< by this slot's value
    };

    void read_ranges() {
        for (const auto& [symbol, range] : m_archive.program.at("range_constraints").items()) {
            ExportRange& made = m_graph.ranges[symbol];
            if (const json& least = range.at("min_val"); !least.is_null()) made.least = export_whole(least);
            if (const json& most = range.at("max_val"); most.is_number_integer() && !most.is_number_unsigned())
                made.most = export_whole(most);
            else if (most.is_number_unsigned() && most.get<std::uint64_t>() < static_cast<std::uint64_t>(made.most))
                made.most = export_whole(most);
        }
    }

    std::size_t name_value(const std::string& name, bool is_tensor) {
        const std::size_t slot = m_names.add(name, is_tensor);
        m_roots.resize(slot + 1);
        return slot;
    }

    core::Status read_input(const Tagged& spec) {
        if (spec.kind == "user_input") return read_argument(only_member(spec.value.at("arg")));
        if (spec.kind == "parameter" || spec.kind == "buffer" || spec.kind == "tensor_constant")
            return hold(spec.value.at("arg").at("name"), spec.value.at(spec.kind + "_name"), spec.kind == "buffer");
        if (spec.kind == "constant_input") return {}; // the program was made for this one value
        return unknown_end(spec.kind);
    }

    core::Status hold(const std::string& value, const std::string& name, bool is_buffer) {
        const auto found = m_archive.tensors.find(name);
        if (found == m_archive.tensors.end()) throw std::runtime_error("the tensor " + name + " is missing");
        const std::size_t slot = name_value(value, true);
        m_roots[slot].insert(m_held.size());
        m_held.push_back({name, is_buffer, false, {}});
        m_graph.held.push_back({slot, found->second});
        return {};
    }

    core::Status read_argument(const Tagged& argument) {
        using Kind = model::ScriptInput::Kind;
        if (argument.kind == "as_tensor") {
            const std::string name = argument.value.at("name");
            const json& meta = m_json.at("tensor_values").at(name);
            HEARTH_TRY(const at::ScalarType type, export_type(meta.at("dtype"), name));
            const auto kind = tensor_kind(type);
            if (!kind) return unknown_end(c10::toString(type));
            ExportInput input{{name, Kind::tensor, false}, name_value(name, true), *kind, {}};
            for (const json& size : meta.at("sizes")) {
                HEARTH_TRY(ExportSize made, size_of(size));
                input.sizes.push_back(std::move(made));
            }
            m_graph.inputs.push_back(std::move(input));
            return {};
        }
        const bool whole = argument.kind == "as_sym_int", real = argument.kind == "as_sym_float";
        if (!whole && !real && argument.kind != "as_sym_bool") return unknown_end(argument.kind);
        const std::string name = argument.value.at("as_name");
        const Kind kind = whole ? Kind::whole : real ? Kind::real : Kind::truth;
        ExportInput input{{name, kind, false}, name_value(name, false), {}, {}};
        if (whole) {
            HEARTH_TRY(ExportSize size, size_of(m_json.at("sym_int_values").at(name)));
            input.sizes.push_back(std::move(size));
        }
        m_graph.inputs.push_back(std::move(input));
        return {};
    }

    core::Status read_call(const json& node) {
        const std::string target = node.at("target");
        ExportCall call;
        call.function = find_export_function(target);
        if (call.function != nullptr) {
            HEARTH_CHECK(read_function(node, target, call));
        } else {
            call.op = find_export_operator(target);
            if (!call.op) return unknown_call(target);
            std::set<std::size_t> shared; // what the results may lie in
            HEARTH_CHECK(read_arguments(node, target, call, shared));
            HEARTH_CHECK(read_results(node, target, call, shared));
        }
        m_graph.calls.push_back(std::move(call));
        return {};
    }

    core::Status read_function(const json& node, const std::string& target, ExportCall& call) {
        for (const json& input : node.at("inputs")) {
            const auto part = export_part(input.at("arg"), m_names);
            if (!part) return unknown_argument(target, input.at("name"));
            call.arguments.push_back({{}, {*part}});
        }
        const json& outputs = node.at("outputs");
        if (call.arguments.size() != call.function->arguments || outputs.size() != 1) return unknown_call(target);
        const Tagged output = only_member(outputs[0]);
        if (output.kind != "as_sym_int" && output.kind != "as_sym_bool") return unknown_argument(target, output.kind);
        call.results.push_back({false, {name_value(output.value.at("as_name"), false)}});
        return {};
    }

    core::Status read_arguments(const json& node, const std::string& target, ExportCall& call,
                                std::set<std::size_t>& shared) {
        std::map<std::string, const json*> given;
        for (const json& input : node.at("inputs"))
            if (!given.emplace(input.at("name"), &input.at("arg")).second)
                return unknown_argument(target, input.at("name"));
        for (const c10::Argument& wanted : call.op->schema().arguments()) {
            const auto found = given.find(wanted.name());
            if (found == given.end()) {
                if (!wanted.default_value()) return unknown_argument(target, wanted.name());
                call.arguments.push_back({{}, {{std::nullopt, *wanted.default_value()}}});
                continue;
            }
            auto argument = export_argument(*found->second, wanted.type(), m_names);
            if (!argument) return unknown_argument(target, wanted.name());
            given.erase(found);
            if (wanted.alias_info() != nullptr || may_give_what_it_takes(*call.op))
                note_sharing(*argument, wanted.alias_info() != nullptr && wanted.alias_info()->isWrite(), shared);
            call.arguments.push_back(std::move(*argument));
        }
        if (!given.empty()) return unknown_argument(target, given.begin()->first);
        return {};
    }

    void note_sharing(const ExportArgument& argument, bool writes, std::set<std::size_t>& shared) {
        for (const ExportPart& part : argument.parts) {
            if (!part.slot) continue;
            const std::set<std::size_t>& roots = m_roots[*part.slot];
            shared.insert(roots.begin(), roots.end());
            if (!writes) continue;
            for (const std::size_t root : roots)
                m_held[root].written = true;
        }
    }

    core::Status read_results(const json& node, const std::string& target, ExportCall& call,
                              const std::set<std::size_t>& shared) {
        const json& outputs = node.at("outputs");
        const auto& returns = call.op->schema().returns();
        if (outputs.size() != returns.size()) return unknown_argument(target, "outputs");
        for (std::size_t i = 0; i < returns.size(); ++i) {
            auto result = read_result(only_member(outputs[i]), returns[i].type()->kind());
            if (!result) return unknown_argument(target, only_member(outputs[i]).kind);
            if (returns[i].alias_info() != nullptr || may_give_what_it_takes(*call.op))
                for (const auto& slot : result->slots)
                    if (slot) m_roots[*slot] = shared;
            call.results.push_back(std::move(*result));
        }
        return {};
    }

    std::optional<ExportResult> read_result(const Tagged& output, c10::TypeKind type) {
        ExportResult result{output.kind == "as_tensors", {}};
        if (result.is_list != (type == c10::TypeKind::ListType)) return std::nullopt;
        if (result.is_list) {
            for (const json& one : output.value)
                result.slots.push_back(name_value(one.at("name"), true));
            return result;
        }
        const bool is_tensor = type == c10::TypeKind::TensorType;
        const bool is_number =
            output.kind == "as_sym_int" || output.kind == "as_sym_float" || output.kind == "as_sym_bool";
        if (output.kind == "as_none")
            result.slots.push_back(std::nullopt);
        else if (is_tensor && output.kind == "as_tensor")
            result.slots.push_back(name_value(output.value.at("name"), true));
        else if (!is_tensor && is_number)
            result.slots.push_back(name_value(output.value.at("as_name"), false));
        else
            return std::nullopt;
        return result;
    }

    core::Status read_outputs() {
        const json& specs = m_signature.at("output_specs");
        const auto returned = std::count_if(specs.begin(), specs.end(),
                                            [](const json& spec) { return only_member(spec).kind == "user_output"; });
        std::size_t number = 0;
        for (const json& one : specs) {
            const Tagged spec = only_member(one);
            if (spec.kind == "buffer_mutation") {
                const std::string name = spec.value.at("buffer_name");
                const auto held = std::find_if(m_held.begin(), m_held.end(),
                                               [&](const Held& each) { return each.is_buffer && each.name == name; });
                if (held == m_held.end()) return unknown_end(spec.kind);
                held->replaced = m_names.find(spec.value.at("arg").at("name"), true);
                continue;
            }
            if (spec.kind != "user_output") return unknown_end(spec.kind);
            const auto part = export_part(spec.value.at("arg"), m_names);
            if (!part) return unknown_end(only_member(spec.value.at("arg")).kind);
            const std::string name = returned == 1 ? "output" : "output_" + std::to_string(number);
            ++number;
            if (part->slot || !part->fixed.isNone()) m_graph.outputs.push_back({name, *part});
        }
        return {};
    }

    /// What lies in the same memory as something else cannot be sent alone.
    bool is_alone(std::size_t index) const {
        const at::Tensor& tensor = m_graph.held[index].tensor;
        for (std::size_t i = 0; i < m_graph.held.size(); ++i)
            if (i != index && tensor.is_alias_of(m_graph.held[i].tensor)) return false;
        return true;
    }

    core::Status read_states() {
        for (std::size_t i = 0; i < m_held.size(); ++i) {
            const Held& held = m_held[i];
            if (!held.written && !held.replaced) continue;
            const at::Tensor& tensor = m_graph.held[i].tensor;
            const auto kind = tensor_kind(tensor.scalar_type());
            if (!held.is_buffer || !kind || (held.written && !is_alone(i)))
                return fail(Code::unsupported, core::say("export_state", {held.name}), core::say("make_it_buffers"));
            ExportInput state{{held.name, model::ScriptInput::Kind::tensor, true}, m_graph.held[i].slot, *kind, {}};
            for (const std::int64_t size : tensor.sizes())
                state.sizes.push_back({size, {}});
            m_graph.states.push_back(std::move(state));
            m_graph.outputs.push_back({held.name, {held.replaced.value_or(m_graph.held[i].slot), {}}});
        }
        return {};
    }

    const ExportArchive& m_archive;
    const json& m_json;
    const json& m_signature;
    ExportGraph m_graph;
    ExportNames m_names;
    std::vector<Held> m_held;
    std::vector<std::set<std::size_t>> m_roots; ///< by slot: what of m_held it may lie in
};

} // namespace

core::Result<ExportGraph> read_export_graph(const ExportArchive& archive) {
    return ExportReader(archive).read();
}

} // namespace hearth::compute
