// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_cards.h"

#include "telemetry/proc.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace hearth::telemetry {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t display_class = 0x03; ///< PCI base class: VGA, 3D and other display controllers

std::string vendor_name(std::uint32_t id) {
    if (id == 0x10de) return "nvidia";
    if (id == 0x1002) return "amd";
    if (id == 0x8086) return "intel";
    return "other";
}

std::string shown_vendor(const std::string& vendor) {
    if (vendor == "nvidia") return "NVIDIA";
    if (vendor == "amd") return "AMD";
    if (vendor == "intel") return "Intel";
    return {};
}

std::string driver_of(const fs::path& folder) {
    std::error_code none;
    return fs::read_symlink(folder / "driver", none).filename().string();
}

/// The card's and whether it has a render node, which programs compute through.
std::pair<std::string, bool> drm_of(const fs::path& folder) {
    std::pair<std::string, bool> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder / "drm", none)) {
        const std::string name = entry.path().filename();
        if (name.starts_with("card") && name.find('-') == std::string::npos) found.first = name;
        if (name.starts_with("renderD")) found.second = true;
    }
    return found;
}

std::string hexadecimal(std::uint32_t number) {
    char text[16];
    std::snprintf(text, sizeof text, "%04x", number);
    return text;
}

/// The device's line in a file of PCI ids: "vendor  name", tab "device  name". Empty if unknown.
std::string look_up(const std::string& file, std::uint32_t vendor, std::uint32_t device) {
    std::ifstream in(file);
    const std::string head = hexadecimal(vendor) + "  ", entry = "\t" + hexadecimal(device) + "  ";
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] != '\t') {
            if (inside) return {};
            inside = line.starts_with(head);
        } else if (inside && line.starts_with(entry)) {
            return line.substr(entry.size());
        }
    }
    return {};
}

/// "Navi 32 [Radeon RX 7800 XT]" names the chip and, in brackets, what people bought.
std::string bought_name(const std::string& line) {
    const std::size_t open = line.rfind('['), close = line.rfind(']');
    return open == std::string::npos || close == std::string::npos || close < open
               ? line
               : line.substr(open + 1, close - open - 1);
}

} // namespace

std::vector<GpuCard> find_cards(const Places& places) {
    std::vector<GpuCard> cards;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(places.sys + "/bus/pci/devices", none)) {
        const std::string folder = entry.path();
        const auto kind = read_number(folder + "/class"), vendor = read_number(folder + "/vendor"),
                   device = read_number(folder + "/device");
        if (!kind || !vendor || !device || (*kind >> 16) != display_class) continue;
        GpuCard card;
        card.pci = entry.path().filename();
        card.vendor_id = static_cast<std::uint32_t>(*vendor);
        card.device_id = static_cast<std::uint32_t>(*device);
        card.vendor = vendor_name(card.vendor_id);
        card.driver = driver_of(folder);
        card.folder = folder;
        const auto [drm, renders] = drm_of(folder);
        card.drm = drm;
        // The picture chips of servers and virtual machines compute nothing.
        if (card.vendor == "other" && !renders) continue;
        card.may_sleep = read_line(folder + "/power/control") == "auto";
        cards.push_back(std::move(card));
    }
    std::sort(cards.begin(), cards.end(), [](const GpuCard& a, const GpuCard& b) { return a.pci < b.pci; });
    for (std::size_t i = 0; i < cards.size(); ++i)
        cards[i].id = "gpu:" + std::to_string(i);
    return cards;
}

bool is_asleep(const GpuCard& card) {
    const auto status = read_line(card.folder + "/power/runtime_status");
    return status == "suspended" || status == "suspending";
}

std::string card_name(const GpuCard& card, const Places& places) {
    const std::string vendor = shown_vendor(card.vendor);
    const std::string lead = vendor.empty() ? "" : vendor + " ";
    for (const std::string& file : places.pci_ids)
        if (const std::string line = look_up(file, card.vendor_id, card.device_id); !line.empty())
            return lead + bought_name(line);
    return lead + "GPU " + hexadecimal(card.vendor_id) + ":" + hexadecimal(card.device_id);
}

} // namespace hearth::telemetry
