// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// What a list says while it has nothing to show, with the next step if there is one.
Item {
    id: empty

    property string icon: ""
    property string title: ""
    property string text: ""
    property string action: ""
    signal acted

    implicitHeight: column.implicitHeight + 2 * Theme.xl
    implicitWidth: 320

    ColumnLayout {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.l, 520 * Theme.scale)
        spacing: Theme.s
        Rectangle {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: 52
            implicitHeight: 52
            radius: 26
            color: Theme.accentSoft
            Icon {
                anchors.centerIn: parent
                width: 26
                height: 26
                name: empty.icon
                color: Theme.accent
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            horizontalAlignment: Text.AlignHCenter
            kind: "heading"
            text: empty.title
            wrapMode: Text.Wrap
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            visible: text !== ""
            dim: true
            text: empty.text
            wrapMode: Text.Wrap
        }
        ActionButton {
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.s
            visible: empty.action !== ""
            kind: "primary"
            text: empty.action
            onClicked: empty.acted()
        }
    }
}
