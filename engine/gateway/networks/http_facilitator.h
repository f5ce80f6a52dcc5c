// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_loop.h"
#include "gateway/pay/facilitator.h"

namespace hearth::gateway {

/// A facilitator behind an address: POST /verify and /settle. Thread-safe; calls block.
class HttpFacilitator final : public pay::Facilitator {
public:
    /// "https://facilitator.example/base"; nothing is put below it. Errors: invalid_argument.
    static core::Result<ServerUrl> address(const std::string& text);
    HttpFacilitator(std::shared_ptr<CallLoop> loop, ServerUrl url);

    core::Result<pay::Verdict> verify(const pay::Payment& payment) override;
    core::Result<pay::Settlement> settle(const pay::Payment& payment, core::Uint128 amount) override;

private:
    core::Result<std::string> ask(const std::string& path, std::string body, core::Nanoseconds patience);

    const std::shared_ptr<CallLoop> m_loop;
    const ServerUrl m_url;
};

} // namespace hearth::gateway
