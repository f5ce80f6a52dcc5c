// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One limit with its unit; what is typed gives way to what is in force as soon as that changes.
RowLayout {
    id: field

    property string name: ""
    property string unit: ""
    property string inForce: ""
    property bool can: false
    property bool editable: true
    property alias text: input.text
    signal accepted

    Layout.fillWidth: true
    visible: can
    spacing: Theme.s
    onInForceChanged: input.text = inForce
    Label { Layout.fillWidth: true; text: field.name; wrapMode: Text.Wrap }
    InputField {
        id: input
        objectName: "input"
        implicitWidth: 84 * Theme.scale
        enabled: field.editable
        label: field.name + ", " + field.unit
        horizontalAlignment: TextInput.AlignRight
        maximumLength: 8
        onAccepted: field.accepted()
    }
    Label { Layout.preferredWidth: 30 * Theme.scale; kind: "caption"; text: field.unit }
}
