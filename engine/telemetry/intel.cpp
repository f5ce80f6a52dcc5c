// SPDX-License-Identifier: Apache-2.0
#include "telemetry/fdinfo.h"
#include "telemetry/gpu_backend.h"
#include "telemetry/hwmon.h"
#include "telemetry/proc.h"

#include <algorithm>
#include <map>

namespace hearth::telemetry {
namespace {

/// Where a driver keeps the figures of its first graphics tile.
struct Tile {
    std::string idle_ms, core_mhz, throttle;
};

Tile tile_of(const GpuCard& card) {
    if (card.driver == "xe") {
        const std::string gt = card.folder + "/tile0/gt0";
        return {gt + "/gtidle/idle_residency_ms", gt + "/freq0/act_freq", gt + "/freq0/throttle/"};
    }
    const std::string gt = card.folder + "/drm/" + card.drm + "/gt/gt0/";
    return {gt + "rc6_residency_ms", gt + "rps_act_freq_mhz", gt + "throttle_reason_"};
}

std::optional<std::string> throttle_of(const std::string& stem, bool xe) {
    const auto held = read_number(stem + "status");
    if (!held) return std::nullopt;
    static constexpr std::pair<const char*, const char*> kinds[] = {
        {"pl1", "power"},           {"pl2", "power"},           {"pl4", "current"},
        {"thermal", "temperature"}, {"prochot", "temperature"}, {"vr_thermalert", "temperature"},
        {"vr_tdc", "current"}};
    std::string words;
    for (const auto& [file, word] : kinds)
        if (read_number(stem + (xe ? "reason_" : "") + file).value_or(0) != 0 && words.find(word) == std::string::npos)
            words += (words.empty() ? "" : ", ") + std::string(word);
    return words.empty() && *held != 0 ? "other" : words;
}

class Intel final : public GpuBackend {
public:
    Intel(const Places& places, const core::Clock& clock)
        : m_places(places), m_clock(clock), m_users(places.proc, clock) {}

    void read(const GpuCard& card, control::DeviceStatus& status) override {
        // The processor's own graphics have had this place on the bus for as long as there are any.
        status.integrated = card.pci.ends_with("00:02.0");
        if (card.driver == "vfio-pci") return set_state(status, DeviceState::driver_busy, core::say("lent"));
        const bool xe = card.driver == "xe";
        if (!xe && card.driver != "i915")
            return set_state(status, DeviceState::driver_missing,
                             card.driver.empty() ? core::say("no_driver_holds")
                                                 : core::say("driver_cannot", {card.driver}));
        set_state(status, DeviceState::idle);
        status.driver = driver_version(m_places, card.driver);
        const Tile tile = tile_of(card);
        const std::string hwmon = hwmon_of(card);
        read_hwmon(hwmon, status);
        const core::Nanoseconds now = m_clock.monotonic();
        Counters& before = m_before[card.pci];
        const Counters counted{now, read_number(tile.idle_ms), hwmon.empty() ? std::nullopt : energy(hwmon)};
        fill_rates(before, counted, status);
        before = counted;
        if (const auto mhz = read_number(tile.core_mhz)) status.core_clock_mhz = static_cast<std::uint32_t>(*mhz);
        status.throttle = throttle_of(tile.throttle, xe);
        status.memory_total_bytes = read_number(card.folder + "/drm/" + card.drm + "/lmem_total_bytes");
        status.processes = m_users.users_of(card.pci);
    }

    core::Status set_power_limit(const GpuCard& card, std::uint64_t milliwatts) override {
        return write_power_limit(hwmon_of(card), milliwatts);
    }

private:
    struct Counters {
        core::Nanoseconds at = 0;
        std::optional<std::uint64_t> idle_ms, energy_uj;
    };

    /// Microjoules of the whole card, which xe counts as the first of its two channels.
    static std::optional<std::uint64_t> energy(const std::string& hwmon) {
        return read_number(hwmon + (read_number(hwmon + "/energy1_input") ? "/energy1_input" : "/energy2_input"));
    }

    /// The load is the share of time in which the graphics tile was awake: what i915 and xe tell every user.
    static void fill_rates(const Counters& before, const Counters& now, control::DeviceStatus& status) {
        if (before.at == 0 || now.at <= before.at) return;
        const auto passed_us = static_cast<std::uint64_t>((now.at - before.at) / 1000);
        if (passed_us == 0) return;
        if (before.idle_ms && now.idle_ms && *now.idle_ms >= *before.idle_ms) {
            const std::uint64_t idle_us = std::min((*now.idle_ms - *before.idle_ms) * 1000, passed_us);
            status.load_ppm = static_cast<std::uint32_t>((passed_us - idle_us) * 1'000'000 / passed_us);
        }
        if (!status.power_milliwatts && before.energy_uj && now.energy_uj && *now.energy_uj >= *before.energy_uj)
            status.power_milliwatts = (*now.energy_uj - *before.energy_uj) * 1000 / passed_us;
    }

    Places m_places;
    const core::Clock& m_clock;
    FdInfo m_users;
    std::map<std::string, Counters> m_before;
};

} // namespace

std::unique_ptr<GpuBackend> make_intel(const Places& places, const core::Clock& clock) {
    return std::make_unique<Intel>(places, clock);
}

} // namespace hearth::telemetry
