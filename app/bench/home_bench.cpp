// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "control/client.h"
#include "core/clock.h"
#include "home_maker.h"
#include "node/service.h"
#include "temporary_folder.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <unistd.h>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;
using core::Status;

constexpr std::uint32_t page = 200; // what desktop and command line ask for
constexpr int status_calls = 300;

double milliseconds_since(core::Nanoseconds start) {
    return static_cast<double>(core::monotonic() - start) * 1e-6;
}

/// The pages of a home's files leave the memory, so that the next start reads the disk.
void forget_pages(const fs::path& root) {
    ::sync();
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        const int fd = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) continue;
        static_cast<void>(::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
        ::close(fd);
    }
}

core::Result<std::unique_ptr<node::Service>> start(const core::Home& home) {
    HEARTH_TRY(const core::Config config, core::Config::parse("", "bench", node::Settings::specs()));
    node::ServiceOptions options;
    options.home = home;
    HEARTH_TRY(options.settings, node::Settings::from(config));
    options.settings.api_port = 0;
    options.version = "bench";
    options.program_folder = fs::read_symlink("/proc/self/exe").parent_path();
    return node::Service::start(std::move(options));
}

/// Sorted times of calls, in ms.
using Times = std::vector<double>;

core::Result<Times> timed(int calls, const std::function<Status(std::size_t)>& call) {
    Times times;
    for (int i = 0; i < calls; ++i) {
        const core::Nanoseconds begin = core::monotonic();
        HEARTH_CHECK(call(static_cast<std::size_t>(i)));
        times.push_back(milliseconds_since(begin));
    }
    std::sort(times.begin(), times.end());
    return times;
}

void note(Report& report, const std::string& what, const Times& times) {
    report.metrics[what + "_ms"] = median(times);
    report.metrics[what + "_ms_p99"] = times[times.size() * 99 / 100];
}

core::Result<Times> status_times(const core::Home& home) {
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
    return timed(status_calls, [&](std::size_t) -> Status {
        HEARTH_TRY([[maybe_unused]] const auto status, node->status());
        return {};
    });
}

/// What desktop and command line ask of it, over its control socket.
Status measure_calls(Report& report, const core::Home& home, const MadeHome& made) {
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
    HEARTH_TRY(const Times newest, timed(100, [&](std::size_t) -> Status {
                   HEARTH_TRY([[maybe_unused]] const auto rows, node->jobs(page, {}));
                   return {};
               }));
    note(report, "jobs_newest", newest);
    const int places = static_cast<int>(made.jobs.size());
    HEARTH_TRY(const Times anywhere, timed(places, [&](std::size_t i) -> Status {
                   HEARTH_TRY([[maybe_unused]] const auto rows, node->jobs(page, made.jobs[i]));
                   return {};
               }));
    note(report, "jobs_anywhere", anywhere);
    HEARTH_TRY(const Times found, timed(static_cast<int>(made.receipts.size()), [&](std::size_t i) -> Status {
                   HEARTH_TRY(const auto view, node->receipt(made.receipts[i]));
                   if (view.receipt_id == made.receipts[i] && view.valid) return {};
                   return core::fail(core::Code::corrupt, "The receipt " + made.receipts[i] + " does not verify.");
               }));
    note(report, "receipt", found);
    HEARTH_TRY(const Times earned, timed(10, [&](std::size_t) -> Status {
                   HEARTH_TRY([[maybe_unused]] const auto earnings, node->earnings(0, page));
                   return {};
               }));
    report.metrics["earnings_of_all_ms"] = median(earned);
    return {};
}

/// Far from the newest: an id of a job, a model and the days around it, what failed.
Status measure_search(Report& report, const core::Home& home, const MadeHome& made) {
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
    const int places = static_cast<int>(made.jobs.size());
    const auto look = [&](const char* what,
                          const std::function<control::JobFilter(const std::string&)>& filter) -> Status {
        HEARTH_TRY(const Times times, timed(places, [&](std::size_t i) -> Status {
                       HEARTH_TRY([[maybe_unused]] const auto rows,
                                  node->find_jobs(filter(made.jobs[i]), page, made.jobs[i]));
                       return {};
                   }));
        note(report, what, times);
        return {};
    };
    HEARTH_CHECK(look("jobs_by_id", [](const std::string& id) { return control::JobFilter{id, {}, {}, {}}; }));
    HEARTH_CHECK(look("jobs_by_model", [](const std::string&) { return control::JobFilter{"a", {}, {}, {}}; }));
    HEARTH_CHECK(look("jobs_by_time", [](const std::string&) { return control::JobFilter{{}, {}, 1, {}}; }));
    return look("jobs_failed", [](const std::string&) {
        return control::JobFilter{{}, control::JobGroup::failed, {}, {}};
    });
}

double megabytes(const fs::path& folder) {
    double bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
    return bytes * 1e-6;
}

} // namespace

core::Result<Report> home_bench(const HomeOptions& options) {
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make(options.folder));
    core::Home home;
    home.root = folder.path() / "home";
    Report report;
    report.name = "home";
    report.isa = "processor";
    report.runs = options.runs;
    Times young, starts;
    { HEARTH_TRY([[maybe_unused]] const auto founded, start(home)); }
    for (int run = 0; run < options.runs; ++run) {
        forget_pages(home.root);
        const core::Nanoseconds begin = core::monotonic();
        HEARTH_TRY(const auto service, start(home));
        young.push_back(milliseconds_since(begin));
        if (run > 0) continue;
        HEARTH_TRY(const Times status, status_times(home));
        note(report, "young_status", status);
    }
    const core::Nanoseconds making = core::monotonic();
    HEARTH_TRY(const MadeHome made,
               make_history(home, options.receipts, core::system_clock().now(), [&](std::uint64_t done) {
                   if (done % std::max<std::uint64_t>(options.receipts / 10 / 1000 * 1000, 1000) == 0)
                       std::fprintf(stderr, "%llu of %llu answers made\n", static_cast<unsigned long long>(done),
                                    static_cast<unsigned long long>(options.receipts));
               }));
    report.metrics["receipts"] = static_cast<double>(options.receipts);
    report.metrics["making_s"] = milliseconds_since(making) * 1e-3;
    report.metrics["database_mb"] = static_cast<double>(fs::file_size(home.database())) * 1e-6;
    report.metrics["archive_mb"] = megabytes(home.root / "archive");
    for (int run = 0; run < options.runs; ++run) {
        forget_pages(home.root);
        const core::Nanoseconds begin = core::monotonic();
        HEARTH_TRY(const auto service, start(home));
        starts.push_back(milliseconds_since(begin));
        if (run > 0) continue;
        HEARTH_TRY(const Times status, status_times(home));
        note(report, "status", status);
        HEARTH_CHECK(measure_calls(report, home, made));
        HEARTH_CHECK(measure_search(report, home, made));
    }
    report.metrics["young_start_ms"] = median(young);
    report.metrics["start_ms"] = median(starts);
    report.ratios = {{"status_over_young", report.metrics["status_ms"] / report.metrics["young_status_ms"]},
                     {"start_over_young", median(starts) / median(young)}};
    return report;
}

} // namespace hearth::app
