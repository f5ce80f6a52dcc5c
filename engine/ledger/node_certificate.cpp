// SPDX-License-Identifier: Apache-2.0
#include "ledger/node_certificate.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;

core::Result<NodeCertificate> read_certificate(core::ByteView signed_registration, std::string_view chain_id,
                                               const core::PublicKey& node_key) {
    const auto read = SignedTransaction::decode(signed_registration);
    const auto* registration = read ? std::get_if<RegisterNode>(&read->transaction.message) : nullptr;
    if (registration == nullptr)
        return fail(Code::corrupt, core::say("link_certificate_unread"), core::say("update_hearth_older_side"));
    if (registration->node_key != node_key)
        return fail(Code::refused, core::say("link_certificate_other_key"), core::say("certify_node_key_again"));
    if (!read->signature_valid(chain_id))
        return fail(Code::refused, core::say("link_certificate_not_signed", {std::string(chain_id)}),
                    core::say("certify_node_key_again"));
    return NodeCertificate{read->transaction.sender, registration->payout, registration->certified_until};
}

core::Result<NodeCertificate> beside_record(NodeCertificate shown, const NodeRecord& record) {
    if (record.operator_key != shown.operator_key)
        return fail(Code::refused, core::say("link_certificate_other_owner"), core::say("certify_node_key_again"));
    const bool endless = !shown.until || !record.certified_until;
    shown.until = endless ? std::nullopt : std::max(shown.until, record.certified_until);
    return shown;
}

core::Nanoseconds ends_at(const NodeCertificate& certificate, const EpochClock& clock) {
    if (!certificate.until) return INT64_MAX;
    // All of it is a stranger's.
    const core::Epoch until = *certificate.until;
    if (until < clock.epoch) return clock.start;
    const auto countable = static_cast<core::Epoch>((INT64_MAX - clock.start) / clock.length);
    return until - clock.epoch >= countable ? INT64_MAX : clock.end_of(until);
}

core::Bytes certificate_to_show(const RegisterNode& registration, std::string_view chain_id,
                                const core::SigningKey& operator_key) {
    Transaction shown;
    shown.sender = operator_key.public_key();
    shown.valid_until = 0; // before the first block
    shown.message = registration;
    return SignedTransaction::sign(std::move(shown), chain_id, operator_key).encode();
}

} // namespace hearth::ledger
