// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/open_network.h"

#include "gateway/networks/atoma.h"
#include "gateway/networks/chutes.h"
#include "gateway/networks/cocoon.h"
#include "gateway/networks/hearth_home.h"
#include "gateway/networks/morpheus.h"
#include "gateway/networks/opengradient.h"
#include "gateway/networks/phala.h"
#include "gateway/networks/toploc.h"

namespace hearth::gateway {

namespace {

std::shared_ptr<OpenAiServer> of_its_kind(std::shared_ptr<CallLoop> loop, const ServerUrl& url,
                                          const UpstreamConfig& config, const AnswerGuard::Limits& limits,
                                          const evidence::TrustAnchors& trust) {
    const std::string& kind = config.kind;
    if (evidence::is_phala_kind(kind))
        return std::make_shared<PhalaNetwork>(std::move(loop), url, config.key, limits, kind, config.signers,
                                              config.measurements);
    if (kind == "opengradient")
        return std::make_shared<OpenGradientNetwork>(std::move(loop), url, config.key, limits, config.signers,
                                                     config.models, config.measurements);
    if (kind == "hearth") return std::make_shared<HearthHome>(std::move(loop), url, config.key, limits, config.signers);
    if (kind == "atoma")
        return std::make_shared<AtomaNetwork>(std::move(loop), url, config.key, limits, config.signers);
    if (kind == "cocoon")
        return std::make_shared<CocoonNetwork>(std::move(loop), url, config.key, limits, config.measurements, trust);
    if (kind == "morpheus")
        return std::make_shared<MorpheusNetwork>(std::move(loop), url, config.key, limits, config.measurements, trust);
    if (kind == "chutes")
        return std::make_shared<ChutesNetwork>(std::move(loop), url, config.key, limits, config.measurements, trust);
    if (kind == "toploc") return std::make_shared<ToplocServer>(std::move(loop), url, config.key, limits);
    return std::make_shared<OpenAiServer>(std::move(loop), url, config.key, limits);
}

} // namespace

std::shared_ptr<Network> open_network(std::shared_ptr<CallLoop> loop, const ServerUrl& url,
                                      const UpstreamConfig& config, const AnswerGuard::Limits& limits,
                                      const evidence::TrustAnchors& trust) {
    std::shared_ptr<OpenAiServer> network = of_its_kind(std::move(loop), url, config, limits, trust);
    network->set_prices(config.prices);
    return network;
}

} // namespace hearth::gateway
