// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/arena.h"

#include <QTest>

using namespace hearth::exact;

namespace {

/// Shapes of well-known models without their values: a plan looks at sizes only.
struct Outline {
    const char* name;
    std::uint32_t layers, hidden, ffn, heads, kv_heads, head_dim, vocab;
    bool qkv_bias;
};
constexpr Outline outlines[] = {{"Llama-2-7B", 32, 4096, 11008, 32, 32, 128, 32000, false},
                                {"Llama-3-8B", 32, 4096, 14336, 32, 8, 128, 128256, false},
                                {"Qwen2.5-7B", 28, 3584, 18944, 28, 4, 128, 152064, true}};
struct Kind {
    const char* name;
    GpuLimits limits;
};
const Kind kinds[] = {{"no limits", {}},
                      {"parts", {1ULL << 32, 64U << 20, 65'535 * 4}},
                      {"small buffers", {128U << 20, 64U << 20, 65'535 * 4}}};

MatrixView matrix(const std::int8_t* data, std::uint32_t rows, std::uint32_t columns, bool bias, bool grouped) {
    static const float number = 1;
    static const std::int16_t word = 1;
    return {
        rows, columns, data, &number, bias ? &number : nullptr, grouped ? &word : nullptr, grouped ? &word : nullptr};
}

ModelView view_of(const Outline& o, Profile profile) {
    static const std::int8_t first = 0, last = 0;
    static const float gain = 1;
    const bool grouped = profile == Profile::ci41;
    ModelView view;
    Shape& shape = view.shape;
    shape.profile = profile;
    shape.layers = o.layers, shape.hidden = o.hidden, shape.ffn = o.ffn, shape.vocab = o.vocab;
    shape.heads = o.heads, shape.kv_heads = o.kv_heads, shape.head_dim = o.head_dim;
    view.embed = matrix(&first, o.vocab, o.hidden, false, false);
    view.lm_head = matrix(&last, o.vocab, o.hidden, false, false);
    const auto inner = [&](std::uint32_t rows, std::uint32_t columns, bool bias) {
        return matrix(&first, rows, columns, bias, grouped);
    };
    for (std::uint32_t i = 0; i < o.layers; ++i) {
        LayerView& layer = view.layers.emplace_back();
        layer.q = inner(shape.q_width(), o.hidden, o.qkv_bias);
        layer.k = layer.v = inner(shape.kv_width(), o.hidden, o.qkv_bias);
        layer.o = inner(o.hidden, shape.q_width(), false);
        layer.gate = layer.up = inner(o.ffn, o.hidden, false);
        layer.down = inner(o.hidden, o.ffn, false);
        if (grouped) layer.attn_norm = layer.mlp_norm = &gain;
    }
    if (grouped) view.final_norm = &gain;
    return view;
}

/// Counted from the shape alone: 16 columns a vector, 4 bytes beside each group of 32, scales and biases of 4.
std::uint64_t tensor_bytes(const Outline& o, Profile profile) {
    const bool grouped = profile == Profile::ci41;
    const auto bytes = [&](std::uint64_t rows, std::uint64_t columns, bool bias, bool in_groups) {
        return rows * ((in_groups ? columns / 32 * 20 : columns) + 4 + (bias ? 4 : 0));
    };
    const std::uint64_t q = o.heads * o.head_dim, kv = o.kv_heads * o.head_dim;
    const std::uint64_t layer = bytes(q + 2 * kv, o.hidden, o.qkv_bias, grouped) + bytes(o.hidden, q, false, grouped) +
                                bytes(2 * o.ffn, o.hidden, false, grouped) + bytes(o.hidden, o.ffn, false, grouped) +
                                (grouped ? 8ULL * o.hidden : 0);
    return o.layers * layer + 2 * bytes(o.vocab, o.hidden, false, false) + (grouped ? 4ULL * o.hidden : 0);
}

} // namespace

/// What a model takes of a GPU, known before.
class TestArena : public QObject {
    Q_OBJECT

private slots:
    void nothingIsWasted_data();
    void nothingIsWasted();
    void partsTakeTheirShare();
};

void TestArena::nothingIsWasted_data() {
    QTest::addColumn<int>("outline");
    QTest::addColumn<int>("profile");
    QTest::addColumn<int>("kind");
    for (int o = 0; o < int(std::size(outlines)); ++o)
        for (int p = 0; p < 2; ++p)
            for (int k = 0; k < int(std::size(kinds)); ++k)
                QTest::addRow("%s, %s, %s", outlines[o].name, p == 0 ? "CI8.1" : "CI4.1", kinds[k].name) << o << p << k;
}

void TestArena::nothingIsWasted() {
    QFETCH(const int, outline);
    QFETCH(const int, profile);
    QFETCH(const int, kind);
    const Profile which = profile == 0 ? Profile::ci81 : Profile::ci41;
    const GpuLimits& limits = kinds[kind].limits;
    const GpuArena arena(view_of(outlines[outline], which), limits);
    const std::uint64_t tensors = tensor_bytes(outlines[outline], which);
    QVERIFY(arena.bytes() >= tensors);
    QVERIFY(arena.bytes() - tensors < 64 << 10);
    QVERIFY(arena.rounding_bytes(0) <= arena.bytes() / 32);
    for (const std::uint64_t bytes : arena.buffers())
        QVERIFY(bytes > 0 && bytes <= limits.buffer);
}

// Layers on either side of a cut take together what the whole takes.
void TestArena::partsTakeTheirShare() {
    const ModelView whole = view_of(outlines[0], Profile::ci81);
    const std::uint64_t all = GpuArena(whole, {}).bytes();
    for (const std::uint32_t cut : {1U, 10U, 31U}) {
        const std::uint64_t sum = GpuArena(whole.part(0, cut), {}).bytes() + GpuArena(whole.part(cut, 32), {}).bytes();
        QVERIFY(sum >= all - (64 << 10) && sum <= all + (64 << 10));
    }
}

QTEST_GUILESS_MAIN(TestArena)
#include "tst_exact_arena.moc"
