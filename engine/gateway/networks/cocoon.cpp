// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/cocoon.h"

#include "core/base64.h"

namespace hearth::gateway {
namespace {

std::string ra_tls_document(core::ByteView certificate) {
    return R"({"certificate":")" + core::to_base64(certificate) + R"("})";
}

} // namespace

CocoonNetwork::CocoonNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                             std::vector<std::string> measurements, const evidence::TrustAnchors& trust)
    : AttestedServer(std::move(loop), std::move(url), std::move(key), limits,
                     {"cocoon", std::move(measurements), trust, ra_tls_document}) {}

} // namespace hearth::gateway
