// SPDX-License-Identifier: Apache-2.0
#include "gateway_arguments.h"

#include "gateway_verbs.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    control::UpstreamWish wish{{}, {}, "openai", {}};
    std::string name, model, file, request, response, id;
    std::uint32_t limit = 20, days = 30;
    bool replay = false, chat = false;
};
using Shared = std::shared_ptr<Values>;
using Run = int (*)(Context&, const Values&);

CLI::App* group(CLI::App& app, const char* name, const char* what) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->require_subcommand(1);
    sub->fallthrough();
    return sub;
}

} // namespace

void add_gateway_verbs(CLI::App& app, Command& command) {
    const Shared values = std::make_shared<Values>();
    const auto verb = [&](CLI::App* parent, const char* name, const char* what, Run run) {
        CLI::App* sub = parent->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&command, values, run] {
            command.run = [values, run](Context& context) { return run(context, *values); };
        });
        return sub;
    };
    CLI::App* gateway = group(app, "gateway", "Other networks behind this home's address");
    CLI::App* adding = verb(gateway, "add", "Put a network's models behind this home's address; asks it first",
                            [](Context& c, const Values& v) { return add_upstream(c, v.wish); });
    adding->add_option("URL", values->wish.url, "Where it is, e.g. http://127.0.0.1:8080/v1")->required();
    adding->add_option("--name", values->wish.name, "Name to know it by; NAME/MODEL then names its model")
        ->type_name("N")
        ->required();
    adding
        ->add_option("--kind", values->wish.kind,
                     "openai: any OpenAI-compatible server; hearth: another Hearth home, with receipts; phala, "
                     "redpill, near, 0g, venice, nanogpt, opengradient, atoma: "
                     "signed answers; cocoon, morpheus: attested connections; chutes; toploc: lists of proofs")
        ->capture_default_str();
    adding
        ->add_option("--signer", values->wish.signers,
                     "Key whose signatures you trust, known from elsewhere: an address, an Ed25519 key (hearth: the "
                     "home's node key), a tee_id or a node of Atoma")
        ->type_name("KEY")
        ->allow_extra_args(false);
    adding
        ->add_option("--measurement", values->wish.measurements,
                     "Software that its hardware must run, known from elsewhere: mrtd, rtmr0 to rtmr3, or, for "
                     "opengradient, pcr0 to pcr31, of which pcr0 to pcr2 are needed")
        ->type_name("NAME=HEX")
        ->allow_extra_args(false);
    adding->add_option("--model", values->wish.models, "A model that it offers, where it has no list (opengradient)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    adding->add_option("--key-file", values->wish.key_file, "File that holds the key which the network wants")
        ->type_name("FILE");
    adding
        ->add_option("--price-in", values->wish.price_in,
                     "What a million tokens that it reads cost; its answers are then charged to callers' budgets")
        ->type_name("EMB");
    adding->add_option("--price-out", values->wish.price_out, "What a million tokens that it writes cost")
        ->type_name("EMB");
    adding
        ->add_option("--model-price", values->wish.model_prices,
                     "The same for one of its models, read and written: llama=0.05/0.2")
        ->type_name("MODEL=IN/OUT")
        ->allow_extra_args(false);
    verb(gateway, "list", "Which there are and how they stand",
         [](Context& c, const Values&) { return list_upstreams(c); });
    CLI::App* const testing = verb(gateway, "test", "Ask one for its models now", [](Context& c, const Values& v) {
        return test_upstream(c, v.name, v.chat, v.model);
    });
    testing->add_option("NAME", values->name, "Which one")->required();
    CLI::Option* const chat = testing->add_flag(
        "--chat", values->chat,
        "Also let a model write one token, which costs what the network takes for that and for a few tokens read");
    testing->add_option("--model", values->model, "Which model writes it; else the first that it lists")
        ->type_name("NAME")
        ->needs(chat);
    verb(gateway, "remove", "Ask it nothing any more; answers that come are finished",
         [](Context& c, const Values& v) { return remove_upstream(c, v.name); })
        ->add_option("NAME", values->name, "Which one")
        ->required();

    verb(gateway, "spent", "What callers spent per day, by key; of other networks what has a price here",
         [](Context& c, const Values& v) { return show_spending(c, v.days); })
        ->add_option("--days", values->days, "How many days back")
        ->capture_default_str()
        ->check(CLI::Range(1, 3650));

    verb(gateway, "payments", "What callers without a key paid by the call (x402)",
         [](Context& c, const Values& v) { return show_payments(c, v.limit); })
        ->add_option("--limit", values->limit, "How many, newest first")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));

    CLI::App* evidence = group(app, "evidence", "What is known about answers");
    CLI::App* verify = verb(evidence, "verify", "Examine a file of evidence or a receipt; needs no service",
                            [](Context& c, const Values& v) {
                                return verify_evidence(c, v.file, v.request, v.response, v.wish, v.replay);
                            });
    verify->add_option("FILE", values->file, "What GET /v1/evidence/ID gave of a network's answer, or a receipt file")
        ->required();
    verify->add_option("--request", values->request, "The request's body as you sent it")->type_name("FILE");
    verify->add_option("--response", values->response, "The answer's body as you got it")->type_name("FILE");
    verify
        ->add_option("--signer", values->wish.signers, "Key that you trust, in place of those that the gateway pinned")
        ->type_name("KEY")
        ->allow_extra_args(false);
    verify
        ->add_option("--measurement", values->wish.measurements,
                     "Software that you trust, in place of what the gateway pinned, as for: gateway add")
        ->type_name("NAME=HEX")
        ->allow_extra_args(false);
    verify->add_flag("--replay", values->replay,
                     "Let the service compute the answer of a receipt, or of a Hearth home's evidence, again");
    verb(evidence, "list", "Answers that other networks gave, newest first",
         [](Context& c, const Values& v) { return list_evidence(c, v.limit); })
        ->add_option("--limit", values->limit, "How many")
        ->capture_default_str()
        ->check(CLI::Range(1, 500));
    CLI::App* head = verb(evidence, "log", "The signed head of the log of all that evidence",
                          [](Context& c, const Values& v) { return show_evidence_log(c, v.file); });
    head->add_option("--since", values->file, "A head that you kept: proves that nothing of it was changed")
        ->type_name("FILE");
    CLI::App* prove = verb(evidence, "prove", "Prove that evidence stands in the log",
                           [](Context& c, const Values& v) { return prove_evidence(c, v.id, v.file); });
    prove->add_option("ID", values->id, "Its id: the header X-Evidence-Id of the answer, or its first 6 digits or more")
        ->required();
    prove->add_option("--evidence", values->file, "The file that you hold of it, to compare")->type_name("FILE");
}

} // namespace hearth::cli
