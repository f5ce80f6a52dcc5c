// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network
import Hearth.Onboarding
import Hearth.Settings

/// Who this node is: new, or somebody who was elsewhere before.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property KeysReader keys
    required property HomeChangeReader change
    required property bool editable
    readonly property bool ready: editable && !first.busy && !change.working
    readonly property string about: qsTr("Skipping keeps the new identity without a copy of it; the settings make one later.")
    property string way: "create"

    function next() {
        if (way === "restore" && words.item && words.item.typed) return words.item.begin()
        first.go("work")
    }
    function of(role: string): var {
        return keys.keys.find((key) => key.role === role) ?? ({ word: "", key: "" })
    }

    spacing: Theme.l
    Connections {
        target: step.change
        function onDone(kind) {
            if (kind === "restore") step.way = "create" // where the account is shown
        }
    }
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
                : qsTr("The 24 words of another home's owner make this home theirs: its account, what it earned, and the account that pays.")
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
        Loader {
            id: words
            Layout.fillWidth: true
            visible: active
            active: step.way === "restore"
            sourceComponent: RestorePart {
                change: step.change
                editable: step.editable
                commands: step.first.restoreCommands
            }
        }
        ChangeState { Layout.fillWidth: true; change: step.change }
    }
    Card {
        Layout.fillWidth: true
        visible: step.way === "create"
        title: qsTr("Backup")
        icon: "shield"
        BackupPart { Layout.fillWidth: true; keys: step.keys; editable: step.editable }
    }
}
