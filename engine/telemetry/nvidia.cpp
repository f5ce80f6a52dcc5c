// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_backend.h"
#include "telemetry/hwmon.h"
#include "telemetry/nvml.h"
#include "telemetry/proc.h"

#include <array>
#include <map>

namespace hearth::telemetry {
namespace {

using core::Code;
using core::fail;
using nvml::Device;
using nvml::Library;

constexpr std::size_t most_processes = 256;
constexpr unsigned memory2_version = static_cast<unsigned>(sizeof(nvml::Memory2)) | (2U << 24);

/// nvmlClocksEventReasons; what is not listed (idle, clocks set by somebody) is no throttling.
std::string throttle_of(unsigned long long bits) {
    static constexpr std::pair<unsigned long long, const char*> reasons[] = {
        {0x04, "power"}, {0x60, "temperature"}, {0x80, "power brake"}, {0x08, "hardware"}};
    std::string words;
    for (const auto& [mask, word] : reasons) {
        // "Hardware slowdown" is raised together with its own causes.
        if (mask == 0x08 && (bits & 0xc0) != 0) continue;
        if ((bits & mask) != 0) words += (words.empty() ? "" : ", ") + std::string(word);
    }
    return words;
}

template <typename Ask>
std::optional<std::uint64_t> number(const Ask& ask) {
    unsigned value = 0;
    return ask(&value) == nvml::success ? std::optional<std::uint64_t>(value) : std::nullopt;
}

std::optional<std::uint32_t> small(std::optional<std::uint64_t> value, std::uint32_t factor = 1) {
    return value ? std::optional(static_cast<std::uint32_t>(*value) * factor) : std::nullopt;
}

void read_memory(const Library& library, Device device, control::DeviceStatus& status) {
    nvml::Memory2 memory2{memory2_version, 0, 0, 0, 0};
    nvml::Memory1 memory1{0, 0, 0};
    if (library.memory2(device, &memory2) == nvml::success) {
        status.memory_total_bytes = memory2.total;
        status.memory_used_bytes = memory2.used;
    } else if (library.memory1(device, &memory1) == nvml::success) {
        status.memory_total_bytes = memory1.total;
        status.memory_used_bytes = memory1.used;
    }
}

using Users = std::map<std::int64_t, control::DeviceProcess>;

/// Adds the processes of one list; false = the driver does not tell.
template <typename Info>
bool add_users(const nvml::Function<Device, unsigned*, Info*>& ask, Device device, const char* use, Users& users) {
    std::array<Info, most_processes> list{};
    auto count = static_cast<unsigned>(list.size());
    if (ask(device, &count, list.data()) != nvml::success) return false;
    for (std::size_t i = 0; i < count && i < list.size(); ++i) {
        control::DeviceProcess& user = users[list[i].pid];
        user.pid = list[i].pid;
        user.use = user.use.empty() || user.use == use ? use : "both";
        if (list[i].memory != ~0ULL) user.memory_bytes = list[i].memory;
    }
    return true;
}

class Nvidia final : public GpuBackend {
public:
    explicit Nvidia(const Places& places) : m_places(places) {}

    void read(const GpuCard& card, control::DeviceStatus& status) override {
        status.integrated = false;
        if (card.driver == "vfio-pci") return set_state(status, DeviceState::driver_busy, core::say("lent"));
        if (card.driver == "nouveau") {
            status.driver = driver_version(m_places, "nouveau");
            read_hwmon(hwmon_of(card), status);
            return set_state(status, DeviceState::driver_missing, core::say("nouveau"));
        }
        if (card.driver.empty()) return set_state(status, DeviceState::driver_missing, core::say("no_driver_holds"));
        const auto device = open(card);
        if (!device) return set_problem(status, device.error());
        set_state(status, DeviceState::idle);
        if (!read_figures(*device, status)) {
            forget_figures(status);
            // A lost card stays lost for this instance of the library.
            rest();
            set_state(status, DeviceState::driver_busy, core::say("fell_off"));
        }
    }

    core::Status set_power_limit(const GpuCard& card, std::uint64_t milliwatts) override {
        HEARTH_TRY(const Device device, open(card));
        const int result = m_library->apply_limit(device, static_cast<unsigned>(milliwatts));
        if (result == nvml::success) return {};
        if (result == nvml::no_permission)
            return fail(Code::refused, core::say("only_root_may_set_power"),
                        core::say("run_once_sudo_nvidia", {card.pci, std::to_string(milliwatts / 1000)}));
        if (result == nvml::not_supported || result == nvml::function_not_found)
            return fail(Code::unsupported, core::say("driver_gpu_does_not"));
        return fail(Code::unavailable, core::say("nvidia_driver_refused_power", {m_library->text(result)}));
    }

