// SPDX-License-Identifier: Apache-2.0
#include "exact/measure/conformance.h"

#include "core/splitmix.h"
#include "exact/cpu/device.h"
#include "exact/cpu/variants.h"
#include "exact/measure/synthetic_model.h"
#include "exact/profile/reference.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <numeric>
#include <string>

namespace hearth::exact {

namespace {

constexpr std::uint32_t token_count = 150;

struct Expected {
    const char *name, *digest;
};
Expected expected(Profile profile) {
    if (profile == Profile::ci81) return {"CI8.1", "09ac1f9743a7ca8557db8fa31dbe76b5e682d58b4969dd34e94dc4ed839c5a29"};
    return {"CI4.1", "1e60a6366f86dcc86c3936333b2622e2f5c95b13427e4eb30873a5169adb73e0"};
}

class Numbers {
public:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((m_numbers.next() >> 32) * n >> 32); }
    /// (1 … 2) × 2^exponent, 2⁸ different values.
    float around(int exponent) {
        return static_cast<float>(256 + below(256)) *
               std::bit_cast<float>(static_cast<std::uint32_t>(exponent - 8 + 127) << 23);
    }

private:
    core::SplitMix64 m_numbers{0x48454152544831}; // "HEARTH1"
};

// Batches and outputs of 1, 2, 3 … 4, 5 … 8, 9 … 16, 17 … 32, 33 … 64, 65 … 128 and more: a GPU has kernels for each.
constexpr std::array<std::uint32_t, 8> rising_cuts{1, 2, 3, 5, 9, 17, 33, 80};
constexpr std::array<std::uint32_t, 1> one_cut{token_count};

/// What the conformance model is too small for: whole vectors in a head, and rows and columns so many that GPUs share
/// them out in another way.
struct Wide {
    ModelClass size;
    std::vector<std::uint32_t> cuts;
};
std::vector<Wide> wide_models(Profile profile) {
    const std::uint32_t hidden = profile == Profile::ci81 ? 1024 : 2048;
    return {{{"64", 1, hidden, 96, 2, 1, 64, 40}, {1, 2, 3, 5, 9}},
            {{"128", 1, 32, 4096, 2, 1, 128, 40}, {1, 2, 3, 5, 129}}};
}

std::vector<std::uint32_t> tokens(std::uint32_t vocab, std::uint32_t count) {
    Numbers numbers;
    std::vector<std::uint32_t> ids;
    for (std::uint32_t i = 0; i < count; ++i)
        ids.push_back(numbers.below(vocab));
    return ids;
}

class Digest {
public:
    void add(core::ByteView final_row, std::span<const float> logits) {
        m_bytes.insert(m_bytes.end(), final_row.begin(), final_row.end());
        for (const float v : logits)
            core::append_u32(m_bytes, std::bit_cast<std::uint32_t>(v));
    }
    core::Hash finish() const { return core::sha256(m_bytes); }

private:
    core::Bytes m_bytes;
};

core::Bytes row_bytes(const reference::QuantisedRow& row) {
    core::Bytes bytes;
    for (const std::int8_t v : row.values)
        bytes.push_back(static_cast<std::uint8_t>(v));
    core::append_u32(bytes, std::bit_cast<std::uint32_t>(row.scale));
    return bytes;
}

} // namespace

/// Keeps what the views point at; deques do not move their elements.
struct ConformanceModel::Values {
    Numbers numbers;
    std::deque<std::vector<std::int8_t>> weights;
    std::deque<std::vector<std::int16_t>> words;
    std::deque<std::vector<float>> floats;

    const float* some(std::uint32_t count, int exponent, bool both_signs) {
        std::vector<float> v(count);
        for (float& x : v) {
            x = numbers.around(exponent);
            if (both_signs && numbers.below(2) != 0) x = -x;
        }
        return floats.emplace_back(std::move(v)).data();
    }
    MatrixView matrix(std::uint32_t rows, std::uint32_t columns, bool bias) {
        std::vector<std::int8_t> v(std::size_t{rows} * columns);
        for (std::int8_t& x : v)
            x = static_cast<std::int8_t>(static_cast<std::int32_t>(numbers.below(255)) - 127);
        const std::int8_t* const data = weights.emplace_back(std::move(v)).data();
        const float* const scales = some(rows, -10, false);
        return {rows, columns, data, scales, bias ? some(rows, -3, true) : nullptr};
    }
    const std::int16_t* some_words(std::size_t count) {
        std::vector<std::int16_t> v(count);
        for (std::int16_t& x : v)
            x = static_cast<std::int16_t>(static_cast<std::int32_t>(numbers.below(65535)) - 32767);
        return words.emplace_back(std::move(v)).data();
    }
    /// With biases.
    MatrixView grouped(std::uint32_t rows, std::uint32_t columns) {
        std::vector<std::int8_t> v(std::size_t{rows} * columns / 2);
        for (std::int8_t& x : v)
            x = static_cast<std::int8_t>(numbers.below(256));
        const std::int8_t* const data = weights.emplace_back(std::move(v)).data();
        const std::size_t groups = std::size_t{rows} * columns / group_columns;
        const std::int16_t* const factors = some_words(groups);
        const std::int16_t* const minima = some_words(groups);
        const float* const scales = some(rows, -22, false);
        return {rows, columns, data, scales, some(rows, -3, true), factors, minima};
    }
};

