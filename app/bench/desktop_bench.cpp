// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "child.h"
#include "core/file.h"
#include "first_run.h"
#include "node/workers/subprocess.h"
#include "temporary_folder.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;

constexpr auto settle = std::chrono::seconds(3), watched = std::chrono::seconds(10);
constexpr unsigned start_patience_s = 60, rehearsal_patience_s = 900;
constexpr double most_growth_mb = 9; ///< a twentieth of what the window may take: what an allocator keeps

core::Result<fs::path> program(const char* name) {
    std::error_code problem;
    const fs::path found = fs::read_symlink("/proc/self/exe", problem).parent_path() / name;
    if (!problem && fs::exists(found, problem)) return found;
    return core::fail(core::Code::not_found, std::string(name) + " is not beside this program.",
                      "Build the desktop as well.");
}

void say(const std::string& line) {
    std::fprintf(stderr, "desktop: %s\n", line.c_str());
}

/// Passes on whole lines of what the window says while it runs, but for its figures.
class StageLines {
public:
    void operator()(std::string_view piece) {
        m_rest += piece;
        for (std::size_t end = 0; (end = m_rest.find('\n')) != std::string::npos; m_rest.erase(0, end + 1))
            if (m_rest.front() != '{') say("the window: " + m_rest.substr(0, end));
    }

private:
    std::string m_rest;
};

core::Result<std::string> run_window(const fs::path& window, const fs::path& home, std::vector<std::string> words,
                                     unsigned patience_s) {
    words.insert(words.begin(), window.string());
    HEARTH_TRY(const node::Captured said,
               node::run_and_capture(words,
                                     {"HOME=" + home.string(), "XDG_RUNTIME_DIR=" + home.string(), "LANG=C.UTF-8",
                                      "QT_QPA_PLATFORM=offscreen", "QT_QUICK_BACKEND=software"},
                                     patience_s, {}, StageLines()));
    if (said.exit_code != 0)
        return core::fail(core::Code::unavailable, "The window ended with code " + std::to_string(said.exit_code) + ".",
                          said.output);
    return said.output;
}

core::Status cold_starts(const fs::path& window, const fs::path& home, int runs, Report& report) {
    say("cold starts of the window: " + std::to_string(runs));
    std::vector<double> all;
    for (int run = 0; run < runs; ++run) {
        HEARTH_TRY(const std::string said,
                   run_window(window, home, {"--scenario", "working", "--measure"}, start_patience_s));
        const std::string before = "first frame after ";
        const std::size_t at = said.find(before);
        if (at == std::string::npos)
            return core::fail(core::Code::corrupt, "The window does not say when it was there.");
        all.push_back(std::stod(said.substr(at + before.size())));
    }
    report.metrics["first_frame_ms"] = median(all);
    return {};
}

core::Status rehearse(const fs::path& window, const fs::path& home, std::uint32_t deltas, Report& report) {
    say("a list of 10,000 rows, " + std::to_string(deltas) + " deltas, and the window at rest");
    HEARTH_TRY(
        const std::string said,
        run_window(window, home, {"--scenario", "many", "--rehearse", std::to_string(deltas)}, rehearsal_patience_s));
    const std::size_t at = said.find('{');
    const auto figures = nlohmann::json::parse(said.substr(at == std::string::npos ? 0 : at), nullptr, false);
    if (!figures.is_object()) return core::fail(core::Code::corrupt, "The window's figures cannot be read.", said);
    for (const auto& [name, value] : figures.items())
        if (value.is_number()) report.metrics[name] = value.get<double>();
    return {};
}

core::Status idle_service(const fs::path& hearthd, const fs::path& root, Report& report) {
    std::error_code ignored;
    fs::create_directories(root, ignored);
    HEARTH_CHECK(
        core::write_file_atomic(root / "hearth.toml", core::as_bytes("[api]\nlisten = \"127.0.0.1:0\"\n"), 0600));
    HEARTH_TRY(const Child service, Child::program({hearthd.string(), "--home", root.string(), "--foreground"}));
    HEARTH_CHECK(wait_until([&] { return fs::exists(root / "run" / "api.json", ignored); }, service, "The service"));
    say("the service at rest");
    std::this_thread::sleep_for(settle);
    const double before = processor_seconds(service.pid());
    std::this_thread::sleep_for(watched);
    report.metrics["service_cpu_percent"] =
        (processor_seconds(service.pid()) - before) * 100 / std::chrono::duration<double>(watched).count();
    report.metrics["service_rss_mb"] = resident_mb(service.pid());
    return {};
}

/// Where the first model's file was never fetched there is nothing to measure, which is said.
core::Status first_run(const fs::path& programs, const fs::path& root, Report& report) {
    const auto measured = measure_first_run(programs, root, "first_run_", report);
    if (measured || measured.error().code != core::Code::not_found) return measured;
    say("no first run: " + std::string(measured.error().message) + " " + std::string(measured.error().hint));
    return {};
}

/// 1 is what is allowed; what was not measured has no row.
void compare_desktop(Report& report) {
    const auto gate = [&](const std::string& name, const std::string& metric, double most) {
        if (const auto found = report.metrics.find(metric); found != report.metrics.end())
            report.at_most(name, found->second, most);
    };
    gate("first_frame", "first_frame_ms", 800);
    gate("scroll", "scroll_p99_ms", 1000.0 / 60);
    gate("block", "longest_block_ms", 50);
    gate("window_memory", "rss_mb", 180);
    gate("window_idle", "idle_cpu_percent", 1);
    gate("window_hidden", "hidden_cpu_percent", 0.1);
    gate("service_idle", "service_cpu_percent", 0.5);
    gate("service_memory", "service_rss_mb", 60);
    gate("memory_growth", "rss_growth_mb", most_growth_mb);
    gate("first_answer", "first_run_first_answer_s", 180);
    gate("installed", "installed_and_serving_s", 60);
    report.ratios["memory_growth"] = report.metrics["rss_growth_mb"] / report.metrics["rss_mb"];
}

} // namespace

core::Result<Report> desktop_bench(const DesktopOptions& options) {
    HEARTH_TRY(const fs::path window, program("hearth"));
    HEARTH_TRY(const fs::path hearthd, program("hearthd"));
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make({}));
    Report report;
    report.name = "desktop";
    report.runs = options.runs;
    HEARTH_CHECK(idle_service(hearthd, folder.path() / "home", report));
    HEARTH_CHECK(cold_starts(window, folder.path(), options.runs, report));
    HEARTH_CHECK(rehearse(window, folder.path(), options.deltas, report));
    HEARTH_CHECK(first_run(hearthd.parent_path(), folder.path() / "first", report));
    if (!options.package.empty()) HEARTH_CHECK(measure_package(options.package, folder.path() / "package", report));
    compare_desktop(report);
    return report;
}

} // namespace hearth::app
