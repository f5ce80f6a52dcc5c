// SPDX-License-Identifier: Apache-2.0
#include "arguments.h"

#include "device_arguments.h"
#include "erasing.h"
#include "gateway_arguments.h"
#include "governance_arguments.h"
#include "guide.h"
#include "hub_arguments.h"
#include "key_arguments.h"
#include "network_arguments.h"
#include "new_file.h"
#include "output.h"
#include "receipt_list.h"
#include "settings_arguments.h"
#include "update_arguments.h"
#include "verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string_view>

namespace hearth::cli {
namespace {

/// Options of all verbs; they live as long as the command that reads them.
struct Values {
    control::ChatRequest request;
    std::string prompt, text, name, profile, file, bundle, max_price;
    std::uint32_t minutes = 0;
    bool bought = false, replay = false, now = false, yes = false, force = false, wait = false, keep = false;
    bool asks = false; ///< a prompt was given, be it an empty one
    LimitWish wish;
    EarningsWish earnings;
    ReceiptWish receipts;

    Verification verification() const {
        return replay ? Verification::replayed : wait ? Verification::awaited : Verification::examined;
    }
};

using Shared = std::shared_ptr<Values>;

class Verbs {
public:
    Verbs(CLI::App& app, Command& command) : m_app(app), m_command(command) {}

    void add_all() {
        CLI::App* stand =
            verb(m_app, "status", "How the node stands", [](Context& c, Values& v) { return status(c, v.wait); });
        wait(stand, "Until it takes work, also while the service is only starting");
        add_models();
        add_chat();
        add_receipts();
        add_money();
        add_node();
        for (auto* add : {add_governance_verbs, add_network_verbs, add_gateway_verbs, add_settings_verbs,
                          add_device_verbs, add_hub_verbs, add_key_verbs, add_update_verbs, add_home_verbs})
            add(m_app, m_command);
        CLI::App* check = verb(m_app, "doctor", "Examine this installation and say what to repair", run_doctor);
        force(check, check->add_option("--bundle", m_values->bundle, "Also write a JSON file for whoever helps")
                         ->type_name("FILE"));
        verb(m_app, "stop", "End the service when what runs is finished; waits until it is gone",
             [](Context& c, Values&) { return stop(c); });
    }

private:
    using Run = int (*)(Context&, Values&);

    CLI::App* group(const char* name, const char* what) {
        CLI::App* sub = m_app.add_subcommand(name, what);
        sub->require_subcommand(1);
        sub->fallthrough();
        return sub;
    }

    CLI::App* verb(CLI::App& parent, const char* name, const char* what, Run run) {
        CLI::App* sub = parent.add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([command = &m_command, values = m_values, run] {
            command->run = [values, run](Context& context) { return run(context, *values); };
        });
        return sub;
    }

    static CLI::Option* positional(CLI::App* sub, std::string& to, const char* name, const char* what) {
        return sub->add_option(name, to, what)->required();
    }

    static int run_doctor(Context& context, Values& values) {
        if (!values.bundle.empty())
            if (const auto free = check_new_file(values.bundle, values.force); !free) return context.fail(free.error());
        return doctor(context, values.bundle);
    }

    CLI::Option* wait(CLI::App* sub, const char* what) { return sub->add_flag("--wait", m_values->wait, what); }

    /// `file`: the option that names the file, where it is not an argument.
    void force(CLI::App* sub, CLI::Option* file = nullptr) {
        CLI::Option* option = sub->add_flag("--force", m_values->force, "Replace a file that is there already");
        if (file != nullptr) option->needs(file);
    }

