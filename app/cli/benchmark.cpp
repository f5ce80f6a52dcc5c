// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

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

} // namespace hearth::cli
