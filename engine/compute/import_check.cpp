// SPDX-License-Identifier: Apache-2.0
#include "compute/import_check.h"

#include "compute/text_assets.h"

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr const char* sample_text = "What is 2 + 2? Grüße, 你好!";
constexpr const char* sample_date = "2024-07-26T14:03:05";
constexpr const char* sample_conversations[] = {
    R"([{"role":"user","content":"Hello."}])",
    R"([{"role":"system","content":"Be brief."},{"role":"user","content":"Hello."}])",
    R"([{"role":"user","content":"Hello."},{"role":"assistant","content":"Hi."},{"role":"user","content":"Who?"}])"};

/// A template may refuse some conversations, in its own words, but not all of them.
Status check_template(const ModelText& text) {
    bool any = false;
    core::Error refusal;
    for (const char* conversation : sample_conversations) {
        const auto rendered = text.render_chat(conversation, {}, sample_date);
        if (!rendered && rendered.error().code != Code::invalid_argument) return rendered.error();
        if (!rendered) {
            refusal = rendered.error();
            continue;
        }
        any = true;
        HEARTH_CHECK(text.tokenizer().encode(*rendered, false, true));
    }
    if (any) return {};
    return fail(Code::unsupported, core::say("model_chat_template_refuses", {refusal.message}),
                core::say("import_model_another_chat"));
}

} // namespace

Status check_source(const model::Source& source) {
    HEARTH_CHECK(source.check_complete());
    if (source.config().script) return {};
    HEARTH_TRY(const ModelText text, ModelText::load(source));
    HEARTH_CHECK(text.tokenizer().encode(sample_text, true, false));
    return source.text().chat_template.empty() ? Status() : check_template(text);
}

} // namespace hearth::compute
