// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

namespace hearth::gateway {

/// A question that the backend answers at once: models and evidence.
class LookupExchange final : public Exchange, public std::enable_shared_from_this<LookupExchange> {
public:
    using Question = std::function<HttpAnswer(const Services&)>;

    static std::shared_ptr<LookupExchange> start(const Services& services, Reply& reply, Question question);

    explicit LookupExchange(Reply& reply) : m_reply(&reply) {}
    void stop() override;
    void detach() override { m_reply = nullptr; }

private:
    void answer(HttpAnswer answer);

    Reply* m_reply;
    bool m_over = false;
};

/// Those of this home, then those of other networks; not the latter for a gateway that asks, or two that know each
/// other would list each other's for ever. `sold`: for somebody who pays by the call, those alone whose price is known.
HttpAnswer list_models(const Services& services, bool for_gateway, bool sold);
HttpAnswer show_model(const Services& services, const std::string& id);
/// For `caller`, as Backend::evidence().
HttpAnswer show_evidence(Backend& backend, const std::string& id, const std::string& caller);
/// What became of a payment by its X-Payment-Id.
HttpAnswer show_receipt(const Services& services, const std::string& id);
/// Of an answer of this home to the same caller; none: there is no such one.
HttpAnswer show_answer_receipt(const Services& services, const std::optional<AnsweredBytes>& answer);
/// `name`: "head", "inclusion" or "consistency"; `query`: evidence_id=ID, which is for `caller` as evidence is, or
/// first=SIZE.
HttpAnswer show_log(Backend& backend, const std::string& name, const std::string& query, const std::string& caller);

} // namespace hearth::gateway
