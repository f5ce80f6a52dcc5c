// SPDX-License-Identifier: Apache-2.0
#include "compute/text_assets.h"

#include "model/gguf.h"

#include <utility>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

text::Vocabulary vocabulary_of(model::GgufVocabulary file) {
    text::Vocabulary vocabulary;
    vocabulary.model = std::move(file.model);
    vocabulary.pre = std::move(file.pre);
    vocabulary.tokens = std::move(file.tokens);
    vocabulary.scores = std::move(file.scores);
    vocabulary.types = std::move(file.types);
    vocabulary.merges = std::move(file.merges);
    vocabulary.bos = file.bos;
    vocabulary.eos = file.eos;
    vocabulary.unk = file.unk;
    vocabulary.sep = file.sep;
    vocabulary.pad = file.pad;
    vocabulary.cls = file.cls;
    vocabulary.mask = file.mask;
    vocabulary.add_bos_known = file.add_bos.has_value();
    vocabulary.add_eos_known = file.add_eos.has_value();
    vocabulary.add_bos = file.add_bos.value_or(vocabulary.add_bos);
    vocabulary.add_eos = file.add_eos.value_or(vocabulary.add_eos);
    vocabulary.add_space_prefix = file.add_space_prefix.value_or(vocabulary.add_space_prefix);
    return vocabulary;
}

core::Result<text::Tokenizer> tokenizer_of(const model::Source& source) {
    const model::TextAssets& assets = source.text();
    if (!assets.tokenizer_json.empty()) return text::Tokenizer::from_json(assets.tokenizer_json);
    if (assets.has_gguf_vocabulary && source.gguf() != nullptr) {
        HEARTH_TRY(model::GgufVocabulary file, model::read_vocabulary(*source.gguf()));
        return text::Tokenizer::from_vocabulary(vocabulary_of(std::move(file)));
    }
    return fail(Code::unsupported, core::say("model_comes_without_tokenizer"), core::say("add_tokenizer_json_folder"));
}

} // namespace

core::Result<ModelText> ModelText::load(const model::Source& source) {
    HEARTH_TRY(text::Tokenizer tokenizer, tokenizer_of(source));
    ModelText loaded(std::move(tokenizer));
    const model::TextAssets& assets = source.text();
    loaded.m_bos = assets.bos_token;
    loaded.m_eos = assets.eos_token;
    if (assets.chat_template.empty()) {
        loaded.m_no_template =
            fail(Code::unsupported, core::say("model_no_chat_template"), core::say("use_plain_completions_model"));
        return loaded;
    }
    auto parsed = text::ChatTemplate::parse(assets.chat_template);
    if (parsed)
        loaded.m_template = std::move(*parsed);
    else
        loaded.m_no_template = parsed.error();
    return loaded;
}

core::Result<std::string> ModelText::render_chat(const std::string& messages_json, const std::string& tools_json,
                                                 const std::string& date, const std::string& variables_json) const {
    if (!m_template) return m_no_template;
    text::ChatTemplate::Input input;
    input.messages_json = messages_json;
    input.tools_json = tools_json;
    input.bos_token = m_bos;
    input.eos_token = m_eos;
    input.date = date;
    input.variables_json = variables_json;
    auto rendered = m_template->render(input);
    // Not "unsupported": another device would not render it either, and it is not the caller who is at fault.
    if (!rendered && rendered.error().code == Code::unsupported)
        return fail(Code::corrupt, rendered.error().message, rendered.error().hint);
    return rendered;
}

} // namespace hearth::compute
