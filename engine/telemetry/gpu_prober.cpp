// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_prober.h"

#include "control/json.h"
#include "telemetry/proc.h"

#include <algorithm>
#include <sstream>

namespace hearth::telemetry {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;

using core::second;
constexpr Nanoseconds longest_rest = 60 * second;

/// Whoever merely holds it open does not keep it awake: a laptop's desktop does that with a card it never uses.
bool has_nothing_to_do(const control::DeviceStatus& status) {
    return status.load_ppm.value_or(0) == 0;
}

std::string error_line(const core::Error& error) {
    std::string line = std::string("error ") + core::code_name(error.code) + "\t" + core::kept(error.message) + "\t" +
                       core::kept(error.hint);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

} // namespace

GpuProber::GpuProber(Places places, const core::Clock& clock) : m_places(std::move(places)), m_clock(clock) {}

std::vector<control::DeviceStatus> GpuProber::list() {
    std::vector<Known> found;
    std::vector<control::DeviceStatus> shown;
    for (GpuCard& card : find_cards(m_places)) {
        Known known;
        known.bare.id = card.id;
        known.bare.kind = "gpu";
        known.bare.name = card_name(card, m_places);
        known.bare.vendor = card.vendor;
        known.bare.pci_address = card.pci;
        if (!card.driver.empty()) known.bare.driver = card.driver;
        known.card = std::move(card);
        shown.push_back(known.bare);
        found.push_back(std::move(known));
    }
    m_known = std::move(found);
    return shown;
}

core::Result<GpuProber::Known*> GpuProber::find(const std::string& pci) {
    if (m_known.empty()) list();
    const auto found =
        std::find_if(m_known.begin(), m_known.end(), [&](const Known& known) { return known.card.pci == pci; });
    if (found == m_known.end()) return fail(Code::not_found, core::say("there_is_no_gpu_at", {pci}));
    return &*found;
}

GpuBackend& GpuProber::backend_of(const GpuCard& card) {
    std::unique_ptr<GpuBackend>& backend = m_backends[card.vendor];
    if (!backend)
        backend = card.vendor == "nvidia"  ? make_nvidia(m_places)
                  : card.vendor == "amd"   ? make_amd(m_places, m_clock)
                  : card.vendor == "intel" ? make_intel(m_places, m_clock)
                                           : make_unknown();
    return *backend;
}

/// How long the kernel waits before it suspends the card, and a little more.
Nanoseconds GpuProber::time_to_sleep(const GpuCard& card) {
    const std::uint64_t delay_ms = read_number(card.folder + "/power/autosuspend_delay_ms").value_or(10'000);
    return std::min(static_cast<Nanoseconds>(std::min<std::uint64_t>(delay_ms, 60'000)) * 1'000'000 + 2 * second,
                    longest_rest);
}

core::Result<control::DeviceStatus> GpuProber::read(const std::string& pci) {
    HEARTH_TRY(Known* const known, find(pci));
    control::DeviceStatus status = known->bare;
    const Nanoseconds now = m_clock.monotonic();
    if (is_asleep(known->card)) {
        known->rests_until = 0;
        if (!known->last.name.empty()) {
            status.name = known->last.name;
            status.driver = known->last.driver;
            status.integrated = known->last.integrated;
            status.memory_total_bytes = known->last.memory_total_bytes;
        }
        status.state = control::DeviceState::asleep;
        status.reason = core::say("sleeps");
        return status;
    }
    if (now < known->rests_until) return known->last;
    GpuBackend& backend = backend_of(known->card);
    backend.read(known->card, status);
    known->last = status;
    if (known->card.may_sleep && has_nothing_to_do(status)) {
        backend.rest();
        known->rests_until = now + time_to_sleep(known->card);
    }
    return status;
}

core::Status GpuProber::set_power_limit(const std::string& pci, std::uint64_t milliwatts) {
    HEARTH_TRY(Known* const known, find(pci));
    known->rests_until = 0;
    return backend_of(known->card).set_power_limit(known->card, milliwatts);
}

std::string GpuProber::answer(const std::string& line) {
    std::istringstream in(line);
    std::string verb, pci;
    in >> verb >> pci;
    if (verb == "list") return "ok " + control::to_json(list());
    if (verb == "read") {
        const auto status = read(pci);
        return status ? "ok " + control::to_json(*status) : error_line(status.error());
    }
    std::uint64_t milliwatts = 0;
    if (verb == "limit" && in >> milliwatts) {
        const auto done = set_power_limit(pci, milliwatts);
        return done ? "ok true" : error_line(done.error());
    }
    return error_line(fail(Code::invalid_argument, "hearth-probe does not know this line."));
}

} // namespace hearth::telemetry
