// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "compute/import_model.h"
#include "core/clock.h"
#include "exact/cpu/kernels.h"
#include "exact/cpu/thread_team.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace hearth::app {

namespace {

/// Seconds that the processors spent on this process, system calls included.
double processor_s() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double wall_s() {
    return static_cast<double>(core::monotonic()) * 1e-9;
}

/// Where the time of one import went, by what it said that it did.
class Stages {
public:
    void begin(const std::string& stage) {
        const double wall = wall_s(), processor = processor_s();
        if (!m_stage.empty()) {
            m_seconds[m_stage]["wall_s"] += wall - m_wall;
            m_seconds[m_stage]["processor_s"] += processor - m_processor;
        }
        m_stage = stage;
        m_wall = wall;
        m_processor = processor;
    }
    const std::map<std::string, std::map<std::string, double>>& seconds() const { return m_seconds; }

private:
    std::string m_stage;
    double m_wall = 0.0, m_processor = 0.0;
    std::map<std::string, std::map<std::string, double>> m_seconds;
};

/// "quantising", or the one decision of an import whatever it was.
std::string stage_name(const std::string& told) {
    return told.starts_with("residual rotation ") ? "deciding" : told;
}

} // namespace

core::Result<Report> import_bench(const BenchOptions& options) {
    HEARTH_TRY(const auto source, model::open_source(options.model));
    std::error_code error;
    const auto root = std::filesystem::is_directory(options.model, error) ? options.model : options.model.parent_path();
    std::vector<double> walls, processors;
    std::string id;
    nlohmann::json stages_json;
    for (int run = 0; run < options.runs; ++run) {
        Stages stages;
        std::string last;
        const double wall = wall_s(), processor = processor_s();
        stages.begin("reading the model");
        HEARTH_TRY(const auto manifest,
                   compute::import_model(
                       *source, root, options.profile, [](const std::string&, core::ByteView) { return true; },
                       [&](const std::string& told, std::uint64_t, std::uint64_t) {
                           if (std::exchange(last, told) != told) stages.begin(stage_name(told));
                           return true;
                       }));
        stages.begin("");
        walls.push_back(wall_s() - wall);
        processors.push_back(processor_s() - processor);
        id = manifest.id().hex();
        stages_json = stages.seconds();
    }
    Report report{"import", exact::best_kernels().name, exact::usable_processors(), options.runs, {}, {}, {}, {}};
    report.metrics = {{"wall_s", median(walls)}, {"processor_s", median(processors)}};
    report.ratios = {{"processors_busy", median(processors) / median(walls) / exact::usable_processors()}};
    report.metrics_json = nlohmann::json{{"model_id", id}, {"stages", stages_json}}.dump();
    return report;
}

} // namespace hearth::app