ConformanceModel::ConformanceModel(Profile profile) : m_values(std::make_unique<Values>()) {
    Shape& shape = m_view.shape;
    shape.profile = profile;
    shape.layers = 2;
    shape.hidden = 96;
    shape.ffn = 160;
    shape.heads = profile == Profile::ci81 ? 6 : 8;
    shape.kv_heads = 2;
    shape.head_dim = 20;
    shape.vocab = 101;
    shape.context = 192;
    shape.attention_scale = 21141.0F; // about log2(e) / sqrt(20) × 2^16
    shape.window = 90;
    std::uint64_t frequency = 0x28BE60DB9391054A; // one radian in turns × 2^64
    for (std::uint32_t i = 0; i < shape.head_dim / 2; ++i, frequency = frequency / 5 * 2)
        shape.frequencies.push_back(frequency);
    Values& make = *m_values;
    m_view.embed = make.matrix(shape.vocab, shape.hidden, false);
    const bool grouped = profile == Profile::ci41;
    const auto matrix = [&](std::uint32_t rows, std::uint32_t columns) {
        return grouped ? make.grouped(rows, columns) : make.matrix(rows, columns, true);
    };
    for (std::uint32_t i = 0; i < shape.layers; ++i) {
        m_view.layers.push_back({matrix(shape.q_width(), shape.hidden), matrix(shape.kv_width(), shape.hidden),
                                 matrix(shape.kv_width(), shape.hidden), matrix(shape.hidden, shape.q_width()),
                                 matrix(shape.ffn, shape.hidden), matrix(shape.ffn, shape.hidden),
                                 matrix(shape.hidden, shape.ffn), make.some(shape.head_dim, 0, false),
                                 make.some(shape.head_dim, 0, false)});
        if (!grouped) continue;
        m_view.layers.back().attn_norm = make.some(shape.hidden, 0, true);
        m_view.layers.back().mlp_norm = make.some(shape.hidden, 0, true);
    }
    if (grouped) m_view.final_norm = make.some(shape.hidden, 0, true);
    m_view.lm_head = make.matrix(shape.vocab, shape.hidden, false);
}

ConformanceModel::~ConformanceModel() = default;

core::Result<core::Hash> conformance_digest(inference::ModelRunner& runner, const Shape& shape,
                                            std::span<const std::uint32_t> cuts) {
    const std::vector<std::uint32_t> ids = tokens(shape.vocab, std::accumulate(cuts.begin(), cuts.end(), 0U));
    const std::vector<std::uint32_t> pages{2, 0, 1};
    Digest digest;
    std::uint32_t at = 0;
    for (const std::uint32_t cut : cuts) {
        std::vector<Row> rows;
        for (std::uint32_t i = 0; i < cut; ++i, ++at)
            rows.push_back({ids[at], at, &pages});
        HEARTH_CHECK(runner.forward(rows));
        for (std::uint32_t first = 0; first < cut; first += max_outputs) {
            std::vector<std::uint32_t> outputs(std::min<std::size_t>(cut - first, max_outputs));
            std::iota(outputs.begin(), outputs.end(), first);
            HEARTH_TRY(const auto logits, runner.project(outputs));
            for (std::size_t i = 0; i < outputs.size(); ++i)
                digest.add(runner.final_row(i), logits.subspan(i * shape.vocab, shape.vocab));
        }
    }
    return digest.finish();
}

core::Hash conformance_reference(Profile profile) {
    const ConformanceModel model(profile);
    reference::Decoder decoder(model.view());
    Digest digest;
    for (const std::uint32_t id : tokens(model.view().shape.vocab, token_count)) {
        decoder.push(id);
        digest.add(row_bytes(decoder.final_row()), decoder.logits());
    }
    return digest.finish();
}

namespace {

/// Whether the device and the processor's scalar kernels give the same bytes.
core::Result<bool> equals_processor(const Wide& wide, Profile profile, Device& device) {
    const SyntheticModel model(wide.size.shape(profile, 3 * page_tokens));
    ThreadTeam team(1);
    CpuDevice processor(team, scalar_kernels());
    HEARTH_TRY(const auto expected, processor.load(model.view(), 3, {}));
    HEARTH_TRY(const auto runner, device.load(model.view(), 3, {}));
    HEARTH_TRY(const core::Hash right, conformance_digest(*expected, model.view().shape, wide.cuts));
    HEARTH_TRY(const core::Hash digest, conformance_digest(*runner, model.view().shape, wide.cuts));
    return digest == right;
}

core::Result<bool> reproduces(Profile profile, Device& device) {
    const ConformanceModel model(profile);
    HEARTH_TRY(const auto runner, device.load(model.view(), 3, {}));
    for (const auto& cuts : {std::span<const std::uint32_t>(rising_cuts), std::span<const std::uint32_t>(one_cut)}) {
        HEARTH_TRY(const core::Hash digest, conformance_digest(*runner, model.view().shape, cuts));
        if (digest.hex() != expected(profile).digest) return false;
    }
    return true;
}

core::Error differs(Profile profile, const DeviceInfo& info) {
    return core::fail(core::Code::unsupported,
                      core::say("kernels_do_not_reproduce", {info.kernels, info.id, info.name, expected(profile).name}),
                      core::say("update_driver_report_device"));
}

} // namespace

core::Status self_test(Profile profile, Device& device) {
    HEARTH_TRY(bool same, reproduces(profile, device));
    for (const Wide& wide : wide_models(profile)) {
        if (!same) break;
        HEARTH_TRY(same, equals_processor(wide, profile, device));
    }
    if (!same) return differs(profile, device.info());
    return {};
}

core::Status self_test(Profile profile, std::string_view isa) {
    const Kernels* const kernels = isa.empty() ? &best_kernels() : kernels_by_name(isa);
    if (kernels == nullptr)
        return core::fail(core::Code::unsupported, core::say("processor_does_not_run_kernels", {std::string(isa)}));
    ThreadTeam team(2);
    CpuDevice device(team, *kernels);
    HEARTH_TRY(const bool same, reproduces(profile, device));
    if (!same) return differs(profile, device.info());
    return {};
}

} // namespace hearth::exact
