// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "gateway/pay/facilitator.h"
#include "gateway/pay/payment.h"

#include <cstdlib>

using namespace hearth;
using namespace hearth::gateway::pay;

namespace {

Terms terms() {
    Terms asked;
    asked.schemes = {Scheme::upto, Scheme::exact};
    asked.chain = 84532;
    asked.most = 20'000;
    asked.asset = *gateway::evidence::parse_address("0x036cbd53842c5426634e7929541ec2318f3dcf7e");
    asked.pay_to = *gateway::evidence::parse_address("0x1111111111111111111111111111111111111111");
    asked.facilitator = Address{};
    asked.tariff = {1, 1};
    return asked;
}

} // namespace

/// A payment as a header holds it, and what a facilitator may answer. Nothing that was not signed is taken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Terms asked = terms();
    for (const unsigned version : {1U, 2U}) {
        static_cast<void>(read_voucher(text, version));
        auto voucher = read_voucher(core::to_base64({data, size}), version);
        if (const auto* read = std::get_if<Voucher>(&voucher))
            if (std::holds_alternative<Payment>(examine(*read, asked, "r", 1'796'004'400))) std::abort();
    }
    static_cast<void>(read_verdict(text));
    static_cast<void>(read_settlement(text));
    const auto number = Uint256::parse(text);
    if (number && number->text() != text) std::abort();
    return 0;
}
