// SPDX-License-Identifier: Apache-2.0
#include "compute/import_check.h"
#include "compute/text_assets.h"
#include "core/file.h"
#include "gguf_edit.h"
#include "harness.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
namespace fs = std::filesystem;
using nlohmann::json;
using namespace hearth::test;

namespace {

/// What decides ids and logits, apart from the tensors.
std::string essence(const model::Source& source) {
    const model::ModelConfig& c = source.config();
    const auto text = compute::ModelText::load(source);
    std::string all = text ? "" : text.error().message;
    for (const double value : {c.norm_eps, c.rope.theta, c.rope.factor, c.rope.attention_factor})
        all += std::to_string(value) + " ";
    for (const std::uint32_t value : {c.layers, c.hidden, c.ffn, c.heads, c.kv_heads, c.head_dim, c.vocab, c.context})
        all += std::to_string(value) + " ";
    for (const std::uint32_t id : c.stop_ids)
        all += "stop " + std::to_string(id) + " ";
    if (!text) return all;
    const auto ids = text->tokenizer().encode("<|im_start|>the two <|im_end|>", true, true);
    for (const std::uint32_t id : *ids)
        all += std::to_string(id) + " ";
    return all + text->render_chat(R"([{"role":"user","content":"x"}])", {}, {}).value();
}

} // namespace

