// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/defect.h"

#include "core/log.h"

namespace hearth::gateway {

ApiError defect_error() {
    return http_error(500, "internal",
                      "The request could not be answered because of a defect in this service. Ask again; if it happens "
                      "again, report it with the file that hearthctl doctor --bundle FILE writes.");
}

std::string defect_event(EventForm form) {
    return error_event(defect_error(), form);
}

void step_threw(Reply* reply, const char* what) {
    core::log::error("gateway", "handler_threw", {{"what", what}});
    if (reply != nullptr) reply->broke();
}

} // namespace hearth::gateway
