// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "gateway_peers.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>

namespace {

using namespace hearth;
using namespace hearth::app;

constexpr int exit_failed = 1, exit_usage = 2;

struct Arguments {
    BenchOptions bench;
    LedgerOptions ledger;
    TransferOptions transfers;
    LogitsOptions logits;
    QualityOptions quality;
    PeersOptions peers;
    ParityOptions parity;
    LinkOptions link;
    HomeOptions home;
    GatewayOptions gateway;
    DesktopOptions desktop;
    bool json = false;
};

void source_options(CLI::App& command, Arguments& arguments) {
    command
        .add_option("--model", arguments.bench.model,
                    "GGUF file, Hugging Face folder, or the folder of an imported model")
        ->required();
    command.add_option("--profile", arguments.bench.profile, "ci8.1, ci4.1, bf16 or fp32")->capture_default_str();
    command.add_option("--runs", arguments.bench.runs, "repeats, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command.add_flag("--json", arguments.json, "one JSON object on stdout");
}

void model_options(CLI::App& command, Arguments& arguments) {
    source_options(command, arguments);
    command.add_option("--threads", arguments.bench.threads, "0 = all that this process may use")
        ->capture_default_str();
    command.add_option("--isa", arguments.bench.isa, "variant of the kernels; the best one if not given");
    command.add_option("--device", arguments.bench.device, "cpu, vulkan:0 …, cuda:0 …")->capture_default_str();
    command
        .add_option("--device-memory-mb", arguments.bench.device_memory_mb,
                    "most that the model may take on the GPU; the rest runs on the processor; 0 = what is free")
        ->capture_default_str();
    command.add_flag("--onednn", arguments.bench.onednn, "lets oneDNN multiply large batches of bf16");
    command.add_flag("--prompt-lookup", arguments.bench.prompt_lookup, "guesses repeated ids, as a worker does");
}

CLI::App* ledger_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const ledger =
        app.add_subcommand("ledger", "Draws of auditors among many nodes, proofs, and a ledger read again");
    ledger->add_option("--nodes", arguments.ledger.nodes, "nodes, one an operator")
        ->check(CLI::Range(2, 1'000'000))
        ->capture_default_str();
    ledger->add_option("--receipts", arguments.ledger.receipts, "receipts drawn at once")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    ledger->add_option("--keys", arguments.ledger.keys, "records in the map under the app hash")
        ->check(CLI::Range(1000, 10'000'000))
        ->capture_default_str();
    ledger->add_option("--blocks", arguments.ledger.blocks, "blocks that a solo ledger reads again")
        ->check(CLI::Range(10, 1'000'000))
        ->capture_default_str();
    ledger->add_option("--folder", arguments.ledger.folder, "where it keeps them")->check(CLI::ExistingDirectory);
    ledger->add_option("--runs", arguments.ledger.runs, "repeats, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    ledger->add_flag("--json", arguments.json, "one JSON object on stdout");
    return ledger;
}

CLI::App* transfer_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("transfers", "Transfers a second, solo and in a local network");
    TransferOptions& options = arguments.transfers;
    command->add_option("--folder", options.folder, "folder on the disk to measure")->check(CLI::ExistingDirectory);
    command->add_option("--senders", options.senders, "that wait for each of their transfers")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--transfers", options.transfers, "of all senders, solo")
        ->check(CLI::Range(1000, 10'000'000))
        ->capture_default_str();
    command->add_option("--validators", options.validators, "of a local network with CometBFT; 0 = none")
        ->check(CLI::Range(0, 20))
        ->capture_default_str();
    command->add_option("--network-transfers", options.network_transfers, "of all senders, in the network")
        ->check(CLI::Range(1000, 10'000'000))
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "one JSON object on stdout");
    return command;
}

