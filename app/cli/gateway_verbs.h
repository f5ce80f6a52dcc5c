// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

/// One function per verb of `gateway` and `evidence`; see verbs.h.
namespace hearth::cli {

int add_upstream(Context& context, control::UpstreamWish wish);
int list_upstreams(Context& context);
/// `chat`: one token of `model`, too.
int test_upstream(Context& context, const std::string& name, bool chat, const std::string& model);
int remove_upstream(Context& context, const std::string& name);
int show_spending(Context& context, std::uint32_t days);
int show_payments(Context& context, std::uint32_t limit);
/// `request`, `response`: files with the caller's own copies of the bytes, or empty; `pins`: the caller's own, or none.
/// `replay`: of a receipt, by this home's service.
int verify_evidence(Context& context, const std::string& file, const std::string& request, const std::string& response,
                    const control::UpstreamWish& pins, bool replay);
int list_evidence(Context& context, std::uint32_t limit);
/// `earlier`: a file with a head that was kept, or empty.
int show_evidence_log(Context& context, const std::string& earlier);
/// `file`: evidence to compare with, or empty.
int prove_evidence(Context& context, const std::string& evidence_id, const std::string& file);

} // namespace hearth::cli
