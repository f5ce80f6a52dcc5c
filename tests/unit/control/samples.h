// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

/// Values with every member set to something else than its default, for round trips and for the scripted
/// node.
namespace hearth::test {

control::NodeStatus sample_status();
control::ModelInfo sample_model();
control::DeviceStatus sample_device();
control::WorkerStatus sample_worker();
control::BenchmarkReport sample_benchmark();
control::BenchmarkRecord sample_benchmark_record();
control::FirstRun sample_first_run();
control::JobRow sample_job();
control::ReceiptView sample_receipt();
control::Earnings sample_earnings();
control::LedgerHead sample_head();
control::PurchaseRow sample_purchase();
control::LedgerTransaction sample_transaction();
control::ChatRequest sample_request();
control::ChatResult sample_answer();
control::KeyInfo sample_key();
control::IdentityView sample_identity();
control::DoctorCheck sample_doctor();
control::Bundle sample_bundle();
control::ApiKeyInfo sample_api_key();
control::GovernanceView sample_governance();
control::GovernanceAct sample_governance_act();
control::GovernanceReceipt sample_governance_receipt();
control::NetworkView sample_network();
control::InvitationView sample_invitation();
control::HoldingsView sample_holdings();
control::HomeChange sample_home_change();
control::UpstreamInfo sample_upstream();
control::SpendDay sample_spend_day();
control::PaymentRow sample_payment();
control::NetworkEvidence sample_network_evidence(const std::string& id);
control::SettingInfo sample_setting();
control::WorkTimes sample_work_times();
control::ModelOffer sample_offer();
control::Download sample_download();
control::UpdateView sample_update();

} // namespace hearth::test