CLI::App* home_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("home", "Start, status and lists of a home with a long history");
    command->add_option("--receipts", arguments.home.receipts, "answers of its history")
        ->check(CLI::Range(1000, 100'000'000))
        ->capture_default_str();
    command->add_option("--folder", arguments.home.folder, "folder on the disk to measure; 4 GB for a million receipts")
        ->check(CLI::ExistingDirectory);
    command->add_option("--runs", arguments.home.runs, "starts, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "one JSON object on stdout");
    return command;
}

CLI::App* gateway_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command =
        app.add_subcommand("gateway", "The door in front of another network, beside nginx and LiteLLM");
    arguments.gateway.nginx = nginx_of_bootstrap();
    if (!std::filesystem::exists(arguments.gateway.nginx)) arguments.gateway.nginx = "/usr/sbin/nginx";
    arguments.gateway.litellm = litellm_of_bootstrap();
    command->add_option("--nginx", arguments.gateway.nginx, "the plain proxy to compare with")->capture_default_str();
    command->add_option("--litellm", arguments.gateway.litellm, "its proxy, to compare with")->capture_default_str();
    command->add_option("--requests", arguments.gateway.requests, "answers of each measurement")
        ->check(CLI::Range(100, 10'000'000))
        ->capture_default_str();
    command->add_option("--folder", arguments.gateway.folder, "folder on the disk to measure")
        ->check(CLI::ExistingDirectory);
    command->add_option("--runs", arguments.gateway.runs, "repeats, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "one JSON object on stdout");
    return command;
}

CLI::App* desktop_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("desktop", "The window and the service at rest, a day of deltas");
    command->add_option("--deltas", arguments.desktop.deltas, "seconds to play, some thousand times as fast")
        ->check(CLI::Range(100, 10'000'000))
        ->capture_default_str();
    command->add_option("--package", arguments.desktop.package, "hearth_….deb, until it serves")
        ->check(CLI::ExistingFile);
    command->add_option("--runs", arguments.desktop.runs, "cold starts, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "one JSON object on stdout");
    return command;
}

CLI::App* peers_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("peers", "Our engine and llama.cpp's benches in turn");
    model_options(*command, arguments);
    command->add_option("--llama", arguments.peers.llama, "folder with llama-bench and llama-batched-bench")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--peer", arguments.peers.models, "GGUF file that llama.cpp runs; several allowed")
        ->required()
        ->check(CLI::ExistingFile);
    return command;
}

CLI::App* quality_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("quality", "Perplexity and agreement of a profile against fp32");
    model_options(*command, arguments);
    command->add_option("--text", arguments.quality.text, "text file, UTF-8")->required();
    command->add_option("--tokens", arguments.quality.tokens, "tokens of the text to read")->capture_default_str();
    command->add_option("--window", arguments.quality.window, "tokens that see each other")->capture_default_str();
    return command;
}

CLI::App* link_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command =
        app.add_subcommand("link", "Memory of idle links, time of a token over one, gap when its home is killed");
    command->add_option("--links", arguments.link.links, "links to hold; fewer where fewer files may be open")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command
        ->add_option(
            "--model", arguments.link.model,
            "GGUF file or Hugging Face folder for the homes that are killed; the catalogue's first if not given")
        ->check(CLI::ExistingPath);
    command->add_option("--folder", arguments.link.folder, "where those homes are made")->check(CLI::ExistingDirectory);
    command->add_option("--runs", arguments.link.runs, "repeats, of which the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments.json, "one JSON object on stdout");
    return command;
}

/// The one that is left when no other was asked for.
void logits_command(CLI::App& app, Arguments& arguments) {
    CLI::App* const command = app.add_subcommand("logits", "Greedy continuation of token ids");
    model_options(*command, arguments);
    command->add_option("--ids", arguments.logits.ids, "token ids, separated by commas")->delimiter(',')->required();
    command->add_option("--steps", arguments.logits.steps, "tokens to draw")->capture_default_str();
    command->add_option("--top", arguments.logits.top, "logits to show per step")->capture_default_str();
}

