// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// A button that opens a short list of verbs; `entries` holds maps {key, text, detail}.
ActionButton {
    id: control

    required property var entries
    readonly property alias opened: popup.opened
    readonly property alias list: popup.contentItem
    signal chosen(string key)

    icon.name: "down"
    iconLast: true
    Accessible.role: Accessible.ButtonMenu
    onClicked: popup.opened ? popup.close() : popup.open()

    T.Popup {
        id: popup
        y: control.height + 6
        x: control.width - width
        width: 290 * Theme.scale
        padding: 6
        implicitHeight: contentItem.implicitHeight + 12
        focus: true
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent
        onOpened: repeater.itemAt(0).forceActiveFocus(Qt.TabFocusReason)
        onClosed: control.forceActiveFocus(Qt.PopupFocusReason)
        background: Rectangle {
            radius: Theme.smallRadius
            color: Theme.card
            border.width: 1
            border.color: Theme.strongLine
        }
        contentItem: Column {
            Repeater {
                id: repeater
                model: control.entries
                delegate: T.AbstractButton {
                    id: entry

                    required property int index
                    required property var modelData

                    objectName: "entry-" + modelData.key
                    width: popup.width - 12
                    implicitHeight: texts.implicitHeight
                    text: modelData.text
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.MenuItem
                    Accessible.name: text
                    Accessible.description: modelData.detail
                    Accessible.onPressAction: if (enabled) clicked()
                    Keys.onDownPressed: if (index + 1 < repeater.count) repeater.itemAt(index + 1).forceActiveFocus(Qt.TabFocusReason)
                    Keys.onUpPressed: if (index > 0) repeater.itemAt(index - 1).forceActiveFocus(Qt.TabFocusReason)
                    Keys.onReturnPressed: clicked()
                    onClicked: {
                        popup.close()
                        control.chosen(modelData.key)
                    }
                    contentItem: Column {
                        id: texts
                        leftPadding: 10
                        topPadding: 7
                        bottomPadding: 7
                        Label { width: parent.width - 20; text: entry.text }
                        Label { width: parent.width - 20; visible: text !== ""; kind: "caption"; text: entry.modelData.detail; wrapMode: Text.Wrap }
                    }
                    background: Rectangle {
                        radius: 6
                        color: entry.hovered || entry.visualFocus ? Theme.raised : "transparent"
                        FocusRing { shown: entry.visualFocus; corner: 3; anchors.margins: 0 }
                    }
                }
            }
        }
    }
}
