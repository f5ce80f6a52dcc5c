// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls

/// A slider with its name and its figure.
ColumnLayout {
    id: field

    property string name: ""
    property string figure: ""
    property alias from: slider.from
    property alias to: slider.to
    property alias stepSize: slider.stepSize
    property alias value: slider.value
    signal moved(real value)

    spacing: 2
    RowLayout {
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; kind: "caption"; text: field.name }
        Label { kind: "caption"; dim: false; text: field.figure }
    }
    T.Slider {
        id: slider
        Layout.fillWidth: true
        implicitHeight: 24
        snapMode: T.Slider.SnapAlways
        focusPolicy: Qt.StrongFocus
        Accessible.role: Accessible.Slider
        Accessible.name: qsTr("%1: %2").arg(field.name).arg(field.figure)
        Accessible.onIncreaseAction: {
            if (!slider.enabled) return
            increase()
            moved()
        }
        Accessible.onDecreaseAction: {
            if (!slider.enabled) return
            decrease()
            moved()
        }
        onMoved: field.moved(value)
        background: Rectangle {
            y: (slider.height - height) / 2
            width: slider.width
            height: 4
            radius: 2
            color: Theme.pressed
            Rectangle {
                width: slider.visualPosition * parent.width
                height: parent.height
                radius: 2
                color: Theme.accent
            }
        }
        handle: Rectangle {
            x: slider.visualPosition * (slider.width - width)
            y: (slider.height - height) / 2
            implicitWidth: 18
            implicitHeight: 18
            radius: 9
            color: Theme.card
            border.width: 2
            border.color: Theme.accent
            FocusRing { shown: slider.visualFocus; corner: 9 }
        }
    }
}