void list(bool json) {
    if (json)
        std::printf(
            "%s\n",
            R"({"name":"list","benches":["desktop","digest","engine","gateway","home","import","ledger","link","logits","parity","peers","quality","replay","transfers"]})");
    else
        std::puts("desktop\ndigest\nengine\ngateway\nhome\nimport\nledger\nlink\nlogits\nparity\npeers\nquality\nreplay"
                  "\ntransfers");
}

int finish(const core::Result<Report>& report, bool json) {
    if (report) {
        report->print(json);
        return 0;
    }
    const core::Error& error = report.error();
    if (json) {
        const nlohmann::json object{
            {"error", {{"code", core::code_name(error.code)}, {"message", error.message}, {"hint", error.hint}}}};
        std::fprintf(stderr, "%s\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        std::fprintf(stderr, "%s %s\n", error.message.c_str(), error.hint.c_str());
    }
    return exit_failed;
}

int run(int argc, char** argv) {
    CLI::App app("Measures Hearth. Every ratio is taken inside one run; see tests/bench/README.md.");
    app.require_subcommand(1);
    Arguments arguments;
    CLI::App* const list_command = app.add_subcommand("list", "Names of the benches");
    list_command->add_flag("--json", arguments.json, "one JSON object on stdout");
    CLI::App* const engine = app.add_subcommand("engine", "Prefill, decode, 16 streams, memory bandwidth");
    model_options(*engine, arguments);
    CLI::App* const replay = app.add_subcommand("replay", "Time of a replay over the time of the generation");
    model_options(*replay, arguments);
    CLI::App* const parity = app.add_subcommand("parity", "Same bits alone and in any company");
    model_options(*parity, arguments);
    parity->add_option("--tokens", arguments.parity.tokens, "tokens to compare")->capture_default_str();
    CLI::App* const digest = app.add_subcommand("digest", "Conformance digest of an exact profile on a model");
    model_options(*digest, arguments);
    CLI::App* const import = app.add_subcommand("import", "Wall and processor time of importing a source, by stage");
    source_options(*import, arguments);
    const CLI::App* const peers = peers_command(app, arguments);
    const CLI::App* const quality = quality_command(app, arguments);
    const CLI::App* const links = link_command(app, arguments);
    logits_command(app, arguments);
    const CLI::App* const ledger = ledger_command(app, arguments);
    const CLI::App* const transfers = transfer_command(app, arguments);
    const CLI::App* const home = home_command(app, arguments);
    const CLI::App* const gateway = gateway_command(app, arguments);
    const CLI::App* const desktop = desktop_command(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_usage;
    }
    if (list_command->parsed()) {
        list(arguments.json);
        return 0;
    }
    if (desktop->parsed()) return finish(desktop_bench(arguments.desktop), arguments.json);
    if (gateway->parsed()) return finish(gateway_bench(arguments.gateway), arguments.json);
    if (home->parsed()) return finish(home_bench(arguments.home), arguments.json);
    if (links->parsed()) return finish(link_bench(arguments.link), arguments.json);
    if (engine->parsed()) return finish(engine_bench(arguments.bench), arguments.json);
    if (parity->parsed()) return finish(parity_bench(arguments.bench, arguments.parity), arguments.json);
    if (peers->parsed()) return finish(peers_bench(arguments.bench, arguments.peers), arguments.json);
    if (digest->parsed()) return finish(digest_bench(arguments.bench), arguments.json);
    if (import->parsed()) return finish(import_bench(arguments.bench), arguments.json);
    if (quality->parsed()) return finish(quality_bench(arguments.bench, arguments.quality), arguments.json);
    if (transfers->parsed()) return finish(transfer_bench(arguments.transfers), arguments.json);
    if (ledger->parsed()) return finish(ledger_bench(arguments.ledger), arguments.json);
    if (replay->parsed()) return finish(replay_bench(arguments.bench), arguments.json);
    return finish(logits_bench(arguments.bench, arguments.logits), arguments.json);
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "The bench failed: %s\n", error.what());
        return exit_failed;
    }
}
