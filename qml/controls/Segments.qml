// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// One choice of a few, side by side. `options` holds maps {key, text}; arrow keys move the choice.
Rectangle {
    id: segments

    required property var options
    property string current: ""
    property string label: ""
    signal chosen(string key)

    implicitWidth: row.implicitWidth + 6
    implicitHeight: Theme.controlHeight
    radius: Theme.smallRadius
    color: Theme.raised
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.PageTabList
    Accessible.name: label

    Row {
        id: row
        anchors.centerIn: parent
        Repeater {
            model: segments.options
            delegate: T.AbstractButton {
                id: option

                required property int index
                required property var modelData

                objectName: "segment-" + modelData.key
                text: modelData.text
                checked: segments.current === modelData.key
                focusPolicy: Qt.StrongFocus
                implicitWidth: word.implicitWidth + 24
                implicitHeight: segments.implicitHeight - 6
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: checked
                Accessible.onPressAction: if (enabled) clicked()
                onClicked: segments.chosen(modelData.key)
                Keys.onLeftPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.TabFocusReason)
                Keys.onRightPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                contentItem: Label {
                    id: word
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    text: option.text
                    elide: Text.ElideNone
                    color: option.checked ? Theme.text : Theme.muted
                    font.weight: option.checked ? Font.DemiBold : Font.Normal
                }
                background: Rectangle {
                    radius: 6
                    color: option.checked ? Theme.card : option.hovered ? Theme.pressed : "transparent"
                    border.width: option.checked ? 1 : 0
                    border.color: Theme.line
                    FocusRing { shown: option.visualFocus; corner: 6 }
                }
            }
        }
    }
}
