// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The node's place and door, the window's looks, keys and health.
Page {
    id: page

    required property NodeConnection connection
    required property Preferences preferences
    property real stale: 1
    signal pageWanted(string key)

    title: qsTr("Settings")

    NodeFacts {
        id: facts
        connection: page.connection
        active: page.visible
    }
    GridLayout {
        Layout.fillWidth: true
        columns: page.width < 960 * Theme.scale ? 1 : 2 // addresses and keys are shown whole
        columnSpacing: Theme.l
        rowSpacing: Theme.l

        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            Card {
                Layout.fillWidth: true
                opacity: page.stale
                title: qsTr("Node")
                icon: "home"
                Label {
                    Layout.fillWidth: true
                    visible: !page.connection.known
                    dim: true
                    text: qsTr("The node cannot be asked now.")
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    visible: page.connection.known
                    spacing: Theme.s
                    FieldRow { Layout.fillWidth: true; name: qsTr("OpenAI address"); value: facts.api; isId: facts.api !== "" }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Bound to"); value: facts.apiBound }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Home"); value: facts.home; isId: facts.home !== "" }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Payout account"); value: facts.payoutAccount; isId: facts.payoutAccount !== "" }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Mode"); value: facts.mode }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Worker"); value: facts.worker }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Confined by"); value: facts.sandbox }
                    FieldRow { Layout.fillWidth: true; name: qsTr("Version"); value: facts.version }
                }
                ActionButton {
                    Layout.topMargin: Theme.s
                    visible: facts.home !== ""
                    text: qsTr("Open the home folder")
                    onClicked: facts.openHome()
                }
            }
            SettingsCard { objectName: "nodeSettings"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            HubSettingsCard { objectName: "hubSettings"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            PaymentSettingsCard { objectName: "paymentSettings"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            PricesCard { objectName: "prices"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            PowerSettingsCard { objectName: "powerSettings"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            UpdatesCard { objectName: "updates"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            WindowCard { Layout.fillWidth: true; preferences: page.preferences }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            IdentityCard { objectName: "identity"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            RolesCard { objectName: "roles"; onNetworkWanted: page.pageWanted("network"); Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            KeysCard { Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            DoctorCard { objectName: "doctor"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            DiagnosticsCard { objectName: "diagnostics"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
            LogsCard { objectName: "logs"; Layout.fillWidth: true; opacity: page.stale; connection: page.connection }
        }
    }
}