    void add_models() {
        CLI::App* models = group("model", "Models on this node");
        CLI::App* import =
            verb(*models, "import", "Take a GGUF file, a model of tensors (.pt, .pt2) or a Hugging Face folder",
                 [](Context& c, Values& v) { return import_model(c, v.file, v.name, v.profile, v.keep); });
        positional(import, m_values->file, "PATH", "File or folder");
        import->add_option("--name", m_values->name, "Name to know it by");
        import->add_flag("--keep-source", m_values->keep, "Keep a copy of PATH in the home, too");
        import
            ->add_option("--profile", m_values->profile,
                         "Profile that it runs with by default: ci8.1 or ci4.1 (exact), bf16 or fp32")
            ->check(known_profile());
        verb(*models, "list", "All models", [](Context& c, Values&) { return list_models(c); });
        positional(verb(*models, "show", "One model", [](Context& c, Values& v) { return show_model(c, v.text); }),
                   m_values->text, "ID", "Id or name");
        positional(verb(*models, "check", "Hash the stored files again",
                        [](Context& c, Values& v) { return check_model(c, v.text); }),
                   m_values->text, "ID", "Id or name");
        CLI::App* removal = verb(*models, "remove", "Delete a model",
                                 [](Context& c, Values& v) { return remove_model(c, v.text, v.yes); });
        positional(removal, m_values->text, "ID", "Id or name");
        removal->add_flag("--yes", m_values->yes, "Also if receipts that may still be audited need it");
    }

    void add_chat() {
        control::ChatRequest& request = m_values->request;
        // Small models talk nonsense at the API's own defaults, which are 1 and 1.
        request.temperature = 0.7;
        request.top_p = 0.9;
        CLI::App* sub = verb(m_app, "chat", "Ask the model", [](Context& c, Values& v) {
            return chat(c, v.request, v.max_price, v.asks ? std::optional(v.prompt) : std::nullopt);
        });
        sub->add_option("--model", request.model, "Id or name; else the default model");
        sub->add_option("--profile", request.profile, "Profile to compute with");
        sub->add_option("--temperature", request.temperature, "0 = always the likeliest token")
            ->check(CLI::Range(0.0, 2.0))
            ->default_str("0.7");
        sub->add_option("--top-p", request.top_p, "Part of the probability to draw from")
            ->check(CLI::Range(0.0, 1.0))
            ->default_str("0.9");
        sub->add_option("--seed", request.seed, "The same seed gives the same answer")->check(whole_number());
        sub->add_option("--max-tokens", request.max_tokens, "Longest answer")->check(whole_number(1, 1U << 30));
        sub->add_option("--system", request.system, "System message");
        add_terms(*sub);
        sub->add_option("PROMPT", m_values->prompt,
                        "What to ask; - reads it from standard input; without it, a conversation on the terminal")
            ->each([values = m_values](const std::string&) { values->asks = true; });
        sub->footer(
            "\nWith --json, one object a line. First, as the answer comes, any number of\n"
            "  {\"delta\": TEXT}    the next piece of the answer\n"
            "and last, once, the whole of it:\n"
            "  {\"text\", \"token_ids\": [], \"finish_reason\", \"usage\": {\"prompt_tokens\", "
            "\"completion_tokens\"},\n"
            "   \"network\", \"tier\", \"receipt_id\", \"evidence_id\", \"evidence\": {\"level\", \"checks\": []}, "
            "\"ttft_ms\", \"total_ms\"}\n"
            "An error is one object {\"error\"} on standard error in place of the last line.");
    }

    /// On which terms somebody may answer; what cannot be kept to the service refuses.
    void add_terms(CLI::App& chat) {
        control::ChatRequest& request = m_values->request;
        chat.add_option("--network", request.networks,
                        "Who may answer: home, or a network of gateway list; once for each, in the order to ask them")
            ->type_name("NAME")
            ->allow_extra_args(false);
        chat.add_option("--min-level", request.min_level, "Lowest evidence of the answer; else it is refused")
            ->check(CLI::IsMember({"E0", "E1", "E2", "E3", "E4"}));
        chat.add_option("--min-tier", request.min_tier,
                        "Lowest privacy of the question; P1: this home and pinned nodes compute it")
            ->check(CLI::IsMember({"P0", "P1", "P2", "P3"}));
        chat.add_option("--max-price", m_values->max_price, "The most that the answer may cost, in EMB");
    }

