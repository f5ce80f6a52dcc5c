// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Onboarding
import Hearth.Settings

/// Who this node is: new, or somebody who was elsewhere before.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property KeysReader keys
    required property bool editable
    readonly property bool ready: editable && !first.busy
    readonly property string about: qsTr("Skipping keeps the new identity without a copy of it; the settings make one later.")
    property string way: "create"

    function next() {
        first.go("work")
    }
    function of(role: string): var {
        return keys.keys.find((key) => key.role === role) ?? ({ word: "", key: "" })
    }

    spacing: Theme.l
    Card {
        Layout.fillWidth: true
        title: qsTr("Identity")
        icon: "key"
        Segments {
            objectName: "identityWay"
            label: qsTr("Identity")
            current: step.way
            options: [{ key: "create", text: qsTr("A new one") }, { key: "restore", text: qsTr("One from a backup") }]
            onChosen: (key) => step.way = key
        }
        Label {
            Layout.fillWidth: true
            text: step.way === "create" ? qsTr("The service made keys for this home when it first started. The operator's key is who you are; the payout key gets what is earned.")
                : qsTr("Keys are exchanged while the service does not run. Type this in a terminal, with your backup in place of FILE; then open this window again. It goes on here.")
            wrapMode: Text.Wrap
        }
        FieldRow {
            Layout.fillWidth: true
            visible: step.way === "create" && value !== ""
            name: step.of("operator").word
            value: step.of("operator").key
            isId: true
        }
        FieldRow {
            Layout.fillWidth: true
            visible: step.way === "create" && value !== ""
            name: step.of("payout").word
            value: step.of("payout").key
            isId: true
        }
        Repeater {
            model: step.way === "restore" ? step.first.restoreCommands : []
            delegate: CopyLabel {
                required property string modelData
                Layout.fillWidth: true
                alone: false
                text: modelData
                name: qsTr("Command")
            }
        }
    }
    Card {
        Layout.fillWidth: true
        visible: step.way === "create"
        title: qsTr("Backup")
        icon: "shield"
        BackupPart { Layout.fillWidth: true; keys: step.keys; editable: step.editable }
    }
}
