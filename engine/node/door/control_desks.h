// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/door/answer_desk.h"
#include "node/door/change_desk.h"
#include "node/door/chat_desk.h"
#include "node/door/device_desk.h"
#include "node/door/doctor_desk.h"
#include "node/door/earnings_desk.h"
#include "node/door/first_run_desk.h"
#include "node/door/governance_desk.h"
#include "node/door/hub_desk.h"
#include "node/door/key_desk.h"
#include "node/door/ledger_desk.h"
#include "node/door/model_desk.h"
#include "node/door/money_desk.h"
#include "node/door/network_desk.h"
#include "node/door/offline_desk.h"
#include "node/door/status_desk.h"
#include "node/door/switch_desk.h"
#include "node/door/work_desk.h"
#include "node/updates/updates.h"
#include "node/upstreams/upstream_desk.h"

namespace hearth::node {

/// Who answers which calls. Made in its place; what the desks were given outlives them.
struct ControlDesks {
    StatusDesk status;
    SwitchDesk work_switch;
    DeviceDesk devices;
    ModelDesk models;
    HubDesk hub;
    ChatDesk chat;
    AnswerDesk answers;
    EarningsDesk earnings;
    MoneyDesk money;
    LedgerDesk ledger;
    GovernanceDesk governance;
    OfflineDesk offline;
    NetworkDesk network;
    KeyDesk keys;
    ChangeDesk changes;
    DoctorDesk doctor;
    WorkDesk work;
    FirstRunDesk first_run;
    ApiKeyBook& api_keys;
    UpstreamDesk& upstreams;
    Updates& updates;
    control::EventFan& events;
};

} // namespace hearth::node
