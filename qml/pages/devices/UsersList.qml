// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// Who uses a card, this node among them.
ColumnLayout {
    id: list

    required property var users
    required property bool known

    spacing: 2
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: !list.known ? qsTr("Who uses it: —, its driver does not say.")
            : list.users.length === 0 ? qsTr("Nobody uses it.") : qsTr("Used by")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: list.users
        delegate: RowLayout {
            id: row
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.s
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                Label { Layout.fillWidth: true; text: row.modelData.name; fontSizeMode: Text.HorizontalFit; minimumPixelSize: Theme.caption; wrapMode: Text.WrapAnywhere }
                Label { Layout.fillWidth: true; kind: "caption"; text: row.modelData.detail; wrapMode: Text.Wrap }
            }
            Badge { text: row.modelData.own ? qsTr("this node") : ""; tone: "accent" }
            Label { kind: "caption"; dim: false; text: row.modelData.memory }
        }
    }
}
