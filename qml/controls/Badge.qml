// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// A word in a coloured pill; the word carries the meaning, the colour repeats it.
Rectangle {
    id: badge

    property string text: ""
    property string tone: ""
    property string tip: ""

    visible: text !== ""
    implicitWidth: label.implicitWidth + 16
    implicitHeight: label.implicitHeight + 6
    radius: height / 2
    color: Theme.ground(tone)
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.description: tip

    Text {
        id: label
        anchors.centerIn: parent
        text: badge.text
        textFormat: Text.PlainText
        font.family: Qt.application.font.family
        font.pixelSize: Theme.caption
        font.weight: Font.Medium
        color: badge.tone === "" ? Theme.muted : Theme.ink(badge.tone)
    }
    HoverHandler { id: hover }
    Tip { shown: hover.hovered; text: badge.tip }
}
