// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "model/encoder_codec.h"
#include "model/layout.h"
#include "model/manifest.h"
#include "model/script_codec.h"
#include "model/tensor_type.h"

#include <algorithm>
#include <bit>

namespace hearth::model {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_manifest = std::size_t{64} << 20;
constexpr std::size_t max_items = 1u << 16;
constexpr std::uint64_t max_bytes = std::uint64_t{1} << 46; // of one file or tensor; sums cannot overflow

// Floating-point numbers travel as the 64 bits of their IEEE pattern: one value, one encoding.
Value bits(double value) {
    return Value(std::bit_cast<std::uint64_t>(value));
}

core::Status read_real(Fields& f, std::uint64_t key, const char* name, double& out) {
    HEARTH_TRY(const std::uint64_t pattern, f.uint(key, name));
    out = std::bit_cast<double>(pattern);
    return {};
}

core::Status read_u32(Fields& f, std::uint64_t key, const char* name, std::uint32_t& out) {
    HEARTH_TRY(const std::uint64_t value, f.uint(key, name, UINT32_MAX));
    out = static_cast<std::uint32_t>(value);
    return {};
}

template <typename T, typename Read>
core::Status read_list(Fields& f, std::uint64_t key, const char* name, std::vector<T>& out, Read read) {
    HEARTH_TRY(const Array* items, f.array(key, name, max_items));
    for (const Value& item : *items) {
        HEARTH_TRY(T value, read(item));
        out.push_back(std::move(value));
    }
    return {};
}

core::Error wrong_item(const char* what) {
    return fail(Code::corrupt, "The manifest's list of " + std::string(what) + " holds a wrong item.");
}

core::Result<std::uint64_t> as_number(const Value& value) {
    if (value.as_uint() == nullptr) return wrong_item("numbers");
    return *value.as_uint();
}

core::Result<std::string> as_string(const Value& value) {
    if (value.as_text() == nullptr) return wrong_item("texts");
    return *value.as_text();
}

Value rope_value(const Rope& r) {
    Array factors;
    for (const float factor : r.freq_factors)
        factors.emplace_back(std::uint64_t{std::bit_cast<std::uint32_t>(factor)});
    return Value(Map{{0, bits(r.theta)},
                     {1, static_cast<std::uint64_t>(r.scaling)},
                     {2, bits(r.factor)},
                     {3, bits(r.low_freq_factor)},
                     {4, bits(r.high_freq_factor)},
                     {5, bits(r.beta_fast)},
                     {6, bits(r.beta_slow)},
                     {7, bits(r.attention_factor)},
                     {8, r.original_context},
                     {9, std::move(factors)}});
}

core::Status read_rope(const Value& value, Rope& r) {
    HEARTH_TRY(Fields f, Fields::of(value, "rotary settings"));
    HEARTH_CHECK(read_real(f, 0, "theta", r.theta));
    HEARTH_TRY(const std::uint64_t scaling, f.uint(1, "scaling", 3));
    r.scaling = static_cast<RopeScaling>(scaling);
    HEARTH_CHECK(read_real(f, 2, "factor", r.factor));
    HEARTH_CHECK(read_real(f, 3, "low frequency factor", r.low_freq_factor));
    HEARTH_CHECK(read_real(f, 4, "high frequency factor", r.high_freq_factor));
    HEARTH_CHECK(read_real(f, 5, "beta fast", r.beta_fast));
    HEARTH_CHECK(read_real(f, 6, "beta slow", r.beta_slow));
    HEARTH_CHECK(read_real(f, 7, "attention factor", r.attention_factor));
    HEARTH_CHECK(read_u32(f, 8, "original context", r.original_context));
    HEARTH_CHECK(read_list(f, 9, "frequency factors", r.freq_factors, [](const Value& v) -> core::Result<float> {
        HEARTH_TRY(const std::uint64_t pattern, as_number(v));
        if (pattern > UINT32_MAX) return wrong_item("frequency factors");
        return std::bit_cast<float>(static_cast<std::uint32_t>(pattern));
    }));
    return f.finish();
}

Value config_value(const ModelConfig& c) {
    Array stops;
    for (const std::uint32_t id : c.stop_ids)
        stops.emplace_back(id);
    Map map{{0, c.arch},
            {1, c.name},
            {2, c.layers},
            {3, c.hidden},
            {4, c.ffn},
            {5, c.heads},
            {6, c.kv_heads},
            {7, c.head_dim},
            {8, c.vocab},
            {9, c.context},
            {10, bits(c.norm_eps)},
            {11, rope_value(c.rope)},
            {12, c.tied_embeddings},
            {13, c.qkv_bias},
            {14, c.o_bias},
            {15, c.mlp_bias},
            {16, c.qk_norm},
            {17, c.sliding_window ? Value(*c.sliding_window) : Value()},
            {18, std::move(stops)}};
    if (c.encoder) map.emplace_back(19, encoder_value(*c.encoder));
    if (c.script) map.emplace_back(20, script_value(*c.script));
    return Value(std::move(map));
}

core::Status read_config(const Value& value, ModelConfig& c) {
    HEARTH_TRY(Fields f, Fields::of(value, "model configuration"));
    HEARTH_TRY(c.arch, f.text(0, "architecture", 64));
    HEARTH_TRY(c.name, f.text(1, "name", 1024));
    const std::pair<const char*, std::uint32_t*> sizes[] = {
        {"layers", &c.layers},     {"hidden", &c.hidden},     {"ffn", &c.ffn},     {"heads", &c.heads},
        {"kv_heads", &c.kv_heads}, {"head_dim", &c.head_dim}, {"vocab", &c.vocab}, {"context", &c.context}};
    std::uint64_t key = 2;
    for (const auto& [name, size] : sizes)
        HEARTH_CHECK(read_u32(f, key++, name, *size));
    HEARTH_CHECK(read_real(f, 10, "norm_eps", c.norm_eps));
    HEARTH_TRY(const Value* rope, f.any(11, "rope"));
    HEARTH_CHECK(read_rope(*rope, c.rope));
    HEARTH_TRY(c.tied_embeddings, f.boolean(12, "tied_embeddings"));
    HEARTH_TRY(c.qkv_bias, f.boolean(13, "qkv_bias"));
    HEARTH_TRY(c.o_bias, f.boolean(14, "o_bias"));
    HEARTH_TRY(c.mlp_bias, f.boolean(15, "mlp_bias"));
    HEARTH_TRY(c.qk_norm, f.boolean(16, "qk_norm"));
    HEARTH_TRY(const Value* window, f.any(17, "sliding_window"));
    if (!window->is_null()) {
        std::uint32_t size = 0;
        HEARTH_CHECK(read_u32(f, 17, "sliding_window", size));
        c.sliding_window = size;
    }
    HEARTH_CHECK(read_list(f, 18, "stop_ids", c.stop_ids, [](const Value& v) -> core::Result<std::uint32_t> {
        HEARTH_TRY(const std::uint64_t id, as_number(v));
        if (id > UINT32_MAX) return wrong_item("stop ids");
        return static_cast<std::uint32_t>(id);
    }));
    if (f.has(19)) {
        HEARTH_TRY(const Value* encoder, f.any(19, "encoder"));
        HEARTH_TRY(c.encoder, read_encoder_shape(*encoder));
    }
    if (f.has(20)) {
        HEARTH_TRY(const Value* script, f.any(20, "script"));
        HEARTH_TRY(c.script, read_script_shape(*script));
    }
    HEARTH_CHECK(f.finish());
    return check_config(c);
}

core::Result<ManifestTensor> read_tensor(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "manifest tensor"));
    ManifestTensor tensor;
    HEARTH_TRY(tensor.name, f.text(0, "name", 1024));
    HEARTH_TRY(const std::string type, f.text(1, "type", 16));
    const auto known = tensor_type_from_name(type);
    if (!known) return fail(Code::unsupported, core::say("manifest_names_unknown_tensor", {type}));
    tensor.type = *known;
    HEARTH_CHECK(read_list(f, 2, "shape", tensor.shape, as_number));
    const auto stored = tensor_bytes(tensor.type, tensor.shape);
    if (!stored || *stored == 0 || *stored > max_bytes)
        return fail(Code::corrupt, core::say("manifest_gives_tensor_impossible", {tensor.name}));
    HEARTH_TRY(tensor.root, f.id<core::Hash>(3, "root"));
    HEARTH_CHECK(f.finish());
    return tensor;
}

