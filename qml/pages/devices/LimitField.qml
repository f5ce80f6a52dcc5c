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
    property bool edited: false ///< something else is typed than is in force
    signal accepted

    function reset() {
        input.text = inForce
    }

    Layout.fillWidth: true
    visible: can
    spacing: Theme.s
    onInForceChanged: {
        reset()
        edited = false
    }
    Label { Layout.fillWidth: true; text: field.name; wrapMode: Text.Wrap }
    InputField {
        id: input
        objectName: "input"
        implicitWidth: 84 * Theme.scale
        enabled: field.editable
        label: field.name + ", " + field.unit
        horizontalAlignment: TextInput.AlignRight
        maximumLength: 8
        onTextChanged: field.edited = text !== field.inForce
        onAccepted: field.accepted()
    }
    Label { Layout.preferredWidth: 30 * Theme.scale; kind: "caption"; text: field.unit }
}
