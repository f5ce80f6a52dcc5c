// SPDX-License-Identifier: Apache-2.0
#include "control/methods.h"

namespace hearth::control {
namespace {

Answer keys(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.keys(); });
}
Answer identity(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.identity(); });
}
Answer recovery_words(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.recovery_words(); });
}
Answer confirm_recovery_words(Node& node, const Tree& tree, const CallSinks&) {
    return with<WordsParams>(tree, [&](const WordsParams& p) { return node.confirm_recovery_words(p.words); });
}
Answer backup_keys(Node& node, const Tree& tree, const CallSinks&) {
    return with<BackupParams>(tree, [&](const BackupParams& p) { return node.backup_keys(p.file, p.passphrase); });
}
Answer rotate_node_key(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.rotate_node_key(); });
}
Answer api_keys(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.api_keys(); });
}
Answer create_api_key(Node& node, const Tree& tree, const CallSinks&) {
    return with<ApiKeyWish>(tree, [&](const ApiKeyWish& p) { return node.create_api_key(p); });
}
Answer revoke_api_key(Node& node, const Tree& tree, const CallSinks&) {
    return with<ApiKeyParams>(tree, [&](const ApiKeyParams& p) { return node.revoke_api_key(p.key); });
}
Answer spending(Node& node, const Tree& tree, const CallSinks&) {
    return with<SpendingParams>(tree, [&](const SpendingParams& p) { return node.spending(p.days); });
}
Answer payments(Node& node, const Tree& tree, const CallSinks&) {
    return with<JobsParams>(tree, [&](const JobsParams& p) { return node.payments(p.limit); });
}
Answer restore_operator(Node& node, const Tree& tree, const CallSinks&) {
    return with<RestoreParams>(tree, [&](const RestoreParams& p) { return node.restore_operator(p.words); });
}
Answer join_network(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<InvitationParams>(
        tree, [&](const InvitationParams& p) { return node.join_network(p.invitation, sinks.progress); });
}

} // namespace

Methods with_home_methods(Methods all) {
    constexpr auto quick = CallKind::quick, lengthy = CallKind::lengthy;
    all.merge(Methods{
        {"keys", {quick, keys}},
        {"identity", {quick, identity}},
        {"recovery_words", {quick, recovery_words}},
        {"confirm_recovery_words", {quick, confirm_recovery_words}},
        {"backup_keys", {lengthy, backup_keys}},
        {"rotate_node_key", {quick, rotate_node_key}},
        {"api_keys", {quick, api_keys}},
        {"create_api_key", {quick, create_api_key}},
        {"revoke_api_key", {quick, revoke_api_key}},
        {"spending", {quick, spending}},
        {"payments", {quick, payments}},
        {"holdings", {lengthy, plain<&Node::holdings>}},
        {"restore_operator", {lengthy, restore_operator}},
        {"join_network", {lengthy, join_network}},
        {"leave_network", {lengthy, plain<&Node::leave_network>}},
        {"home_change", {quick, plain<&Node::home_change>}},
    });
    return all;
}

} // namespace hearth::control
