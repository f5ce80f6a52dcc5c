// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One of the four lamps: its name, its state as colour, shape and word, and the reason; `shown` is what of the
/// reason stands below.
Rectangle {
    id: lamp

    required property string name
    required property string word
    required property string tone
    required property string reason
    property string shown: reason

    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: Theme.line
    implicitHeight: row.implicitHeight + 2 * Theme.m
    Accessible.role: Accessible.Indicator
    Accessible.name: qsTr("%1: %2").arg(name).arg(word)
    Accessible.description: reason

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m
        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 2
            implicitWidth: 28 * Theme.scale
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.ground(lamp.tone)
            Icon {
                anchors.centerIn: parent
                width: 16 * Theme.scale
                height: width
                color: lamp.tone === "" ? Theme.muted : Theme.ink(lamp.tone)
                name: lamp.tone === "good" ? "check" : lamp.tone === "warn" ? "warning"
                    : lamp.tone === "bad" ? "cross" : "minus"
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            spacing: 2
            Label { // one text, so that a long word goes below the name rather than be cut
                Layout.fillWidth: true
                Layout.topMargin: lamp.shown === "" ? 6 * Theme.scale : 0
                textFormat: Text.StyledText
                text: "<b>%1</b>&nbsp; <font color=\"%2\">%3</font>".arg(lamp.name)
                    .arg(lamp.tone === "" ? Theme.muted : Theme.ink(lamp.tone)).arg(lamp.word)
                wrapMode: Text.WordWrap
                Accessible.ignored: true
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                visible: text !== ""
                text: lamp.shown
                wrapMode: Text.Wrap
            }
        }
    }
    HoverHandler { id: hover }
    Tip { shown: hover.hovered; text: lamp.reason }
}
