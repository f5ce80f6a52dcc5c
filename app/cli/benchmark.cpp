// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace hearth::cli {
namespace {

/// 12345 → "12.3"
std::string tokens(std::uint64_t milli) {
    const std::uint64_t tenths = (milli + 50) / 100;
    return milli >= 1'000'000 ? std::to_string(milli / 1000)
                              : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

void print(const control::BenchmarkReport& report) {
    std::cout << printable(report.device) << ": " << printable(report.name) << ", reads "
              << (report.read_bytes_per_s + 500'000'000) / 1'000'000'000 << " GB/s\n"
              << "Tokens a second of a model of size " << printable(report.model_class) << ":\n";
    Table table({"PROFILE", "PREFILL", "ONE ANSWER", "16 ANSWERS", "BANDWIDTH USED"});
    for (const control::ProfileSpeed& speed : report.profiles)
        table.row({printable(speed.profile), tokens(speed.prefill_millitokens_per_s),
                   tokens(speed.decode_millitokens_per_s), tokens(speed.streams_millitokens_per_s),
                   std::to_string((speed.decode_over_bandwidth_ppm + 5000) / 10'000) + " %"});
    table.print();
    if (report.advised_class.empty())
        std::cout << "No model size decodes 10 tokens a second here.\n";
    else
        std::cout << "Advice: models up to size " << printable(report.advised_class) << " in the profile "
                  << printable(report.advised_profile) << ", about " << tokens(report.advised_millitokens_per_s)
                  << " tokens a second for one answer.\n";
}

} // namespace

int benchmark(Context& context, const std::string& device, const std::string& model_class) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<control::BenchmarkReport> report = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        report = node->benchmark(device, model_class, call.progress());
    }
    if (!report) return context.fail(report.error());
    if (context.json)
        print_json_line(control::to_json(*report));
    else
        print(*report);
    return exit_done;
}

int benchmark_history(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto records = node->benchmarks();
    if (!records) return context.fail(records.error());
    if (context.json) {
        print_json_line("{\"benchmarks\":" + control::to_json(*records) + "}");
        return exit_done;
    }
    Table table({"WHEN", "DEVICE", "SIZE", "PROFILE", "PREFILL", "ONE ANSWER", "16 ANSWERS"});
    for (const control::BenchmarkRecord& record : *records)
        for (const control::ProfileSpeed& speed : record.report.profiles)
            table.row({time_text(record.at), printable(record.report.device), printable(record.report.model_class),
                       printable(speed.profile), tokens(speed.prefill_millitokens_per_s),
                       tokens(speed.decode_millitokens_per_s), tokens(speed.streams_millitokens_per_s)});
    if (records->empty())
        std::cout << "Nothing was measured yet; measure with: hearthctl node benchmark\n";
    else
        table.print();
    return exit_done;
}

int test_device(Context& context, const std::string& device) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<std::vector<control::Check>> checks = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        checks = node->test_device(device, call.progress());
    }
    if (!checks) return context.fail(checks.error());
    bool passed = true;
    for (const control::Check& check : *checks) {
        passed = passed && check.result == "passed";
        if (!context.json)
            std::cout << printable(check.name) << ": " << printable(check.result) << ". " << printable(check.detail)
                      << "\n";
    }
    if (context.json) print_json_line("{\"checks\":" + control::to_json(*checks) + "}");
    return passed ? exit_done : exit_check_failed;
}

int autostart(Context& context, const std::string& wanted) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto now = wanted.empty() ? node->first_run() : node->set_autostart(wanted == "on");
    if (!now) return context.fail(now.error());
    if (context.json)
        print_json_line(nlohmann::json{{"autostart", now->autostart},
                                       {"can_change", now->autostart_can_change},
                                       {"reason", static_cast<const std::string&>(now->autostart_reason)}}
                            .dump());
    else
        std::cout << printable(now->autostart_reason) << "\n";
    return exit_done;
}

} // namespace hearth::cli