/// What an import refuses before its long work, key by key: what is left out must have one meaning.
class TestImportCheck : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    /// A copy of a tiny model's folder.
    void copy(const std::string& name) {
        for (const auto& entry : fs::directory_iterator(test::tiny_model(name)))
            fs::copy_file(entry.path(), path(entry.path().filename().string()), fs::copy_options::overwrite_existing);
    }
    void write(const std::string& name, const std::string& text) const {
        QVERIFY(core::write_file_atomic(path(name), core::as_bytes(text)));
    }
    void edit(const std::string& name, const std::function<void(json&)>& change) const {
        json value = json::parse(whole(path(name)));
        change(value);
        write(name, value.dump());
    }
    core::Status check_file(const core::Bytes& bytes, std::string* found = nullptr) const {
        if (const auto written = core::write_file_atomic(path("model.gguf"), bytes); !written) return written;
        return check(path("model.gguf"), found);
    }
    core::Status check_folder(std::string* found = nullptr) const { return check(path(""), found); }
    static core::Status check(const fs::path& place, std::string* found) {
        HEARTH_TRY(const auto source, model::open_source(place));
        HEARTH_CHECK(compute::check_source(*source));
        if (found != nullptr) *found = essence(*source);
        return {};
    }
    static void compare(const core::Status& outcome, const QString& part) {
        if (part.isEmpty()) {
            QVERIFY2(outcome.ok(), outcome ? "" : outcome.error().message.c_str());
            return;
        }
        QVERIFY2(!outcome.ok(), "accepted");
        QVERIFY2(QString::fromStdString(outcome.error().message).contains(part), outcome.error().message.c_str());
        QVERIFY(!outcome.error().hint.empty());
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyTinyModelPasses() {
        for (const auto& entry : fs::directory_iterator(HEARTH_TINY_DIR)) {
            if (!entry.is_directory() && entry.path().extension() != ".gguf") continue;
            const core::Status outcome = check(entry.path(), nullptr);
            QVERIFY2(outcome.ok(), (entry.path().string() + (outcome ? "" : outcome.error().message)).c_str());
        }
    }

    void anAbsentGgufKeyIsRefusedOrHasTheReferencesDefault_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("part");
        const QString tied = "llama-tied-f16.gguf", untied = "llama-untied-bf16.gguf", yarn = "yarn-f32.gguf";
        const auto row = [](const QString& file, const char* key, const char* part) {
            QTest::newRow(qPrintable(file + " " + key)) << file << key << part;
        };
        for (const char* key : {"general.architecture", "llama.context_length", "llama.embedding_length",
                                "llama.block_count", "llama.feed_forward_length", "llama.attention.head_count"})
            row(tied, key, key[0] == 'g' ? "architecture" : key);
        row(tied, "llama.attention.layer_norm_rms_epsilon", "layer_norm_rms_epsilon");
        row(untied, "llama.attention.head_count_kv", "attn_k");
        row("qwen3-f32.gguf", "qwen3.attention.value_length", "value_length");
        row("qwen3-f32.gguf", "qwen3.attention.key_length", "differ");
        row(tied, "tokenizer.ggml.model", "no tokenizer");
        row(tied, "tokenizer.ggml.tokens", "no tokenizer");
        row(tied, "tokenizer.ggml.pre", "tokenizer.ggml.pre");
        row(tied, "tokenizer.ggml.token_type", "tokenizer.ggml.token_type");
        row(tied, "tokenizer.ggml.merges", "tokenizer.ggml.merges");
        // As llama.cpp has it: none, as many as heads, hidden size over heads, 10000, the context, no token.
        for (const char* key :
             {"general.name", "general.license", "llama.attention.head_count_kv", "llama.attention.key_length",
              "llama.attention.value_length", "llama.rope.dimension_count", "llama.rope.freq_base",
              "tokenizer.ggml.padding_token_id", "tokenizer.ggml.add_bos_token"})
            row(tied, key, "");
        // The control token that ends a turn in this format is known by its name.
        row(tied, "tokenizer.ggml.eos_token_id", "");
    }
    void anAbsentGgufKeyIsRefusedOrHasTheReferencesDefault() {
        QFETCH(const QString, file);
        QFETCH(const QString, key);
        QFETCH(const QString, part);
        const core::Bytes bytes = whole(test::tiny_model(file.toStdString()));
        std::string before, after;
        QVERIFY(check_file(bytes, &before).ok());
        compare(check_file(without(bytes, key.toStdString()), &after), part);
        if (part.isEmpty()) QCOMPARE(QString::fromStdString(after), QString::fromStdString(before));
    }

    void tokensThatTheFilePutsIntoTextsMustBeNamed() {
        const core::Bytes bytes = whole(test::tiny_model("llama-tied-f16.gguf"));
        const core::Bytes no_bos = without(bytes, "tokenizer.ggml.bos_token_id");
        compare(check_file(no_bos), "");
        std::string key = "tokenizer.ggml.add_bos_token";
        key += std::string("\x07\0\0\0", 4);
        compare(check_file(patched(no_bos, key + '\0', key + '\1')), "bos_token_id");
        // Without it, and without a control token of a known name, no answer would ever end.
        core::Bytes endless = without(bytes, "tokenizer.ggml.eos_token_id");
        endless = patched(patched(endless, "<|im_end|>", "<|nothing|"), "<|endoftext|>", "<|beginning|>");
        compare(check_file(endless), "eos_token_id");
    }

    void aGgufSettingThatNothingHereComputesIsRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<float>("neutral");
        QTest::addColumn<float>("other");
        QTest::newRow("logit scale") << "llama.logit_scale" << 1.0F << 0.5F;
        QTest::newRow("residual scale") << "llama.residual_scale" << 1.0F << 0.22F;
        QTest::newRow("embedding scale") << "llama.embedding_scale" << 1.0F << 12.0F;
        QTest::newRow("attention scale") << "llama.attention.scale" << 0.25F << 0.1F;
        QTest::newRow("attention soft cap") << "llama.attn_logit_softcapping" << 0.0F << 50.0F;
        QTest::newRow("logit soft cap") << "llama.final_logit_softcapping" << 0.0F << 30.0F;
        QTest::newRow("clamp") << "llama.attention.clamp_kqv" << 0.0F << 8.0F;
        QTest::newRow("alibi") << "llama.attention.max_alibi_bias" << 0.0F << 8.0F;
        QTest::newRow("magnitude") << "llama.rope.scaling.attn_factor" << 1.0F << 1.2F;
        QTest::newRow("yarn magnitude") << "llama.rope.scaling.yarn_attn_factor" << 1.0F << 1.2F;
        QTest::newRow("yarn mix") << "llama.rope.scaling.yarn_ext_factor" << 0.0F << 1.0F;
    }
    void aGgufSettingThatNothingHereComputesIsRefused() {
        QFETCH(const QString, key);
        QFETCH(const float, neutral);
        QFETCH(const float, other);
        const core::Bytes bytes = whole(test::tiny_model("llama-tied-f16.gguf"));
        compare(check_file(with(bytes, key.toStdString(), 6, real(neutral))), "");
        compare(check_file(with(bytes, key.toStdString(), 6, real(other))), key);
    }

    void attentionInBothDirectionsIsRefused() {
        const core::Bytes bytes = whole(test::tiny_model("llama-tied-f16.gguf")), no{0}, yes{1};
        compare(check_file(with(bytes, "llama.attention.causal", 7, yes)), "");
        compare(check_file(with(bytes, "llama.attention.causal", 7, no)), "attention.causal");
    }

    void otherWaysOfPoolingAreRefused() {
        const core::Bytes bytes = whole(test::tiny_model("llama-tied-f16.gguf"));
        for (const std::uint32_t kind : {1U, 2U, 3U, 4U}) {
            core::Bytes value;
            core::append_u32(value, kind);
            const core::Status checked = check_file(with(bytes, "llama.pooling_type", 4, value));
            if (kind % 2 == 1) QVERIFY2(checked.ok(), checked ? "" : checked.error().message.c_str());
            if (kind % 2 == 0) QCOMPARE(checked.error().message.id(), "pooling_not_supported");
        }
    }

    void aGgufTokenizerThatCannotReadIsRefused_data() {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown pre-tokeniser") << QByteArray("gpt-2") << QByteArray("gpt-9") << "gpt-9";
        QTest::newRow("a merge of no tokens") << QByteArray("\xC4\xA0w as") << QByteArray("\xC4\xA0w zs") << "zs";
        QTest::newRow("a merge that is no pair") << QByteArray("\xC4\xA0w as") << QByteArray("\xC4\xA0w_as") << "pair";
        QTest::newRow("a token that is not UTF-8") << QByteArray("\xC4\xA0you") << QByteArray("\xFF\xA0you") << "UTF-8";
    }
    void aGgufTokenizerThatCannotReadIsRefused() {
        QFETCH(const QByteArray, old);
        QFETCH(const QByteArray, now);
        QFETCH(const QString, part);
        const core::Bytes bytes = whole(test::tiny_model("llama-tied-f16.gguf"));
        compare(check_file(patched(bytes, old.toStdString(), now.toStdString())), part);
    }

    void anAbsentFolderKeyIsRefusedOrHasTheReferencesDefault_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* folder, const char* key, const char* part) {
            QTest::newRow(qPrintable(QString(folder) + " " + key)) << folder << key << part;
        };
        for (const char* key : {"model_type", "hidden_size", "intermediate_size", "num_hidden_layers",
                                "num_attention_heads", "vocab_size", "max_position_embeddings"})
            row("llama-tied", key, QString(key) == "model_type" ? "architecture" : key);
        row("llama-tied", "tie_word_embeddings", "lm_head");
        row("llama-bias", "attention_bias", "bias");
        row("llama-bias", "mlp_bias", "bias");
        row("llama-untied", "num_key_value_heads", "k_proj"); // the tensors contradict the default
        row("qwen2", "num_key_value_heads", "k_proj");
        row("llama3-rope", "rope_scaling.original_max_position_embeddings", "original_max_position_embeddings");
        row("linear-rope", "rope_scaling.factor", "factor");
        // As Transformers has it.
        for (const char* key : {"architectures", "num_key_value_heads", "head_dim", "hidden_act", "attention_bias",
                                "mlp_bias", "rope_parameters", "eos_token_id", "bos_token_id", "dtype"})
            row("llama-tied", key, "");
        row("qwen2", "use_sliding_window", "");
        row("qwen2", "sliding_window", "");
    }
    void anAbsentFolderKeyIsRefusedOrHasTheReferencesDefault() {
        QFETCH(const QString, folder);
        QFETCH(const QString, key);
        QFETCH(const QString, part);
        copy(folder.toStdString());
        std::string before, after;
        QVERIFY(check_folder(&before).ok());
        edit("config.json", [&](json& config) {
            const QStringList steps = key.split('.');
            json* at = &config;
            for (qsizetype i = 0; i + 1 < steps.size(); ++i)
                at = &(*at)[steps[i].toStdString()];
            QVERIFY(at->erase(steps.last().toStdString()) == 1);
        });
        compare(check_folder(&after), part);
        if (part.isEmpty()) QCOMPARE(QString::fromStdString(after), QString::fromStdString(before));
    }

    void aNumberOfHeadsThatTransformersTakesOtherwiseIsRefused() {
        copy("llama-tied");
        edit("config.json", [](json& c) {
            c.erase("num_key_value_heads");
            c["model_type"] = "mistral";
            c["architectures"] = {"MistralForCausalLM"};
        });
        compare(check_folder(), "num_key_value_heads");
    }

    void aFolderWithoutUsableTokenizerIsRefused() {
        copy("llama-tied");
        const core::Bytes tokenizer = whole(path("tokenizer.json"));
        fs::remove(path("tokenizer.json"));
        compare(check_folder(), "tokenizer.json");
        write("tokenizer.json", "\xEF\xBB\xBF" + std::string(tokenizer.begin(), tokenizer.end()));
        compare(check_folder(), "byte-order mark");
        write("tokenizer.json", R"({"version":"1.0","added_tokens":[],"model":{"type":"Unheard"}})");
        compare(check_folder(), "tokenizer.json");
    }

    void whatTheTemplateWritesMustBeNamedInOneOfTheFiles() {
        copy("llama-tied");
        write("chat_template.jinja", "{{ bos_token }}{{ messages[0].content }}");
        edit("tokenizer_config.json", [](json& c) { c.erase("bos_token"); });
        compare(check_folder(), "bos_token");
        edit("tokenizer_config.json", [](json& c) { c["bos_token"] = nullptr; });
        compare(check_folder(), "");
        edit("tokenizer_config.json", [](json& c) { c.erase("bos_token"); });
        write("special_tokens_map.json", R"({"bos_token":{"content":"<|endoftext|>"}})");
        std::string found;
        compare(check_folder(&found), "");
        QVERIFY2(found.ends_with("<|endoftext|>x"), found.c_str());
        edit("config.json", [](json& c) { c.erase("eos_token_id"); });
        edit("generation_config.json", [](json& c) { c.erase("eos_token_id"); });
        edit("tokenizer_config.json", [](json& c) { c.erase("eos_token"); });
        compare(check_folder(), "eos_token_id");
    }

    void aTemplateIsTriedOnConversations_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const char* source, const char* part) {
            QTest::newRow(name) << QByteArray(source) << part;
        };
        row("syntax", "{% if %}", "line 1");
        row("unknown filter", "a\n{{ messages[0].content | from_json }}", "from_json");
        row("unknown filter in a second turn",
            "{% for m in messages %}{% if m.role == 'assistant' %}{{ m | oops }}{% endif %}{% endfor %}x", "oops");
        row("unknown time format", "{{ strftime_now('%Q') }}", "%Q");
        row("refuses everything", "{{ raise_exception('Never!') }}", "Never!");
        row("refuses a system message", "{% if messages[0].role == 'system' %}{{ raise_exception('No.') }}{% endif %}x",
            "");
        row("asks for the day", "{{ strftime_now('%d %b %Y') }}", "");
        row("empty", "", "");
    }
    void aTemplateIsTriedOnConversations() {
        QFETCH(const QByteArray, source);
        QFETCH(const QString, part);
        copy("llama-tied");
        write("chat_template.jinja", source.toStdString());
        compare(check_folder(), part);
    }

    void lineEndsOfTheTemplateDoNotMatter() {
        copy("llama-tied");
        std::string source =
            "{% for m in messages %}\n<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}\n";
        const auto ids = [&] {
            write("chat_template.jinja", source);
            const auto opened = model::open_source(path("")).value();
            const auto text = compute::ModelText::load(*opened);
            const auto rendered = text->render_chat(R"([{"role":"user","content":"a\r\nb"}])", {}, {});
            return text->tokenizer().encode(*rendered, false, true).value();
        };
        const auto plain = ids();
        for (std::size_t at = source.find('\n'); at != std::string::npos; at = source.find('\n', at + 2))
            source.insert(at, "\r");
        QCOMPARE(ids(), plain);
        std::erase(source, '\n');
        QCOMPARE(ids(), plain);
    }

    void aTemplatesFaultIsNotBlamedOnTheConversation() {
        copy("llama-tied");
        write("chat_template.jinja", "{{ messages[0].content | from_json }}");
        const auto opened = model::open_source(path("")).value();
        const auto text = compute::ModelText::load(*opened);
        const auto fault = text->render_chat(R"([{"role":"user","content":"x"}])", {}, {});
        QCOMPARE(fault.error().code, core::Code::corrupt);
        QVERIFY(fault.error().hint.find("model's chat template") != std::string::npos);
        QVERIFY(fault.error().hint.find("Change the conversation") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestImportCheck)
#include "tst_compute_import_check.moc"
