// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "exact/cpu/device.h"
#include "exact/cpu/team_size.h"
#include "exact/measure/conformance.h"
#include "exact/measure/speed.h"
#include "exact/measure/synthetic_model.h"
#include "exact/profile/registry.h"
#include "parity.h"

#include <cstdio>

namespace hearth::app {

using namespace exact;
using nlohmann::json;

namespace {

/// Small, so that many tokens are compared; with sizes that fill no tile.
Shape parity_shape(Profile profile) {
    ModelClass small{"parity", 3, 224, 608, 7, 1, 32, 1500};
    return small.shape(profile, 1024);
}

class Check {
public:
    Check(const CheckOptions& options, bool& passed)
        : m_options(options), m_passed(passed), m_team(usable_processors()) {}

    json device(const DeviceName& name);

private:
    void parity(Device& device, Profile profile, json& into);
    void speed(Device& device, Profile profile, json& into);
    void failed(json& into, const core::Error& error) {
        m_passed = false;
        into["error"] = error.message;
        std::printf("  FAILED: %s\n", error.message.c_str());
    }

    const CheckOptions& m_options;
    bool& m_passed;
    ThreadTeam m_team;
};

void Check::parity(Device& device, Profile profile, json& into) {
    CpuDevice processor(m_team, best_kernels());
    const SyntheticModel model(parity_shape(profile), 7);
    const auto found = compare_devices(device, processor, model.view(), m_options.parity_tokens);
    if (!found) return failed(into, found.error());
    into["parity_tokens"] = found->tokens;
    into["differing"] = found->differing;
    if (found->differing != 0) m_passed = false;
    std::printf("  %-6s parity      %llu tokens, %llu differ%s%s\n", exact_profile_name(profile),
                static_cast<unsigned long long>(found->tokens), static_cast<unsigned long long>(found->differing),
                found->differing != 0 ? ", first " : "", found->first_difference.c_str());
}

void Check::speed(Device& device, Profile profile, json& into) {
    const ModelClass* const chosen = model_class(m_options.speed_class);
    if (chosen == nullptr || (device.info().software && !m_options.software)) return;
    const auto model = SyntheticModel::make(chosen->shape(profile, 1024), 1, {});
    if (!model) return failed(into, model.error());
    SpeedOptions options;
    options.seconds = m_options.seconds;
    const auto report = measure_speed(device, model->view(), options, {});
    if (!report) return failed(into, report.error());
    into["class"] = chosen->name;
    into["read_gb_per_s"] = report->read_bytes_per_s / 1e9;
    into["prefill_tokens_per_s"] = report->prefill_tokens_per_s;
    into["decode_tokens_per_s"] = report->decode_tokens_per_s;
    into["streams_tokens_per_s"] = report->streams_tokens_per_s;
    into["decode_over_bandwidth"] = report->decode_over_bandwidth();
    into["load_s"] = report->load_s;
    std::printf("  %-6s %-4s speed  read %.0f GB/s, prefill %.0f tok/s, decode %.1f tok/s (%.2f of the bandwidth), 16 "
                "streams %.0f "
                "tok/s, loaded in %.1f s\n",
                exact_profile_name(profile), chosen->name, report->read_bytes_per_s / 1e9, report->prefill_tokens_per_s,
                report->decode_tokens_per_s, report->decode_over_bandwidth(), report->streams_tokens_per_s,
                report->load_s);
}

json Check::device(const DeviceName& name) {
    json entry{{"device", name.text()}};
    const auto device = open_gpu(name, {});
    if (!device) {
        std::printf("%s\n", name.text().c_str());
        failed(entry, device.error());
        return entry;
    }
    const DeviceInfo& info = (*device)->info();
    std::printf("%s: %s, %s, kernels %s, %llu MiB%s\n", info.id.c_str(), info.name.c_str(), info.driver.c_str(),
                info.kernels.c_str(), static_cast<unsigned long long>(info.memory_total >> 20),
                info.software ? ", computes on the processor" : "");
    entry.update(
        {{"name", info.name}, {"driver", info.driver}, {"kernels", info.kernels}, {"memory_bytes", info.memory_total}});
    for (const Profile profile : exact_profiles()) {
        json& into = entry[exact_profile_name(profile)] = json::object();
        if (const auto proven = self_test(profile, **device); !proven) {
            failed(into, proven.error());
            continue;
        }
        into["conformance"] = conformance_reference(profile).hex();
        std::printf("  %-6s digest      %s\n", exact_profile_name(profile),
                    into["conformance"].get<std::string>().c_str());
        parity(**device, profile, into);
        speed(**device, profile, into);
        std::fflush(stdout);
    }
    return entry;
}

} // namespace

json check_devices(const CheckOptions& options, bool& passed) {
    json report{{"name", "gpu-check"}, {"devices", json::array()}, {"problems", json::array()}};
    Check check(options, passed);
    std::vector<std::string> names = options.devices;
    if (names.empty())
        for (const PluginReport& plugin : probe_plugins()) {
            for (const DeviceInfo& info : plugin.devices)
                names.push_back(info.id);
            for (const RejectedDevice& one : plugin.rejected)
                std::printf("%s: %s is not used: %s.\n", plugin.kind.c_str(), one.name.c_str(), one.cause.c_str());
            if (!plugin.problem) continue;
            std::printf("%s: %s %s\n", plugin.kind.c_str(), plugin.problem->message.c_str(),
                        plugin.problem->hint.c_str());
            report["problems"].push_back(plugin.problem->message);
        }
    for (const std::string& text : names) {
        const auto name = DeviceName::parse(text);
        if (name && name->kind != "cpu") {
            report["devices"].push_back(check.device(*name));
            continue;
        }
        passed = false;
        std::printf("%s\n", name ? "The processor is what GPUs are compared with." : name.error().message.c_str());
    }
    if (names.empty()) std::puts("Skipped: no GPU can be opened on this machine.");
    return report;
}

} // namespace hearth::app
