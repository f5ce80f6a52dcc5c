// SPDX-License-Identifier: Apache-2.0
#include "model_files.h"

#include <cmath>
#include <functional>
#include <QTemporaryDir>

using namespace hearth;
using core::Code;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A copy of a tiny folder that a test may spoil.
class Copy {
public:
    explicit Copy(const std::string& name) {
        fs::copy(test::tiny(name), folder(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
    fs::path folder() const { return m_folder.path().toStdString(); }
    fs::path file(const std::string& name) const { return folder() / name; }
    void edit(const std::string& name, const std::function<void(json&)>& change) const {
        json value = test::read_json(file(name));
        change(value);
        test::write_json(file(name), value);
    }
    core::Result<std::unique_ptr<model::Source>> open() const { return model::open_source(folder()); }

private:
    QTemporaryDir m_folder;
};

/// Opens a tiny folder after `change` to its config.json.
core::Result<std::unique_ptr<model::Source>> with_config(const char* name, const std::function<void(json&)>& change) {
    const Copy copy(name);
    copy.edit("config.json", change);
    return copy.open();
}

} // namespace

class TestFolder : public QObject {
    Q_OBJECT

private slots:
    void everyTinyFolderOpens_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"llama-tied", "llama-untied", "llama-bias", "mistral", "qwen2", "qwen3", "llama3-rope",
                                 "yarn", "linear-rope"})
            QTest::newRow(name) << name;
    }
    void everyTinyFolderOpens() {
        QFETCH(QString, name);
        const auto source = model::open_source(test::tiny(name.toStdString()));
        QVERIFY2(source.ok(), source ? "" : source.error().message.c_str());
        QCOMPARE((*source)->config().vocab, 320U);
        QCOMPARE((*source)->config().stop_ids, (std::vector<std::uint32_t>{0, 2}));
        QCOMPARE((*source)->license(), std::string("apache-2.0"));
        QVERIFY(!(*source)->text().tokenizer_json.empty());
        QVERIFY((*source)->text().chat_template.starts_with("{% for message"));
        QCOMPARE((*source)->text().bos_token, std::string("<|endoftext|>"));
        QCOMPARE((*source)->text().eos_token, std::string("<|im_end|>"));
        for (const fs::path& file : (*source)->files())
            QVERIFY(fs::exists(test::tiny(name.toStdString()) / file));
    }

    void variantsAreRead() {
        const auto config = [](const char* name) { return (*model::open_source(test::tiny(name)))->config(); };
        QCOMPARE(config("mistral").sliding_window, std::optional(24U));
        QVERIFY(!config("qwen2").sliding_window);
        QVERIFY(config("qwen2").qkv_bias && !config("qwen2").o_bias);
        QVERIFY(config("qwen3").qk_norm);
        QCOMPARE(config("qwen3").head_dim, 32U);
        QVERIFY(config("llama-bias").o_bias && config("llama-bias").mlp_bias);
        QCOMPARE(config("llama3-rope").rope.scaling, model::RopeScaling::llama3);
        QCOMPARE(config("llama3-rope").rope.theta, 500000.0);
        QCOMPARE(config("llama3-rope").rope.original_context, 128U);
        QCOMPARE(config("linear-rope").rope.factor, 2.0);
        QCOMPARE(config("yarn").rope.attention_factor, 0.1 * std::log(4.0) + 1.0);
        QCOMPARE((*model::open_source(test::tiny("llama-untied")))->files().size(), std::size_t{9});
    }

    void defaultsAreThoseOfTransformers() {
        const auto window = [](const json& value) {
            return (*with_config("mistral", [&](json& c) { c["sliding_window"] = value; }))->config().sliding_window;
        };
        QVERIFY(!window(nullptr));
        const auto absent = with_config("mistral", [](json& c) { c.erase("sliding_window"); });
        QCOMPARE((*absent)->config().sliding_window, std::optional(4096U));
        const auto slides = [](int full_layers) {
            return with_config("qwen2", [=](json& c) {
                c["use_sliding_window"] = true;
                c["max_window_layers"] = full_layers;
            });
        };
        QCOMPARE((*slides(0))->config().sliding_window, std::optional(32U));
        QVERIFY(!(*slides(2))->config().sliding_window);
        COMPARE_ERROR(slides(1), Code::unsupported, "differ in their attention");
        const auto yarn = with_config("yarn", [](json& c) {
            c["rope_parameters"]["mscale"] = 0.7;
            c["rope_parameters"]["mscale_all_dim"] = 1.0;
        });
        QCOMPARE((*yarn)->config().rope.attention_factor, (0.07 * std::log(4.0) + 1.0) / (0.1 * std::log(4.0) + 1.0));
        const auto fixed = with_config("yarn", [](json& c) { c["rope_parameters"]["attention_factor"] = 1.25; });
        QCOMPARE((*fixed)->config().rope.attention_factor, 1.25);
    }

    void unsupportedVariantsAreRefusedByName_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("part");
        QTest::newRow("architecture") << "model_type"
                                      << "\"gemma\""
                                      << "\"gemma\"";
        QTest::newRow("class") << "architectures"
                               << "[\"LlamaForSequenceClassification\"]"
                               << "LlamaForCausalLM";
        QTest::newRow("activation") << "hidden_act"
                                    << "\"gelu\""
                                    << "\"gelu\"";
        QTest::newRow("quantised") << "quantization_config"
                                   << "{\"quant_method\":\"gptq\"}"
                                   << "quantised";
        QTest::newRow("rope") << "rope_parameters"
                              << "{\"rope_type\":\"longrope\"}"
                              << "\"longrope\"";
        QTest::newRow("partial") << "partial_rotary_factor"
                                 << "0.5"
                                 << "part of the head";
        QTest::newRow("yarn") << "rope_parameters"
                              << "{\"rope_type\":\"yarn\",\"factor\":2,\"truncate\":false}"
                              << "truncate";
    }
    void unsupportedVariantsAreRefusedByName() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, part);
        const auto source =
            with_config("llama-tied", [&](json& c) { c[key.toStdString()] = json::parse(value.toStdString()); });
        COMPARE_ERROR(source, Code::unsupported, part.toStdString());
    }

    void absurdAndContradictoryConfigurationsAreRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("part");
        QTest::newRow("no layers") << "num_hidden_layers"
                                   << "0"
                                   << "layers";
        QTest::newRow("many layers") << "num_hidden_layers"
                                     << "4000000000"
                                     << "layers";
        QTest::newRow("too big for a size") << "hidden_size"
                                            << "99999999999"
                                            << "hidden_size";
        QTest::newRow("text for a size") << "hidden_size"
                                         << "\"64\""
                                         << "hidden_size";
        QTest::newRow("negative") << "vocab_size"
                                  << "-1"
                                  << "vocab_size";
        QTest::newRow("missing") << "intermediate_size"
                                 << "null"
                                 << "intermediate_size";
        QTest::newRow("no heads") << "num_attention_heads"
                                  << "0"
                                  << "num_attention_heads";
        QTest::newRow("heads do not divide") << "num_key_value_heads"
                                             << "3"
                                             << "multiple";
        QTest::newRow("odd head") << "head_dim"
                                  << "15"
                                  << "odd";
        QTest::newRow("other shape") << "hidden_size"
                                     << "128"
                                     << "embed_tokens";
        QTest::newRow("more layers than tensors") << "num_hidden_layers"
                                                  << "3"
                                                  << "model.layers.2.input_layernorm.weight";
        QTest::newRow("fewer layers than tensors") << "num_hidden_layers"
                                                   << "1"
                                                   << "layers.1.";
        QTest::newRow("bias missing") << "attention_bias"
                                      << "true"
                                      << "self_attn.q_proj.bias";
        QTest::newRow("head missing") << "tie_word_embeddings"
                                      << "false"
                                      << "lm_head.weight";
        QTest::newRow("flag of another type") << "tie_word_embeddings"
                                              << "\"no\""
                                              << "tie_word_embeddings";
        QTest::newRow("epsilon") << "rms_norm_eps"
                                 << "7"
                                 << "epsilon";
        QTest::newRow("two thetas") << "rope_theta"
                                    << "5"
                                    << "rope_theta";
        QTest::newRow("stop token") << "eos_token_id"
                                    << "320"
                                    << "stop token";
        QTest::newRow("stop type") << "eos_token_id"
                                   << "\"x\""
                                   << "eos_token_id";
    }
    void absurdAndContradictoryConfigurationsAreRefused() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, part);
        const auto source =
            with_config("llama-tied", [&](json& c) { c[key.toStdString()] = json::parse(value.toStdString()); });
        QVERIFY(!source);
        QVERIFY2(source.error().message.find(part.toStdString()) != std::string::npos, source.error().message.c_str());
    }

    void damagedJsonIsRefusedWithItsName() {
        const Copy copy("llama-tied");
        const core::Bytes config = test::read_all(copy.file("config.json"));
        for (const std::string& text : {std::string("{\"a\":1,\"a\":2}"), std::string("{\"a\":"), std::string("[]"),
                                        std::string("{\"a\":\"\xff\"}"), std::string(100'000, '['), std::string()}) {
            test::write_all(copy.file("config.json"), core::as_bytes(text));
            COMPARE_ERROR(copy.open(), Code::corrupt, "config.json");
        }
        test::write_all(copy.file("config.json"), config);
        QVERIFY(copy.open().ok());
        test::write_all(copy.file("tokenizer.json"), core::as_bytes("{"));
        COMPARE_ERROR(copy.open(), Code::corrupt, "tokenizer.json");
    }

    void shardsMustAgreeWithTheirIndex() {
        const std::string index = "model.safetensors.index.json";
        const Copy copy("llama-untied");
        const json whole = test::read_json(copy.file(index));
        const auto with = [&](const std::function<void(json&)>& change) {
            json value = whole;
            change(value["weight_map"]);
            test::write_json(copy.file(index), value);
            return copy.open();
        };
        QVERIFY(with([](json&) {}).ok());
        COMPARE_ERROR(with([](json& map) { map["model.norm.weight"] = "../model.safetensors"; }), Code::refused,
                      "model.norm.weight");
        COMPARE_ERROR(with([](json& map) { map["model.norm.weight"] = "/etc/passwd"; }), Code::refused,
                      "model.norm.weight");
        COMPARE_ERROR(with([](json& map) { map["model.norm.weight"] = 7; }), Code::refused, "model.norm.weight");
        COMPARE_ERROR(with([](json& map) { map.erase("model.norm.weight"); }), Code::corrupt, "model.norm.weight");
        COMPARE_ERROR(with([](json& map) { map["extra"] = map["model.norm.weight"]; }), Code::corrupt, "tensors that");
        COMPARE_ERROR(with([](json& map) { map["extra"] = "absent.safetensors"; }), Code::not_found,
                      "absent.safetensors");
    }

    void surplusTensorsAndStrayHeadsAreRefused() {
        const Copy copy("llama-tied");
        const core::Bytes whole = test::read_all(copy.file("model.safetensors"));
        std::uint64_t length = 0;
        std::memcpy(&length, whole.data(), 8);
        json header = json::parse(whole.begin() + 8, whole.begin() + 8 + static_cast<std::ptrdiff_t>(length));
        const std::uint64_t data = whole.size() - 8 - length;
        const json embed = header["model.embed_tokens.weight"];
        const std::uint64_t size = embed["data_offsets"][1].get<std::uint64_t>();
        const auto write = [&](const std::string& name, bool same) {
            json changed = header;
            changed[name] = embed;
            changed[name]["data_offsets"] = {data, data + size};
            core::Bytes bytes = test::safetensors(changed.dump(), 0);
            bytes.insert(bytes.end(), whole.begin() + 8 + static_cast<std::ptrdiff_t>(length), whole.end());
            const auto begin = whole.begin() + 8 + static_cast<std::ptrdiff_t>(length); // the embedding lies first
            bytes.insert(bytes.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
            if (!same) bytes.back() ^= 1;
            test::write_all(copy.file("model.safetensors"), bytes);
            return copy.open();
        };
        QCOMPARE(embed["data_offsets"][0].get<std::uint64_t>(), std::uint64_t{0});
        COMPARE_ERROR(write("model.layers.0.mlp.expert.weight", true), Code::corrupt,
                      "model.layers.0.mlp.expert.weight");
        COMPARE_ERROR(write("model.layers.00.mlp.up_proj.weight", true), Code::corrupt, "model.layers.00.mlp");
        COMPARE_ERROR(write("lm_head.weight", false), Code::corrupt, "lm_head.weight");
        QVERIFY(write("lm_head.weight", true).ok());
        QVERIFY(write("model.layers.0.self_attn.rotary_emb.inv_freq", true).ok());
    }

    void templatesAndTokensInEverySpellingAreRead() {
        const Copy copy("llama-tied");
        fs::remove(copy.file("chat_template.jinja"));
        fs::remove(copy.file("README.md"));
        copy.edit("tokenizer_config.json", [](json& c) {
            c["chat_template"] = {{{"name", "tool_use"}, {"template", "no"}},
                                  {{"name", "default"}, {"template", "yes"}}};
            c["eos_token"] = {{"content", "<|im_start|>"}, {"special", true}};
        });
        const auto source = copy.open();
        QVERIFY(source.ok());
        QCOMPARE((*source)->text().chat_template, std::string("yes"));
        QCOMPARE((*source)->text().eos_token, std::string("<|im_start|>"));
        QCOMPARE((*source)->config().stop_ids, (std::vector<std::uint32_t>{0, 1, 2}));
        QVERIFY((*source)->license().empty());
        fs::remove(copy.file("model.safetensors"));
        COMPARE_ERROR(copy.open(), Code::not_found, "model.safetensors");
    }
};

QTEST_GUILESS_MAIN(TestFolder)
#include "tst_model_folder.moc"
