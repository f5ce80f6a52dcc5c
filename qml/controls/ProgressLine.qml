// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// A long job's progress: what it does, how far it is (negative = unknown), and the way to stop it.
RowLayout {
    id: line

    property string text: ""
    property real fraction: -1
    property string stopText: qsTr("Cancel")
    property bool canStop: true
    signal stopped

    spacing: Theme.m
    Accessible.role: Accessible.ProgressBar
    Accessible.name: text

    ColumnLayout {
        Layout.fillWidth: true
        spacing: 6
        RowLayout {
            Layout.fillWidth: true
            Label { Layout.fillWidth: true; text: line.text; wrapMode: Text.Wrap }
            Label {
                visible: line.fraction >= 0
                dim: true
                text: qsTr("%1 %").arg(Math.floor(line.fraction * 100))
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 6
            radius: 3
            color: Theme.pressed
            clip: true
            Rectangle {
                id: fill
                readonly property bool unknown: line.fraction < 0
                width: unknown ? parent.width / 4 : Math.max(6, parent.width * line.fraction)
                height: parent.height
                radius: 3
                color: Theme.accent
                NumberAnimation on x {
                    running: fill.unknown && line.visible && !Theme.reducedMotion
                    from: 0
                    to: fill.parent.width * 0.75
                    duration: 1200
                    loops: Animation.Infinite
                }
            }
        }
    }
    ActionButton {
        visible: line.canStop
        text: line.stopText
        onClicked: line.stopped()
    }
}
