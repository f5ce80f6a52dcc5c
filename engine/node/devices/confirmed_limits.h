// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/result.h"

#include <map>
#include <string>
#include <vector>

namespace hearth::node {

/// How long new limits hold without being confirmed.
inline constexpr core::Nanoseconds confirm_time = 30'000'000'000;

/// Errors name what the device does not allow: invalid_argument, unsupported.
core::Status check_limits(const control::DeviceStatus& device, const control::DeviceLimits& limits);

/// What the operator wants of every device, and what was there before. Pure: the time and what was measured
/// are arguments, what is to be done is an answer. Devices are known by PCI address, the processor as "cpu".
class ConfirmedLimits {
public:
    struct PowerOrder {
        std::string device;
        std::uint64_t milliwatts = 0;
    };

    /// Errors: corrupt. A proposal in the text is from a service that died: it has fallen back.
    static core::Result<ConfirmedLimits> parse(const std::string& text);
    std::string text() const;

    control::DeviceLimits in_force(const std::string& device) const;
    std::optional<core::Nanoseconds> revert_at(const std::string& device) const;

    /// `power_now` is the limit before the proposal, kept to give it back one day.
    void propose(const std::string& device, const control::DeviceLimits& limits, std::optional<std::uint64_t> power_now,
                 core::Nanoseconds now);
    /// Errors: conflict when nothing waits.
    core::Status confirm(const std::string& device);
    /// Drops what was proposed, because it could not be put in force.
    void withdraw(const std::string& device);
    /// Drops proposals whose time is over; the devices that fell back.
    std::vector<std::string> expire(core::Nanoseconds now);

    /// After a resume or a new start: every power limit is to be looked at again.
    void doubt_all();
    /// Power limits that are to be set now, because they are doubted and measured to be otherwise. Asks a few
    /// times, then lets it be; `given_up` gets those. What was measured must be younger than the last order.
    std::vector<PowerOrder> reconcile(const std::vector<control::DeviceStatus>& measured, core::Nanoseconds now,
                                      std::vector<std::string>& given_up);

    /// Why the node must rest while a device is hotter than wanted, for people; empty = nothing is. A hot device that
    /// does not tell its temperature counts as hot until it does, is asleep or is gone: `complete` says that every
    /// device there is stands in `measured`.
    core::Sentence heat(const std::vector<control::DeviceStatus>& measured, bool complete);

private:
    struct Entry {
        control::DeviceLimits confirmed;
        std::optional<control::DeviceLimits> proposed;
        core::Nanoseconds revert_at = 0;
        std::optional<std::uint64_t> power_before;
        bool doubted = false;
        unsigned tries = 0;
        core::Nanoseconds next_try = 0;

        const control::DeviceLimits& in_force() const { return proposed ? *proposed : confirmed; }
        std::optional<std::uint64_t> wanted_power() const {
            return in_force().power_milliwatts ? in_force().power_milliwatts : power_before;
        }
        void doubt() {
            doubted = wanted_power().has_value();
            tries = 0;
            next_try = 0;
        }
    };

    std::map<std::string, Entry> m_entries;
    std::map<std::string, std::string> m_hot; ///< with their names
};

/// "cpu" or the PCI address.
inline std::string key_of(const control::DeviceStatus& device) {
    return device.pci_address.empty() ? device.id : device.pci_address;
}

} // namespace hearth::node
