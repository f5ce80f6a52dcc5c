// SPDX-License-Identifier: Apache-2.0
#include "model/gguf_source.h"
#include "model_files.h"

#include <cmath>
#include <random>

using namespace hearth;
using core::Code;
using model::GgufFile;
using test::GgufWriter;

namespace {

/// The small model among the fuzz seeds: llama, one layer, 4 tokens.
core::Bytes small_model() {
    return test::read_all(std::string(HEARTH_SOURCE_DIR) + "/tests/fuzz/corpus/gguf/model");
}

core::Result<std::unique_ptr<model::Source>> source_of(core::ByteView bytes) {
    HEARTH_TRY(GgufFile file, GgufFile::parse(bytes));
    return model::make_gguf_source(std::move(file), "model.gguf");
}

/// Reads what a caller may read; an error is an answer too.
void use(core::ByteView bytes) {
    const auto source = source_of(bytes);
    if (!source) {
        QVERIFY(!source.error().message.empty());
        return;
    }
    for (const model::TensorInfo& tensor : (*source)->tensors())
        QVERIFY(!test::all_values(**source, tensor).empty());
}

/// The first place of `text` in the file.
std::size_t place_of(const core::Bytes& bytes, std::string_view text) {
    const auto found = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
    return static_cast<std::size_t>(found - bytes.begin());
}

} // namespace

