// SPDX-License-Identifier: Apache-2.0
#include "proof/tensors.h"

#include "core/cbor.h"
#include "core/size_text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace hearth::proof {
namespace {

using core::Code;
using core::fail;
using core::say;
using core::cbor::Array;
using core::cbor::Value;

constexpr std::size_t word_bytes = 4, max_header_bytes = std::size_t{64} << 10;
constexpr std::int64_t beyond_tolerance = 1'000'000'000'000;

struct KindRow {
    TensorKind kind;
    const char* name;
    std::size_t bytes;
};
constexpr KindRow kinds[] = {{TensorKind::f32, "float32", 4}, {TensorKind::f64, "float64", 8},
                             {TensorKind::i64, "int64", 8},   {TensorKind::i32, "int32", 4},
                             {TensorKind::u8, "uint8", 1},    {TensorKind::boolean, "bool", 1}};

std::size_t words_of(std::size_t bytes) {
    return (bytes + word_bytes - 1) / word_bytes;
}

bool is_tensor_name(const std::string& name) {
    return !name.empty() && name.size() <= max_tensor_name &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

double real_at(const Tensor& tensor, std::size_t index) {
    if (tensor.kind == TensorKind::f32) {
        float value = 0.0F;
        std::memcpy(&value, tensor.data.data() + index * sizeof value, sizeof value);
        return static_cast<double>(value);
    }
    double value = 0.0;
    std::memcpy(&value, tensor.data.data() + index * sizeof value, sizeof value);
    return value;
}

bool is_real(TensorKind kind) {
    return kind == TensorKind::f32 || kind == TensorKind::f64;
}

bool has_sound_values(const Tensor& tensor) {
    if (tensor.kind == TensorKind::boolean)
        return std::all_of(tensor.data.begin(), tensor.data.end(), [](std::uint8_t value) { return value <= 1; });
    if (!is_real(tensor.kind)) return true;
    const std::size_t count = tensor.data.size() / element_bytes(tensor.kind);
    for (std::size_t i = 0; i < count; ++i)
        if (!std::isfinite(real_at(tensor, i))) return false;
    return true;
}

core::Status check_tensor(const Tensor& tensor) {
    if (!is_tensor_name(tensor.name))
        return fail(Code::invalid_argument, say("tensor_name_bad", {core::figure(max_tensor_name)}));
    const auto count = tensor.shape.size() <= max_tensor_dimensions ? element_count(tensor.shape) : std::nullopt;
    if (!count) return fail(Code::too_large, say("tensor_shape_too_large", {tensor.name}));
    const std::size_t wanted = *count * element_bytes(tensor.kind);
    if (tensor.data.size() != wanted)
        return fail(Code::invalid_argument,
                    say("tensor_bytes_differ", {tensor.name, core::figure(tensor.data.size()), core::figure(wanted)}));
    if (!has_sound_values(tensor)) return fail(Code::invalid_argument, say("tensor_not_finite", {tensor.name}));
    return {};
}

core::Bytes header_of(const std::vector<Tensor>& tensors) {
    Array rows;
    for (const Tensor& tensor : tensors) {
        Array shape(tensor.shape.begin(), tensor.shape.end());
        rows.emplace_back(
            Array{Value(tensor.name), Value(static_cast<std::uint64_t>(tensor.kind)), Value(std::move(shape))});
    }
    return core::cbor::encode(Value(std::move(rows)));
}

void append_words(std::vector<std::uint32_t>& words, core::ByteView bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += word_bytes) {
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < std::min(word_bytes, bytes.size() - at); ++i)
            word |= std::uint32_t{bytes[at + i]} << (8 * i);
        words.push_back(word);
    }
}

/// The first `bytes` bytes of these words.
core::Bytes bytes_of(std::span<const std::uint32_t> words, std::size_t bytes) {
    core::Bytes out;
    for (const std::uint32_t word : words)
        core::append_u32(out, word);
    out.resize(std::min(out.size(), bytes));
    return out;
}

core::Error no_tensors() {
    return fail(Code::corrupt, say("tensors_damaged"), say("send_tensors_anew"));
}

/// Name, kind and shape; the bytes follow.
core::Result<Tensor> read_row(const Value& value) {
    const Array* const row = value.as_array();
    if (row == nullptr || row->size() != 3) return no_tensors();
    const std::string* const name = (*row)[0].as_text();
    const std::uint64_t* const kind = (*row)[1].as_uint();
    const Array* const shape = (*row)[2].as_array();
    if (name == nullptr || kind == nullptr || shape == nullptr || *kind >= std::size(kinds)) return no_tensors();
    if (shape->size() > max_tensor_dimensions) return no_tensors();
    Tensor tensor;
    tensor.name = *name;
    tensor.kind = static_cast<TensorKind>(*kind);
    for (const Value& size : *shape) {
        if (size.as_uint() == nullptr) return no_tensors();
        tensor.shape.push_back(*size.as_uint());
    }
    return tensor;
}