    void rest() override { m_library.reset(); }

private:
    core::Result<Device> open(const GpuCard& card) {
        if (!m_library) {
            HEARTH_TRY(m_library, Library::open(m_places.nvml));
        }
        Device device = nullptr;
        const int result = m_library->handle_by_pci(card.pci.c_str(), &device);
        if (result == nvml::success) return device;
        const std::string words = m_library->text(result);
        rest();
        if (result == nvml::no_permission) return fail(Code::refused, core::say("user_may_not_open"));
        return fail(Code::unavailable, core::say("nvidia_driver_does_not", {words}));
    }

    static void set_problem(control::DeviceStatus& status, const core::Error& error) {
        const bool missing = error.code == Code::not_found || error.code == Code::unsupported;
        set_state(status, missing ? DeviceState::driver_missing : DeviceState::driver_busy, error.message);
    }

    static void forget_figures(control::DeviceStatus& status) {
        control::DeviceStatus bare;
        bare.id = status.id;
        bare.kind = status.kind;
        bare.name = status.name;
        bare.vendor = status.vendor;
        bare.pci_address = status.pci_address;
        bare.integrated = status.integrated;
        bare.driver = status.driver;
        status = std::move(bare);
    }

    /// False when the card is gone.
    bool read_figures(Device device, control::DeviceStatus& status) {
        const Library& nv = *m_library;
        std::array<char, 128> text{};
        if (nv.driver_version(text.data(), static_cast<unsigned>(text.size())) == nvml::success)
            status.driver = "nvidia " + std::string(text.data());
        if (nv.name(device, text.data(), static_cast<unsigned>(text.size())) == nvml::success)
            status.name = text.data();
        nvml::Utilization load{0, 0};
        const int answered = nv.utilization(device, &load);
        if (answered == nvml::success) status.load_ppm = load.gpu * 10'000;
        read_memory(nv, device, status);
        unsigned degrees = 0;
        const int warm = nv.temperature(device, nvml::sensor_gpu, &degrees);
        if (warm == nvml::success) status.temperature_millicelsius = std::int64_t{degrees} * 1000;
        read_power(device, status);
        status.core_clock_mhz = small(number([&](unsigned* v) { return nv.clock(device, nvml::clock_graphics, v); }));
        status.memory_clock_mhz = small(number([&](unsigned* v) { return nv.clock(device, nvml::clock_memory, v); }));
        status.fan_ppm = small(number([&](unsigned* v) { return nv.fan(device, v); }), 10'000);
        unsigned long long reasons = 0;
        if (nv.clock_reasons(device, &reasons) == nvml::success) status.throttle = throttle_of(reasons);
        read_users(device, status);
        const auto gone = [](int result) { return result == nvml::gpu_is_lost || result == nvml::reset_required; };
        return !gone(answered) && !gone(warm);
    }

    void read_power(Device device, control::DeviceStatus& status) const {
        const Library& nv = *m_library;
        status.power_milliwatts = number([&](unsigned* v) { return nv.power(device, v); });
        status.power_limit_milliwatts = number([&](unsigned* v) { return nv.enforced_limit(device, v); });
        if (!status.power_limit_milliwatts)
            status.power_limit_milliwatts = number([&](unsigned* v) { return nv.set_limit(device, v); });
        status.power_limit_default_milliwatts = number([&](unsigned* v) { return nv.default_limit(device, v); });
        unsigned least = 0, most = 0;
        if (nv.limit_range(device, &least, &most) == nvml::success) {
            status.power_limit_min_milliwatts = least;
            status.power_limit_max_milliwatts = most;
        }
    }

    void read_users(Device device, control::DeviceStatus& status) const {
        const Library& nv = *m_library;
        Users users;
        const bool compute = nv.compute2.there() ? add_users(nv.compute2, device, "compute", users)
                                                 : add_users(nv.compute1, device, "compute", users);
        const bool graphics = nv.graphics2.there() ? add_users(nv.graphics2, device, "graphics", users)
                                                   : add_users(nv.graphics1, device, "graphics", users);
        if (!compute && !graphics) return;
        auto& list = status.processes.emplace();
        for (auto& [pid, user] : users) {
            user.name = read_line(m_places.proc + "/" + std::to_string(pid) + "/comm").value_or("");
            list.push_back(std::move(user));
        }
    }

    Places m_places;
    std::unique_ptr<Library> m_library;
};

} // namespace

std::unique_ptr<GpuBackend> make_nvidia(const Places& places) {
    return std::make_unique<Nvidia>(places);
}

} // namespace hearth::telemetry