class TestGguf : public QObject {
    Q_OBJECT

private slots:
    void valuesEqualThoseOfTheFolderTwin_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("folder");
        QTest::newRow("interleaved rotary rows") << "llama-untied-bf16.gguf"
                                                 << "llama-untied";
        QTest::newRow("interleaved biases") << "llama-bias-f32.gguf"
                                            << "llama-bias";
        QTest::newRow("q and k norm, half-split rows") << "qwen3-f32.gguf"
                                                       << "qwen3";
        QTest::newRow("frequency factors") << "llama3-rope-f32.gguf"
                                           << "llama3-rope";
        QTest::newRow("yarn") << "yarn-f32.gguf"
                              << "yarn";
    }
    void valuesEqualThoseOfTheFolderTwin() {
        QFETCH(QString, file);
        QFETCH(QString, folder);
        const auto gguf = model::open_source(test::tiny(file.toStdString()));
        const auto twin = model::open_source(test::tiny(folder.toStdString()));
        QVERIFY2(gguf.ok(), gguf ? "" : gguf.error().message.c_str());
        QVERIFY2(twin.ok(), twin ? "" : twin.error().message.c_str());
        QCOMPARE((*gguf)->tensors().size(), (*twin)->tensors().size());
        for (const model::TensorInfo& tensor : (*gguf)->tensors()) {
            const model::TensorInfo* other = (*twin)->find(tensor.name);
            QVERIFY2(other != nullptr, tensor.name.c_str());
            QVERIFY2(test::is_float_equal(test::all_values(**gguf, tensor), test::all_values(**twin, *other)),
                     tensor.name.c_str());
        }
        const model::ModelConfig &a = (*gguf)->config(), &b = (*twin)->config();
        QCOMPARE(a.heads, b.heads);
        QCOMPARE(a.kv_heads, b.kv_heads);
        QCOMPARE(a.head_dim, b.head_dim);
        QCOMPARE(a.vocab, b.vocab);
        QCOMPARE(a.context, b.context);
        QCOMPARE(a.tied_embeddings, b.tied_embeddings);
        QCOMPARE(a.qkv_bias, b.qkv_bias);
        QCOMPARE(a.o_bias, b.o_bias);
        QCOMPARE(a.mlp_bias, b.mlp_bias);
        QCOMPARE(a.qk_norm, b.qk_norm);
        QCOMPARE(a.rope.theta, b.rope.theta);
        QCOMPARE(a.stop_ids, b.stop_ids);
        QVERIFY(std::abs(a.rope.attention_factor - b.rope.attention_factor) < 1e-12);
        QCOMPARE((*gguf)->license(), std::string("apache-2.0"));
        QCOMPARE((*gguf)->text().chat_template, (*twin)->text().chat_template);
        QCOMPARE((*gguf)->text().eos_token, (*twin)->text().eos_token);
    }

    void rotarySettingsComeFromTheMetadata() {
        const auto factors = model::open_source(test::tiny("llama3-rope-f32.gguf"));
        QVERIFY(factors.ok());
        const model::Rope& llama3 = (*factors)->config().rope;
        QCOMPARE(llama3.scaling, model::RopeScaling::none);
        QCOMPARE(llama3.freq_factors.size(), std::size_t{8});
        QCOMPARE(llama3.freq_factors.front(), 1.0F);
        QCOMPARE(llama3.freq_factors.back(), 8.0F);
        const auto yarn = model::open_source(test::tiny("yarn-f32.gguf"));
        QVERIFY(yarn.ok());
        QCOMPARE((*yarn)->config().rope.scaling, model::RopeScaling::yarn);
        QCOMPARE((*yarn)->config().rope.original_context, 256U);
        QCOMPARE((*yarn)->config().rope.attention_factor, 0.1 * std::log(4.0) + 1.0);
    }

    void rangesOfRowsAreReadAndChecked() {
        const auto source = model::open_source(test::tiny("llama-kquant.gguf"));
        QVERIFY(source.ok());
        const model::TensorInfo* q = (*source)->find("layers.1.q.weight");
        QVERIFY(q != nullptr);
        const std::vector<float> all = test::all_values(**source, *q);
        std::vector<float> some(3 * 256);
        QVERIFY((*source)->read_f32(*q, 100, 3, some.data()).ok());
        QVERIFY(test::is_float_equal(some, {all.begin() + 100 * 256, all.begin() + 103 * 256}));
        COMPARE_ERROR((*source)->read_f32(*q, 255, 2, some.data()), Code::invalid_argument, "layers.1.q.weight");
        COMPARE_ERROR((*source)->read_f32(*q, UINT64_MAX, 1, some.data()), Code::invalid_argument, "q.weight");
        QVERIFY((*source)->find("layers.2.q.weight") == nullptr);
    }

    void vocabularyIsReadAndVocabularyFilesOpen() {
        const auto vocabulary = model::open_gguf_vocabulary(test::tiny("qwen2-q8_0.gguf"));
        QVERIFY(vocabulary.ok());
        QCOMPARE(vocabulary->model, std::string("gpt2"));
        QCOMPARE(vocabulary->pre, std::string("gpt-2"));
        QCOMPARE(vocabulary->tokens.size(), std::size_t{320});
        QCOMPARE(vocabulary->types.size(), std::size_t{320});
        QCOMPARE(vocabulary->merges.size(), std::size_t{61});
        QCOMPARE(vocabulary->tokens[2], std::string("<|im_end|>"));
        QCOMPARE(vocabulary->bos, 0);
        QCOMPARE(vocabulary->eos, 2);
        QCOMPARE(vocabulary->unk, -1);
        QCOMPARE(vocabulary->add_bos, std::optional(false));
        QVERIFY(!vocabulary->add_eos);
        const std::string only = std::string(HEARTH_SOURCE_DIR) + "/tests/fuzz/corpus/gguf/vocabulary";
        const auto small = model::open_gguf_vocabulary(only);
        QVERIFY(small.ok());
        QCOMPARE(small->tokens.size(), std::size_t{4});
        COMPARE_ERROR(model::open_source(only), Code::unsupported, "no weights");
    }

    void everyTruncationIsRefused() {
        const core::Bytes whole = small_model();
        QVERIFY(source_of(whole).ok());
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const core::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            const auto source = source_of(cut);
            QVERIFY2(!source, qPrintable(QString("%1 of %2 bytes").arg(length).arg(whole.size())));
            QCOMPARE(core::code_name(source.error().code), core::code_name(Code::corrupt));
        }
    }

    void tenThousandMutationsAreAnsweredWithoutHarm() {
        const core::Bytes whole = small_model();
        const std::size_t header = place_of(whole, "blk.0.ffn_down.weight") + 64;
        std::mt19937 random(20261121);
        for (int i = 0; i < 10'000; ++i) {
            core::Bytes bytes = whole;
            for (auto changes = 1 + random() % 3; changes > 0; --changes)
                bytes[random() % header] = static_cast<std::uint8_t>(random());
            use(bytes);
        }
    }

    void hugeCountsAreRefusedBeforeMemoryIsTaken() {
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(UINT64_MAX, 0).bytes()), Code::too_large, "tensors");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1ULL << 60).bytes()), Code::too_large, "entries");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("list").u32(9).u32(4).u64(1ULL << 62).bytes()),
                      Code::corrupt, "\"list\"");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("list").u32(9).u32(8).u64(1ULL << 61).bytes()),
                      Code::corrupt, "\"list\"");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("word").u32(8).u64(UINT64_MAX).bytes()),
                      Code::corrupt, "\"word\"");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).u64(UINT64_MAX).bytes()), Code::corrupt, "entry 0");
        GgufWriter deep;
        deep.head(0, 1).text("deep").u32(9);
        for (int i = 0; i < 8; ++i)
            deep.u32(9).u64(1);
        COMPARE_ERROR(GgufFile::parse(deep.u32(4).u64(1).u32(7).bytes()), Code::corrupt, "too deeply");
    }

    void impossibleTensorsAreRefusedByName() {
        const auto with = [](const std::vector<std::uint64_t>& dims, std::uint32_t type, std::uint64_t offset) {
            return GgufWriter().head(1, 0).tensor("the.weight", dims, type, offset).pad().zeros(256).bytes();
        };
        QVERIFY(GgufFile::parse(with({8, 8}, 0, 0)).ok());
        COMPARE_ERROR(GgufFile::parse(with({1ULL << 40, 1ULL << 40}, 0, 0)), Code::corrupt, "the.weight");
        COMPARE_ERROR(GgufFile::parse(with({UINT64_MAX}, 0, 0)), Code::corrupt, "the.weight");
        COMPARE_ERROR(GgufFile::parse(with({8, 0}, 0, 0)), Code::corrupt, "the.weight");
        COMPARE_ERROR(GgufFile::parse(with({8, 9}, 0, 0)), Code::corrupt, "beyond the end");
        COMPARE_ERROR(GgufFile::parse(with({8}, 0, UINT64_MAX - 31)), Code::corrupt, "offset");
        COMPARE_ERROR(GgufFile::parse(with({8}, 0, 32)), Code::corrupt, "offset");
        COMPARE_ERROR(GgufFile::parse(with({33}, 8, 0)), Code::corrupt, "Q8_0");
        COMPARE_ERROR(GgufFile::parse(with({1, 1, 1, 1, 1}, 0, 0)), Code::corrupt, "dimensions");
        COMPARE_ERROR(GgufFile::parse(with({256}, 16, 0)), Code::unsupported, "IQ2_XXS");
        COMPARE_ERROR(GgufFile::parse(with({256}, 10, 0)), Code::unsupported, "Q2_K");
        COMPARE_ERROR(GgufFile::parse(with({256}, 99, 0)), Code::unsupported, "number 99");
    }

    void duplicatesVersionsAndAlignmentsAreChecked() {
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 2).entry_u32("k", 1).entry_u32("k", 2).bytes()),
                      Code::corrupt, "\"k\" occurs twice");
        COMPARE_ERROR(
            GgufFile::parse(
                GgufWriter().head(2, 0).tensor("t", {8}, 0, 0).tensor("t", {8}, 0, 32).pad().zeros(64).bytes()),
            Code::corrupt, "\"t\" occurs twice");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 0, 1).bytes()), Code::unsupported, "version 1");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 0, 0x03000000).bytes()), Code::unsupported, "big-endian");
        QVERIFY(GgufFile::parse(GgufWriter().head(0, 0, 2).bytes()).ok());
        for (const std::uint32_t alignment : {0U, 24U, 1U << 20})
            COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).entry_u32("general.alignment", alignment).bytes()),
                          Code::corrupt, "general.alignment");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("flag").u32(7).byte(2).bytes()), Code::corrupt,
                      "\"flag\"");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("kind").u32(13).bytes()), Code::corrupt, "type 13");
        COMPARE_ERROR(GgufFile::parse(GgufWriter().head(0, 1).text("\xff\xfe").u32(4).u32(1).bytes()), Code::corrupt,
                      "no plain text");
        COMPARE_ERROR(GgufFile::parse(core::as_bytes("not a model")), Code::corrupt, "GGUF");
    }

    void wronglyTypedMetadataIsNamed() {
        GgufWriter writer;
        writer.head(0, 3).entry_text("a.text", "x").entry_u32("b.number", 7);
        writer.text("c.negative").u32(5).u32(0xFFFFFFFF);
        const auto file = GgufFile::parse(writer.bytes());
        QVERIFY(file.ok());
        COMPARE_ERROR(file->uint("a.text"), Code::corrupt, "\"a.text\" is not an integer");
        COMPARE_ERROR(file->real("b.number"), Code::corrupt, "\"b.number\"");
        COMPARE_ERROR(file->uint("c.negative"), Code::corrupt, "\"c.negative\"");
        COMPARE_ERROR(file->texts("a.text"), Code::corrupt, "\"a.text\"");
        QVERIFY(file->uint("absent").ok() && !*file->uint("absent"));
        core::Bytes model = small_model();
        model[place_of(model, "llama.rope.freq_base") + 20] = 4; // float32 becomes uint32
        COMPARE_ERROR(source_of(model), Code::corrupt, "llama.rope.freq_base");
    }

    void howVectorsAreMadeIsRead() {
        const auto pooled = [](std::uint32_t kind) {
            core::Bytes bytes = small_model();
            constexpr std::size_t entries = 16, first_entry = 24; // of the head
            GgufWriter more;
            more.entry_u32("llama.pooling_type", kind).entry_text("test.pad", "..");
            bytes[entries] = static_cast<std::uint8_t>(bytes[entries] + 2);
            bytes.insert(bytes.begin() + first_entry, more.bytes().begin(), more.bytes().end());
            if (more.bytes().size() % 32 != 0) qFatal("The tensors would be out of place.");
            return bytes;
        };
        const core::Bytes chat = pooled(0), mean = pooled(1), first = pooled(2), last = pooled(3), ranks = pooled(4);
        QVERIFY(source_of(chat).ok() && !(*source_of(chat))->config().encoder);
        QVERIFY(((*source_of(mean))->config().encoder == model::EncoderShape{model::Pooling::mean, true, 0, 0}));
        QVERIFY(((*source_of(last))->config().encoder == model::EncoderShape{model::Pooling::last, true, 0, 0}));
        for (const core::Bytes* other : {&first, &ranks}) // imports refuse them
            QVERIFY(source_of(*other).ok() && !(*source_of(*other))->config().encoder);
        const auto text = source_of(mean);
        (*text)->as_text_model();
        QVERIFY(!(*text)->config().encoder);
        QCOMPARE((*text)->text().chat_template, (*source_of(chat))->text().chat_template);
    }

    void contradictionsAreNamed() {
        const auto changed = [](std::string_view key, std::size_t skip, std::uint8_t value) {
            core::Bytes bytes = small_model();
            bytes[place_of(bytes, key) + key.size() + skip] = value;
            return bytes;
        };
        COMPARE_ERROR(source_of(changed("llama.attention.head_count", 4, 3)), Code::corrupt, "blk.0.attn_q.weight");
        COMPARE_ERROR(source_of(changed("llama.attention.head_count", 4, 0)), Code::corrupt, "attention heads");
        COMPARE_ERROR(source_of(changed("llama.block_count", 4, 2)), Code::corrupt, "blk.1.attn_norm.weight");
        COMPARE_ERROR(source_of(changed("llama.block_count", 4, 0)), Code::corrupt, "layers");
        COMPARE_ERROR(source_of(changed("llama.feed_forward_length", 4, 17)), Code::corrupt, "blk.0.ffn_gate.weight");
        COMPARE_ERROR(source_of(changed("tokenizer.ggml.eos_token_id", 4, 4)), Code::corrupt, "eos_token_id");
        COMPARE_ERROR(source_of(changed("blk.0.ffn_u", 0, 'q')), Code::corrupt, "blk.0.ffn_up.weight");
        core::Bytes falcon = small_model();
        falcon[place_of(falcon, "general.architecture") + 20 + 12] = 'x';
        COMPARE_ERROR(source_of(falcon), Code::unsupported, "xlama");
    }

    void otherFilesAndPlacesAreRefusedInASentence() {
        COMPARE_ERROR(model::open_source("/no/such/model.gguf"), Code::not_found, "/no/such/model.gguf");
        COMPARE_ERROR(model::open_source(test::tiny("llama-tied/model.safetensors")), Code::invalid_argument, "part");
        COMPARE_ERROR(model::open_source(test::tiny("")), Code::invalid_argument, "several GGUF files");
    }

    void theDefaultModelOpens() {
        const std::string path = std::string(HEARTH_CACHE_DIR) + "/models/SmolLM2-135M-Instruct.Q4_1.gguf";
        if (!std::filesystem::exists(path)) QSKIP("SmolLM2 is not there: run installers/bootstrap build");
        const auto source = model::open_source(path);
        QVERIFY2(source.ok(), source ? "" : source.error().message.c_str());
        const model::ModelConfig& config = (*source)->config();
        QCOMPARE(config.layers, 30U);
        QCOMPARE(config.heads, 9U);
        QCOMPARE(config.kv_heads, 3U);
        QCOMPARE(config.vocab, 49152U);
        QVERIFY(config.tied_embeddings);
        QCOMPARE((*source)->tensors().size(), std::size_t{272});
    }
};

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_model_gguf.moc"
