// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/session.h"

#include <QtGlobal>

/// Two ends of a link without a wire.
namespace hearth::test {

using link::Delivery;
using link::Session;

/// Carries up to `frames` frames from one to the other; what was delivered.
inline std::vector<Delivery> carry(Session& from, Session& to, std::size_t frames = SIZE_MAX) {
    std::vector<Delivery> out;
    for (; frames > 0; --frames) {
        const auto frame = from.next();
        if (!frame) break;
        auto event = to.receive(*frame);
        if (!event.ok()) qFatal("%s", event.error().message.c_str());
        if (auto* delivery = std::get_if<Delivery>(&*event)) out.push_back(std::move(*delivery));
    }
    return out;
}

/// Until neither has anything to say; everything that came is read at once.
inline std::vector<Delivery> settle(Session& a, Session& b) {
    std::vector<Delivery> all;
    for (bool more = true; more;) {
        more = false;
        for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
            const auto frame = from->next();
            if (!frame) continue;
            more = true;
            auto event = to->receive(*frame);
            if (!event.ok()) qFatal("%s", event.error().message.c_str());
            if (auto* delivery = std::get_if<Delivery>(&*event)) {
                to->lanes().consumed(delivery->job, delivery->cost);
                all.push_back(std::move(*delivery));
            }
        }
    }
    return all;
}

} // namespace hearth::test
