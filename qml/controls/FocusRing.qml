// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// The ring around what has the keyboard; put it into a control's background.
Rectangle {
    required property bool shown
    property real corner: Theme.smallRadius

    anchors.fill: parent
    anchors.margins: -3
    visible: shown
    radius: corner + 3
    color: "transparent"
    border.width: 2
    border.color: Theme.focus
}