/// The tensors must be those that the configuration asks for; both lists are brought into the order of names.
core::Status check_against_config(const Manifest& m) {
    std::vector<ExpectedTensor> expected = expected_tensors(m.config);
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    const auto same = [](const ExpectedTensor& a, const ManifestTensor& b) {
        return a.name == b.name && a.shape == b.shape;
    };
    if (std::equal(expected.begin(), expected.end(), m.tensors.begin(), m.tensors.end(), same)) return {};
    return fail(Code::corrupt, core::say("manifest_tensors_not_those"));
}

core::Result<core::Hash> as_hash(const Value& value) {
    if (value.as_bytes() == nullptr) return wrong_item("hashes");
    return core::Hash::from_view(*value.as_bytes());
}

Value exact_value(const ExactWeights& exact) {
    Array frequencies(exact.frequencies.begin(), exact.frequencies.end());
    Array roots;
    for (const core::Hash& root : exact.roots)
        roots.emplace_back(root);
    return Value(Map{{0, exact.profile},
                     {1, exact.file},
                     {2, exact.attention_scale},
                     {3, std::move(frequencies)},
                     {4, std::move(roots)}});
}

core::Result<ExactWeights> read_exact(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "exact weights"));
    ExactWeights exact;
    HEARTH_TRY(exact.profile, f.text(0, "profile", 32));
    HEARTH_TRY(exact.file, f.text(1, "file", 1024));
    HEARTH_CHECK(read_u32(f, 2, "attention scale", exact.attention_scale));
    HEARTH_CHECK(read_list(f, 3, "frequencies", exact.frequencies, as_number));
    HEARTH_CHECK(read_list(f, 4, "roots", exact.roots, as_hash));
    HEARTH_CHECK(f.finish());
    return exact;
}

