// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls

/// Asks before something that cannot be undone, or for a few more words; Escape says no.
T.Popup {
    id: dialog

    property string title: ""
    property string text: ""
    property string confirmText: qsTr("Go on")
    property bool dangerous: false
    property bool ready: true
    default property alias content: body.data
    signal confirmed

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(460 * Theme.scale, parent ? parent.width - 48 : 460)
    padding: Theme.xl
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    implicitHeight: contentItem.implicitHeight + 2 * padding

    T.Overlay.modal: Rectangle { color: "#99000000" }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.card
        border.width: 1
        border.color: Theme.line
        Accessible.role: Accessible.Dialog
        Accessible.name: dialog.title
    }
    contentItem: ColumnLayout {
        spacing: Theme.m
        Label { Layout.fillWidth: true; kind: "heading"; text: dialog.title; wrapMode: Text.Wrap }
        Label { Layout.fillWidth: true; visible: text !== ""; text: dialog.text; wrapMode: Text.Wrap }
        ColumnLayout {
            id: body
            Layout.fillWidth: true
            spacing: Theme.s
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            Item { Layout.fillWidth: true }
            ActionButton {
                objectName: "dialogCancel"
                text: qsTr("Cancel")
                focus: true
                onClicked: dialog.close()
            }
            ActionButton {
                objectName: "dialogConfirm"
                kind: dialog.dangerous ? "danger" : "primary"
                enabled: dialog.ready
                text: dialog.confirmText
                onClicked: {
                    dialog.close()
                    dialog.confirmed()
                }
            }
        }
    }
}
