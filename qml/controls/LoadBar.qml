// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// A named share of a whole with its figure. A negative fraction means unknown: no bar, only the "—".
RowLayout {
    id: bar

    property string name: ""
    property string figure: ""
    property string tip: ""
    property real fraction: -1
    property color fill: Theme.accent

    spacing: Theme.m
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("%1: %2").arg(name).arg(figure)
    Accessible.description: tip

    Label {
        Layout.preferredWidth: Math.max(62 * Theme.scale, implicitWidth)
        kind: "caption"
        text: bar.name
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: 8
        radius: 4
        color: Theme.raised
        border.width: bar.fraction < 0 ? 1 : 0
        border.color: Theme.line
        Rectangle {
            visible: bar.fraction >= 0
            width: Math.max(height, parent.width * Math.min(1, bar.fraction))
            height: parent.height
            radius: 4
            color: bar.fill
        }
    }
    Label {
        Layout.minimumWidth: Math.max(118 * Theme.scale, implicitWidth)
        horizontalAlignment: Text.AlignRight
        kind: "caption"
        dim: false
        text: bar.figure
    }
    HoverHandler { id: hover }
    Tip { shown: hover.hovered; text: bar.tip }
}