    static constexpr const char* receipt_id = "Receipt id or X-Evidence-Id, or its first 6 digits or more";

    void add_receipts() {
        CLI::App* receipts = group("receipt", "Signed receipts of answers");
        CLI::App* list = verb(*receipts, "list", "The newest receipts", [](Context& c, Values& v) {
            return v.bought ? list_purchases(c, v.receipts.limit, v.receipts.before) : list_receipts(c, v.receipts);
        });
        ReceiptWish& wish = m_values->receipts;
        CLI::Option* bought =
            list->add_flag("--bought", m_values->bought, "Of what this home bought: from whom, and what was checked");
        list->add_option("--limit", wish.limit, "How many")->check(whole_number(1, 10'000))->capture_default_str();
        list->add_option("--before", wish.before, "Only jobs before this one: its id or its receipt's");
        list->add_option("--search", wish.search, "Only with this in the model's name, or as the beginning of an id")
            ->excludes(bought);
        list->add_option("--state", wish.state, "Only these; failed: disputed or proven wrong")
            ->check(CLI::IsMember({"proving", "settled", "failed"}))
            ->excludes(bought);
        list->add_option("--since", wish.since, "Only of answers since that long ago: 24h, 7d")->excludes(bought);
        list->add_option("--until", wish.until, "Only of answers until that long ago")->excludes(bought);
        positional(
            verb(*receipts, "show", "One receipt", [](Context& c, Values& v) { return show_receipt(c, v.text); }),
            m_values->text, "ID", receipt_id);
        CLI::App* out = verb(*receipts, "export", "Write a receipt to a file",
                             [](Context& c, Values& v) { return export_receipt(c, v.text, v.file, v.force); });
        positional(out, m_values->text, "ID", receipt_id);
        positional(out, m_values->file, "FILE", "File to write");
        force(out);
        CLI::App* check = verb(*receipts, "verify", "Examine a receipt; a file needs no service",
                               [](Context& c, Values& v) { return verify_receipt(c, v.text, v.verification()); });
        positional(check, m_values->text, "ID|FILE", "Receipt id or receipt file");
        wait(check, "Until the audit of its epoch is over")
            ->excludes(check->add_flag("--replay", m_values->replay, "Let the service compute the answer again"));
    }

    void add_money() {
        CLI::App* sub = verb(m_app, "earnings", "What the node has earned",
                             [](Context& c, Values& v) { return earnings(c, v.earnings); });
        EarningsWish& wish = m_values->earnings;
        sub->add_option("--since", wish.since, "How far back: 90s, 30m, 24h, 7d or all")->capture_default_str();
        sub->add_option("--rows", wish.rows, "Most rows to show")
            ->check(whole_number(0, 50'000))
            ->capture_default_str();
        sub->add_option("--by", wish.by, "Sums of each model or device in place of rows: model, device")
            ->check(CLI::IsMember({"model", "device"}))
            ->type_name("WHAT");
        CLI::Option* csv = sub->add_option("--csv", wish.csv, "Write the rows to a file")->type_name("FILE");
        sub->add_flag("--force", wish.force, "Replace a file that is there already")->needs(csv);
        sub->add_option("--wait", wish.wait, "Until the money of this receipt was paid, returned or lost")
            ->type_name("RECEIPT");
    }

    void add_node() {
        CLI::App* node = group("node", "When the node works");
        CLI::App* pausing = verb(*node, "pause", "Finish what runs, then take no more work",
                                 [](Context& c, Values& v) { return pause(c, v.now, v.wait); });
        wait(pausing, "Until nothing runs any more");
        pausing->add_flag("--now", m_values->now, "Stop what runs, too; it earns nothing then");
        wait(verb(*node, "resume", "Work again", [](Context& c, Values& v) { return resume(c, v.wait); }),
             "Until it takes work");
        CLI::App* snoozing =
            verb(*node, "snooze", "Pause for some minutes", [](Context& c, Values& v) { return snooze(c, v.minutes); });
        snoozing->add_option("MINUTES", m_values->minutes, "How long")->required()->check(whole_number(1, 100'000));
        add_limits(*node);
    }

    void add_limits(CLI::App& node) {
        CLI::App* sub = verb(node, "limits", "Show or set what a device may do; new limits fall back unless confirmed",
                             [](Context& c, Values& v) { return limits(c, v.text, v.wish); });
        LimitWish& wish = m_values->wish;
        CLI::Option* device = sub->add_option("DEVICE", m_values->text, "Id or PCI address");
        const auto number = [&](const char* name, std::optional<std::uint32_t>& to, const char* what,
                                const char* unit) {
            return sub->add_option(name, to, what)->type_name(unit)->check(whole_number(1, 10'000'000))->needs(device);
        };
        number("--power", wish.power_watts, "Most power of a GPU", "WATTS");
        number("--reserve", wish.reserve_mib, "Memory of a GPU that stays free for other programs", "MIB");
        number("--pause-at", wish.pause_at_celsius, "Take no work while it is hotter", "CELSIUS");
        sub->add_flag("--none", wish.none, "Remove the limits that are not named")->needs(device);
        sub->add_flag("--confirm", wish.confirm, "Keep the limits that were set last")->needs(device);
    }

    CLI::App& m_app;
    Command& m_command;
    Shared m_values = std::make_shared<Values>();
};

/// The parser fails before it has seen a later --json.
bool asks_for_json(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--") return false;
        if (std::string_view(argv[i]) == "--json") return true;
    }
    return false;
}

std::string sentence(std::string text) {
    for (char& c : text)
        if (c == '\n') c = ' ';
    while (!text.empty() && (text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    return text.empty() ? "The command line cannot be read." : text + ".";
}

/// `help [VERB]`: what it prints, or what is wrong with the verb.
int print_guide(const CLI::App& app, const std::vector<std::string>& words, bool json) {
    const auto verb = find_verb(app, words);
    if (!verb) {
        print_error(verb.error(), json);
        return exit_usage;
    }
    std::cout << (json ? json_of_verbs(**verb) + "\n" : guide_to(**verb));
    return flush_output(json);
}

/// Says what cannot be understood; where a verb is missing, which there are.
void print_slip(const CLI::App& app, const CLI::ParseError& wrong, const std::vector<std::string>& words, bool json) {
    const auto slip = find_slip(app, words);
    if (!slip)
        return print_error(core::fail(core::Code::invalid_argument, sentence(wrong.what()), see_last_verb(app)), json);
    print_error(slip->error, json);
    if (slip->unfinished != nullptr && !json) std::cerr << "\n" << list_of_verbs(*slip->unfinished);
}

} // namespace

Command parse_arguments(int argc, char** argv, Context& context) {
    Command command;
    CLI::App app("Talks to the Hearth service on this machine.", "hearthctl");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("hearthctl " HEARTH_VERSION));
    app.add_option("--home", context.home_option, "The node's home")->type_name("DIR");
    app.add_flag("--json", context.json, "One JSON object on standard output; one a line where it streams");
    app.add_option("--timeout", context.timeout_s,
                   "Longest silence of the service, in seconds; of stop and --wait, the longest wait")
        ->type_name("S")
        ->check(CLI::Range(0.01, 86'400.0));
    Verbs(app, command).add_all();
    std::vector<std::string> asked_about;
    CLI::App* help = app.add_subcommand("help", "All verbs, or more about one");
    help->fallthrough()->add_option("VERB", asked_about, "The verb, e.g. receipt verify");
    try {
        app.parse(argc, argv);
        if (help->parsed()) command.exit = print_guide(app, asked_about, context.json);
    } catch (const CLI::Success& asked) {
        command.exit = app.exit(asked);
        command.run = nullptr;
    } catch (const CLI::ParseError& wrong) {
        print_slip(app, wrong, {argv + 1, argv + argc}, asks_for_json(argc, argv));
        command.exit = exit_usage;
        command.run = nullptr;
    }
    return command;
}

} // namespace hearth::cli
