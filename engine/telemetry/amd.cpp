// SPDX-License-Identifier: Apache-2.0
#include "telemetry/fdinfo.h"
#include "telemetry/gpu_backend.h"
#include "telemetry/hwmon.h"
#include "telemetry/proc.h"

namespace hearth::telemetry {
namespace {

/// Table gpu_metrics 1.3 of the kernel's kgd_pp_interface.h: a header of size (2 bytes), format and content,
/// and at byte 112 the reasons for throttling that mean the same on every chip, 16 bits a kind (amdgpu_smu.h).
constexpr std::size_t metrics_size = 120, reasons_at = 112;

std::optional<std::string> throttle_of(const std::string& table) {
    if (table.size() < metrics_size || table[2] != 1 || table[3] != 3) return std::nullopt;
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 8; ++i)
        bits |= std::uint64_t{static_cast<unsigned char>(table[reasons_at + i])} << (8 * i);
    if (bits == UINT64_MAX) return std::nullopt; // the chip does not fill it
    static constexpr std::pair<unsigned, const char*> kinds[] = {
        {0, "power"}, {16, "current"}, {32, "temperature"}, {48, "other"}};
    std::string words;
    for (const auto& [shift, word] : kinds)
        if (((bits >> shift) & 0xffff) != 0) words += (words.empty() ? "" : ", ") + std::string(word);
    return words;
}

class Amd final : public GpuBackend {
public:
    Amd(const Places& places, const core::Clock& clock) : m_places(places), m_users(places.proc, clock) {}

    void read(const GpuCard& card, control::DeviceStatus& status) override {
        if (card.driver == "vfio-pci") return set_state(status, DeviceState::driver_busy, core::say("lent"));
        if (card.driver != "amdgpu")
            return set_state(status, DeviceState::driver_missing,
                             card.driver.empty() ? core::say("no_driver_holds")
                                                 : core::say("driver_cannot", {card.driver}));
        set_state(status, DeviceState::idle);
        status.driver = driver_version(m_places, "amdgpu");
        if (const auto busy = read_number(card.folder + "/gpu_busy_percent"); busy && *busy <= 100)
            status.load_ppm = static_cast<std::uint32_t>(*busy * 10'000);
        status.memory_total_bytes = read_number(card.folder + "/mem_info_vram_total");
        status.memory_used_bytes = read_number(card.folder + "/mem_info_vram_used");
        const std::string hwmon = hwmon_of(card);
        read_hwmon(hwmon, status);
        // Only the chips inside a processor have this voltage rail.
        if (!hwmon.empty()) status.integrated = read_line(hwmon + "/in1_label") == "vddnb";
        if (const auto table = read_small_file(card.folder + "/gpu_metrics")) status.throttle = throttle_of(*table);
        status.processes = m_users.users_of(card.pci);
    }

    core::Status set_power_limit(const GpuCard& card, std::uint64_t milliwatts) override {
        return write_power_limit(hwmon_of(card), milliwatts);
    }

private:
    Places m_places;
    FdInfo m_users;
};

class Unknown final : public GpuBackend {
public:
    void read(const GpuCard& card, control::DeviceStatus& status) override {
        if (card.driver.empty()) return set_state(status, DeviceState::driver_missing, core::say("no_driver_holds"));
        set_state(status, DeviceState::idle);
        status.driver = card.driver;
    }
    core::Status set_power_limit(const GpuCard&, std::uint64_t) override {
        return core::fail(core::Code::unsupported, core::say("hearth_knows_no_way"));
    }
};

} // namespace

std::unique_ptr<GpuBackend> make_amd(const Places& places, const core::Clock& clock) {
    return std::make_unique<Amd>(places, clock);
}

std::unique_ptr<GpuBackend> make_unknown() {
    return std::make_unique<Unknown>();
}

} // namespace hearth::telemetry
