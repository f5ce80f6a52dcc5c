// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hearth::telemetry {

/// Where the kernel and the vendors put things; tests point them elsewhere.
struct Places {
    std::string proc = "/proc";
    std::string sys = "/sys";
    std::string nvml = "libnvidia-ml.so.1"; ///< for dlopen
    std::vector<std::string> pci_ids = {"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"};
};

/// A GPU as the PCI bus knows it, with a driver or without.
struct GpuCard {
    std::string id;     ///< "gpu:0" in the order of the addresses
    std::string pci;    ///< "0000:01:00.0"
    std::string vendor; ///< "nvidia", "amd", "intel", "other"
    std::uint32_t vendor_id = 0, device_id = 0;
    std::string driver;     ///< name of the kernel driver that holds it; empty = none
    std::string folder;     ///< its folder in sysfs
    std::string drm;        ///< "card0"; empty = no display driver made one
    bool may_sleep = false; ///< the kernel suspends it when nobody uses it
};

/// By address. Reads what the PCI core keeps in memory, so no card wakes and no vendor's code runs.
std::vector<GpuCard> find_cards(const Places& places);
/// Is it suspended now? Reading anything of its driver would wake it.
bool is_asleep(const GpuCard& card);
/// Name from the list of PCI ids, else "NVIDIA GPU 10de:2504".
std::string card_name(const GpuCard& card, const Places& places);

} // namespace hearth::telemetry
