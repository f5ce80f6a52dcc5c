// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "compute/exact_file.h"
#include "core/hash.h"
#include "exact/measure/conformance.h"

#include <bit>
#include <nlohmann/json.hpp>

namespace hearth::app {

core::Result<Report> digest_bench(const BenchOptions& options) {
    constexpr std::uint32_t length = 300;
    if (!compute::exact_profile(options.profile))
        return core::fail(core::Code::invalid_argument, "The profile \"" + options.profile + "\" has no digest.",
                          "Use \"ci8.1\" or \"ci4.1\".");
    HEARTH_TRY(const auto engine, load_engine(options, length));
    const auto ids = filler_ids(std::min(length, engine->config().context), engine->config().vocab, 1);
    core::Sha256 hash;
    HEARTH_CHECK(engine->read(ids, [&](std::size_t, std::span<const float> logits) {
        core::Bytes bytes;
        for (const float v : logits)
            core::append_u32(bytes, std::bit_cast<std::uint32_t>(v));
        hash.update(bytes);
    }));
    Report report = report_of("digest", *engine, 1);
    report.metrics = {{"tokens", static_cast<double>(ids.size())}};
    report.metrics_json =
        nlohmann::json{{"digest", hash.finish().hex()},
                       {"conformance", exact::conformance_reference(*compute::exact_profile(options.profile)).hex()}}
            .dump();
    return report;
}

} // namespace hearth::app
