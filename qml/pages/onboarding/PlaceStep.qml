// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Onboarding

/// Where the node keeps what it has, and how much of the disk models may take.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property bool editable
    readonly property bool ready: editable && !first.busy
    readonly property string about: qsTr("Skipping sets no limit; the settings change it later.")

    /// What "Next" does.
    function next() {
        if (quota.text.trim() !== first.quota) first.setQuota(quota.text, "devices")
        else first.go("devices")
    }

    spacing: Theme.l
    Card {
        Layout.fillWidth: true
        title: qsTr("Place")
        icon: "home"
        Label {
            Layout.fillWidth: true
            text: qsTr("Keys, receipts, the ledger and models of this node lie in one folder of yours. Another place is chosen when the service is started: hearthd --home DIR.")
            wrapMode: Text.Wrap
        }
        CopyLabel { Layout.fillWidth: true; alone: false; text: step.first.home; name: qsTr("Folder") }
        Label { objectName: "disk"; Layout.fillWidth: true; text: step.first.disk; wrapMode: Text.Wrap }
        Banner {
            objectName: "noRoom"
            Layout.fillWidth: true
            tone: "warn"
            text: step.first.noRoom ? qsTr("There is too little room for a model. Free some, or start the service with a home on another disk; this set-up goes on there.") : ""
        }
    }
    Card {
        Layout.fillWidth: true
        title: qsTr("Room for models")
        icon: "model"
        Label {
            Layout.fillWidth: true
            text: qsTr("Models take from 0.1 to 10 GiB each. An import that would take more than you allow is refused; nothing is deleted by it.")
            wrapMode: Text.Wrap
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            InputField {
                id: quota
                objectName: "quota"
                implicitWidth: 150 * Theme.scale
                enabled: step.editable
                label: qsTr("Most disk space for models, in GiB; empty is no limit")
                placeholderText: qsTr("no limit")
                horizontalAlignment: TextInput.AlignRight
                maximumLength: 7
                text: step.first.quota
                onAccepted: step.next()
            }
            Label { Layout.fillWidth: true; text: qsTr("GiB") }
        }
    }
}