core::Result<std::vector<Tensor>> read_header(core::ByteView header) {
    HEARTH_TRY(const Value value, core::cbor::decode(header, {max_header_bytes, 4}));
    const Array* const rows = value.as_array();
    if (rows == nullptr || rows->size() > max_tensors) return no_tensors();
    std::vector<Tensor> tensors;
    for (const Value& row : *rows) {
        HEARTH_TRY(Tensor tensor, read_row(row));
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

/// Of two values; a relative one where they are greater than one.
std::int64_t millionths(double claimed, double made) {
    constexpr double millionth = 1e6;
    const double apart = std::ceil(std::abs(claimed - made) / std::max(1.0, std::abs(made)) * millionth);
    if (!(apart < static_cast<double>(beyond_tolerance))) return beyond_tolerance;
    return static_cast<std::int64_t>(apart);
}

std::int64_t worst_value(const Tensor& claimed, const Tensor& made) {
    if (claimed.name != made.name || claimed.kind != made.kind || claimed.shape != made.shape) return beyond_tolerance;
    if (!is_real(made.kind)) return claimed.data == made.data ? 0 : beyond_tolerance;
    std::int64_t worst = 0;
    const std::size_t count = made.data.size() / element_bytes(made.kind);
    for (std::size_t i = 0; i < count; ++i)
        worst = std::max(worst, millionths(real_at(claimed, i), real_at(made, i)));
    return worst;
}

std::int64_t worst_of(std::span<const std::uint32_t> claimed, std::span<const std::uint32_t> made) {
    const auto theirs = unpack_tensors(claimed), ours = unpack_tensors(made);
    if (!theirs || !ours || theirs->size() != ours->size()) return beyond_tolerance;
    std::int64_t worst = 0;
    for (std::size_t i = 0; i < ours->size(); ++i)
        worst = std::max(worst, worst_value((*theirs)[i], (*ours)[i]));
    return worst;
}

} // namespace

static_assert(std::endian::native == std::endian::little);

const char* tensor_kind_name(TensorKind kind) {
    return kinds[static_cast<std::size_t>(kind)].name;
}

std::optional<TensorKind> find_tensor_kind(std::string_view name) {
    for (const KindRow& row : kinds)
        if (name == row.name) return row.kind;
    return std::nullopt;
}

std::size_t element_bytes(TensorKind kind) {
    return kinds[static_cast<std::size_t>(kind)].bytes;
}

std::optional<std::size_t> element_count(const std::vector<std::uint64_t>& shape) {
    constexpr std::size_t most = max_tensor_words * word_bytes;
    if (std::any_of(shape.begin(), shape.end(), [](std::uint64_t size) { return size > most; })) return std::nullopt;
    std::size_t count = 1;
    for (const std::uint64_t size : shape) {
        count *= static_cast<std::size_t>(size);
        if (count > most) return std::nullopt;
    }
    return count;
}

core::Result<std::vector<std::uint32_t>> pack_tensors(std::vector<Tensor> tensors) {
    if (tensors.size() > max_tensors)
        return fail(Code::too_large,
                    say("too_many_tensors", {core::figure(tensors.size()), core::figure(max_tensors)}));
    std::sort(tensors.begin(), tensors.end(), [](const Tensor& a, const Tensor& b) { return a.name < b.name; });
    std::size_t words = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        HEARTH_CHECK(check_tensor(tensors[i]));
        if (i > 0 && tensors[i].name == tensors[i - 1].name)
            return fail(Code::invalid_argument, say("tensor_name_twice", {tensors[i].name}));
        words += words_of(tensors[i].data.size());
    }
    const core::Bytes header = header_of(tensors);
    words += 1 + words_of(header.size());
    if (words > max_tensor_words)
        return fail(Code::too_large,
                    say("tensors_too_large",
                        {core::needed_text(words * word_bytes), core::room_text(max_tensor_words * word_bytes)}),
                    say("send_smaller_tensors"));
    std::vector<std::uint32_t> packed;
    packed.reserve(words);
    packed.push_back(static_cast<std::uint32_t>(header.size()));
    append_words(packed, header);
    for (const Tensor& tensor : tensors)
        append_words(packed, tensor.data);
    return packed;
}

core::Result<std::vector<Tensor>> unpack_tensors(std::span<const std::uint32_t> words) {
    if (words.empty() || words.size() > max_tensor_words || words[0] > max_header_bytes ||
        words_of(words[0]) >= words.size())
        return no_tensors();
    std::size_t at = 1 + words_of(words[0]);
    const auto read = read_header(bytes_of(words.subspan(1, at - 1), words[0]));
    if (!read) return no_tensors();
    std::vector<Tensor> tensors = *read;
    for (Tensor& tensor : tensors) {
        const auto count = element_count(tensor.shape);
        const std::size_t bytes = count ? *count * element_bytes(tensor.kind) : SIZE_MAX;
        if (!count || words_of(bytes) > words.size() - at) return no_tensors();
        tensor.data = bytes_of(words.subspan(at, words_of(bytes)), bytes);
        at += words_of(bytes);
    }
    // One encoding for what it says: padding, order and bounds are those of pack_tensors().
    const auto again = pack_tensors(tensors);
    if (at == words.size() && again && std::equal(again->begin(), again->end(), words.begin(), words.end()))
        return tensors;
    return no_tensors();
}

bool are_tensors(std::span<const std::uint32_t> words) {
    return unpack_tensors(words).ok();
}

TensorDifference compare_tensors(std::span<const std::uint32_t> claimed, std::span<const std::uint32_t> made) {
    TensorDifference found;
    found.compared = static_cast<std::uint32_t>(claimed.size());
    for (std::size_t i = 0; i < claimed.size(); ++i) {
        if (i < made.size() && claimed[i] == made[i])
            ++found.equal;
        else if (!found.first)
            found.first = static_cast<std::uint32_t>(i);
    }
    const bool same = claimed.size() == made.size() && found.equal == found.compared;
    found.worst = same ? 0 : worst_of(claimed, made);
    return found;
}

} // namespace hearth::proof
