// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// Recovery words are typed, looked at while they are typed, and make their owner this home's. Nothing of them is kept.
ColumnLayout {
    id: part

    required property HomeChangeReader change
    required property var commands
    property bool editable: true
    readonly property bool typed: area.text.trim() !== ""
    readonly property string fault: change.wordsFault(area.text)
    readonly property int count: change.wordCount(area.text)
    readonly property bool complete: count === 24 && fault === ""

    function begin() {
        if (!complete) return area.edit()
        confirming.active = true
        confirming.item.open()
    }

    spacing: Theme.s
    Component.onDestruction: area.text = ""
    InputArea {
        id: area
        objectName: "recoveryWords"
        Layout.fillWidth: true
        readOnly: !part.editable || part.change.working
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        placeholder: qsTr("The 24 words, in their order")
        label: qsTr("Recovery words")
        onAccepted: part.begin()
    }
    Label {
        objectName: "wordsCount"
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("%1 of 24 words").arg(part.count)
    }
    Banner { objectName: "wordsFault"; Layout.fillWidth: true; tone: "warn"; text: part.fault }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("Better type them than paste them: other programs can read the clipboard. Type them into nothing but Hearth.")
        wrapMode: Text.Wrap
    }
    ActionButton {
        objectName: "restoreOwner"
        icon.name: "key"
        text: qsTr("Restore…")
        enabled: part.editable && part.complete && !part.change.working
        onClicked: part.begin()
    }
    Label {
        Layout.fillWidth: true
        text: qsTr("With a backup file instead of words, type this in a terminal, with your backup in place of FILE; then open this window again. It goes on here.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: part.commands
        delegate: CopyLabel {
            required property string modelData
            Layout.fillWidth: true
            alone: false
            text: modelData
            name: qsTr("Command")
        }
    }
    Loader {
        id: confirming
        active: false
        visible: false
        sourceComponent: ConfirmDialog {
            objectName: "restoreDialog"
            title: qsTr("Make these words this home's owner?")
            text: qsTr("The keys that this home was made with, and its ledger, are put aside in its folder; nothing is deleted. The service stands still for a moment.")
            confirmText: qsTr("Restore")
            onConfirmed: {
                part.change.restore(area.text)
                area.text = ""
            }
        }
    }
}
