// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "gateway/networks/http_facilitator.h"
#include "node/service_impl.h"

namespace hearth::node {

/// Callers without a key pay from now on, where the settings say to whom.
core::Status Service::Impl::open_till() {
    const PaymentSettings& payments = options.settings.payments;
    if (!payments.terms) return {};
    std::shared_ptr<gateway::pay::Facilitator> facilitator = std::make_shared<gateway::pay::LocalFacilitator>();
    if (payments.facilitator == "local") {
        core::log::warning("gateway", "payments are settled on no chain: the facilitator is for development");
    } else {
        HEARTH_TRY(facilitator_calls, gateway::CallLoop::start());
        HEARTH_TRY(const gateway::ServerUrl url, gateway::HttpFacilitator::address(payments.facilitator));
        facilitator = std::make_shared<gateway::HttpFacilitator>(facilitator_calls, url);
    }
    HEARTH_TRY(const auto book, PaymentBook::open(*store, *options.clock));
    till = std::make_shared<gateway::pay::Till>(*payments.terms, book, std::move(facilitator), *options.clock);
    late_payments = std::make_unique<LatePayments>(till);
    return {};
}

} // namespace hearth::node
