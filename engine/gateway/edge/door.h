// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <memory>

namespace hearth::gateway {

enum class CallPath { chat, completions, embeddings, responses, run };

/// One call whose body says who answers it: this home, or another network, or one after the other as long as nobody has
/// begun to. Reads that on the pool, then hands over. I/O thread only.
class DoorExchange final : public Exchange, public std::enable_shared_from_this<DoorExchange> {
public:
    static std::shared_ptr<Exchange> start(const Services& services, Reply& reply, CallPath path, HttpRequest request,
                                           core::Nanoseconds received);

    DoorExchange(const Services& services, Reply& reply) : m_services(services), m_reply(&reply) {}
    void writable() override;
    void tick(core::Nanoseconds now) override;
    bool probe() override;
    void stop() override;
    void detach() override;

private:
    struct Arrival;
    struct Turn;
    static std::optional<ApiError> decide(const Services& services, Arrival& arrival);
    static std::optional<ApiError> line_up(const Services& services, Arrival& arrival,
                                           std::vector<ForeignOffer>& offers, bool asks_home);
    void take_turn(const std::string& failed);
    bool ask_next(const std::string& failed);

    const Services& m_services;
    Reply* m_reply;
    std::shared_ptr<Arrival> m_arrival;
    std::shared_ptr<Exchange> m_answering;
    bool m_charged = false, m_over = false; ///< one that had its turn may have to be paid
};

} // namespace hearth::gateway
