// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// One choice of a list that opens downward. `model` holds texts; of them those can be chosen for which `offered` is true,
/// where it is given.
T.ComboBox {
    id: control

    property string label: ""
    property var offered: []

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.max(200 * Theme.scale, contentItem.implicitWidth + leftPadding + rightPadding)
    leftPadding: 10
    rightPadding: 30
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ComboBox
    Accessible.name: qsTr("%1: %2").arg(label).arg(displayText)
    Accessible.onPressAction: if (enabled) popup.open()

    contentItem: Label {
        verticalAlignment: Text.AlignVCenter
        text: control.displayText
    }
    indicator: Icon {
        x: control.width - width - 10
        y: (control.height - height) / 2
        width: 14
        height: 14
        name: "down"
        color: Theme.muted
    }
    background: Rectangle {
        radius: Theme.smallRadius
        color: control.hovered ? Theme.raised : Theme.card
        border.width: 1
        border.color: Theme.strongLine
        FocusRing { shown: control.visualFocus }
    }
    delegate: T.ItemDelegate {
        id: entry

        required property int index
        required property string modelData

        width: ListView.view ? ListView.view.width : 0
        implicitHeight: Theme.controlHeight
        enabled: control.offered.length === 0 || control.offered[index]
        highlighted: control.highlightedIndex === index
        Accessible.name: modelData
        Accessible.onPressAction: if (enabled) clicked()
        contentItem: Label {
            leftPadding: 10
            verticalAlignment: Text.AlignVCenter
            text: entry.modelData
            opacity: entry.enabled ? 1 : 0.45
            font.weight: control.currentIndex === entry.index ? Font.DemiBold : Font.Normal
        }
        background: Rectangle { color: entry.highlighted ? Theme.raised : "transparent" }
    }
    popup: T.Popup {
        y: control.height + 4
        width: control.width
        implicitHeight: Math.min(list.contentHeight + 8, 280)
        padding: 4
        contentItem: ListView {
            id: list
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            currentIndex: control.highlightedIndex
            T.ScrollBar.vertical: ScrollMark {}
        }
        background: Rectangle {
            radius: Theme.smallRadius
            color: Theme.card
            border.width: 1
            border.color: Theme.strongLine
        }
    }
}