/// An exact section belongs to a profile that is offered and to a file that is listed.
core::Status check_exact(const Manifest& m) {
    if (!m.exact) return {};
    if (m.exact->profile != "ci8.1" && m.exact->profile != "ci4.1")
        return fail(Code::unsupported, core::say("manifest_weights_profile_program", {m.exact->profile.substr(0, 32)}),
                    core::say("update_hearth"));
    const bool offered = std::find(m.profiles.begin(), m.profiles.end(), m.exact->profile) != m.profiles.end();
    const bool listed =
        std::any_of(m.files.begin(), m.files.end(), [&](const auto& f) { return f.path == m.exact->file; });
    if (offered && listed && m.exact->frequencies.size() == m.config.head_dim / 2) return {};
    return fail(Code::corrupt, core::say("manifest_exact_weights_contradict"));
}

bool is_safe_path(const std::string& path) {
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string::npos ||
        path.find('\0') != std::string::npos)
        return false;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, end - at);
        if (part.empty() || part == "." || part == "..") return false;
        at = end + 1;
    }
    return true;
}

core::Result<ManifestFile> read_file_entry(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "manifest file"));
    ManifestFile file;
    HEARTH_TRY(file.path, f.text(0, "path", 1024));
    if (!is_safe_path(file.path)) return fail(Code::refused, core::say("manifest_names_file_not", {file.path}));
    HEARTH_TRY(file.bytes, f.uint(1, "bytes", max_bytes));
    HEARTH_TRY(file.sha256, f.id<core::Hash>(2, "sha256"));
    HEARTH_CHECK(f.finish());
    return file;
}

} // namespace

core::Bytes Manifest::encode() const {
    Array tensor_values;
    for (const ManifestTensor& tensor : tensors) {
        Array shape;
        for (const std::uint64_t size : tensor.shape)
            shape.emplace_back(size);
        tensor_values.emplace_back(
            Map{{0, tensor.name}, {1, tensor_type_name(tensor.type)}, {2, std::move(shape)}, {3, tensor.root}});
    }
    Array file_values;
    for (const ManifestFile& file : files)
        file_values.emplace_back(Map{{0, file.path}, {1, file.bytes}, {2, file.sha256}});
    Array profile_values(profiles.begin(), profiles.end());
    Map map{{0, manifest_version},
            {1, config_value(config)},
            {2, std::move(tensor_values)},
            {3, std::move(file_values)},
            {4, tokenizer_hash},
            {5, chat_template_hash},
            {6, license},
            {7, std::move(profile_values)},
            {8, sampler}};
    if (exact) map.emplace_back(9, exact_value(*exact));
    return core::cbor::encode(Value(std::move(map)));
}

core::Result<Manifest> Manifest::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_manifest, 8}));
    HEARTH_TRY(Fields f, Fields::of(value, "manifest"));
    HEARTH_TRY(const std::uint64_t version, f.uint(0, "version"));
    if (version != manifest_version)
        return fail(Code::unsupported, core::say("manifest_version_program_does", {std::to_string(version)}),
                    core::say("update_hearth"));
    Manifest m;
    HEARTH_TRY(const Value* config, f.any(1, "configuration"));
    HEARTH_CHECK(read_config(*config, m.config));
    HEARTH_CHECK(read_list(f, 2, "tensors", m.tensors, read_tensor));
    HEARTH_CHECK(read_list(f, 3, "files", m.files, read_file_entry));
    HEARTH_TRY(m.tokenizer_hash, f.id<core::Hash>(4, "tokenizer hash"));
    HEARTH_TRY(m.chat_template_hash, f.id<core::Hash>(5, "chat template hash"));
    HEARTH_TRY(m.license, f.text(6, "licence", 1024));
    HEARTH_CHECK(read_list(f, 7, "profiles", m.profiles, as_string));
    HEARTH_TRY(m.sampler, f.text(8, "sampler", 64));
    if (f.has(9)) {
        HEARTH_TRY(const Value* exact, f.any(9, "exact weights"));
        HEARTH_TRY(m.exact, read_exact(*exact));
    }
    HEARTH_CHECK(f.finish());
    const auto sorted = [](const auto& list, auto key) {
        return std::adjacent_find(list.begin(), list.end(),
                                  [&](const auto& a, const auto& b) { return key(a) >= key(b); }) == list.end();
    };
    if (!sorted(m.tensors, [](const auto& t) { return t.name; }) ||
        !sorted(m.files, [](const auto& x) { return x.path; }))
        return fail(Code::corrupt, core::say("manifest_lists_not_sorted"));
    if (m.profiles.empty() || m.files.empty()) return fail(Code::corrupt, core::say("manifest_names_no_profile"));
    HEARTH_CHECK(check_against_config(m));
    HEARTH_CHECK(check_exact(m));
    return m;
}

} // namespace hearth::model
