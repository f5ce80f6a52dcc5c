// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One setting of the node that can be typed, and when its change holds.
ColumnLayout {
    id: line

    required property string name
    required property string note
    required property var setting
    property bool editable: true
    readonly property bool changed: input.text.trim() !== (setting.text ?? "")
    signal applied(string text)

    function send() {
        if (changed) applied(input.text.trim())
    }

    spacing: 2
    Label { Layout.fillWidth: true; text: line.name; wrapMode: Text.Wrap }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        InputField {
            id: input
            objectName: "value"
            Layout.fillWidth: true
            enabled: line.editable
            label: line.name
            text: line.setting.text ?? ""
            onAccepted: line.send()
        }
        ActionButton {
            objectName: "apply"
            enabled: line.editable && line.changed
            text: qsTr("Apply")
            onClicked: line.send()
        }
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        color: line.setting.waits ? Theme.warn : Theme.muted
        text: line.setting.waits ? qsTr("Holds from the next start of the service.") : line.note
        wrapMode: Text.Wrap
    }
}
