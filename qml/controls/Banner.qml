// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// A message across a page or a panel, with up to one action. Hidden while it has no text.
Rectangle {
    id: banner

    property string tone: "info"
    property string text: ""
    property string detail: ""
    property string action: ""
    property bool closable: false
    signal acted
    signal closed

    visible: text !== ""
    implicitHeight: row.implicitHeight + 2 * Theme.s
    radius: Theme.smallRadius
    color: Theme.ground(tone)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: detail === "" ? text : text + " " + detail

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.m
        anchors.rightMargin: Theme.s
        anchors.topMargin: Theme.s
        anchors.bottomMargin: Theme.s
        spacing: Theme.m
        Icon {
            implicitWidth: 18 * Theme.scale
            implicitHeight: implicitWidth
            color: Theme.ink(banner.tone)
            name: banner.tone === "good" ? "check" : banner.tone === "info" ? "info" : "warning"
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 1
            Label {
                Layout.fillWidth: true
                text: banner.text
                wrapMode: Text.Wrap
                font.weight: banner.detail !== "" ? Font.DemiBold : Font.Normal
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: banner.detail
                wrapMode: Text.Wrap
            }
        }
        ActionButton {
            visible: banner.action !== ""
            text: banner.action
            onClicked: banner.acted()
        }
        ActionButton {
            visible: banner.closable
            kind: "quiet"
            icon.name: "cross"
            tip: qsTr("Close this message")
            onClicked: banner.closed()
        }
    }
}
