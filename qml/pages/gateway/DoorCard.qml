// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// The node's own address for callers.
Card {
    id: card

    required property CallersReader callers

    title: qsTr("The door")
    icon: "home"

    Label {
        Layout.fillWidth: true
        text: qsTr("Give this address to a program in place of its provider's.")
        wrapMode: Text.Wrap
    }
    CopyLabel {
        objectName: "doorAddress"
        Layout.fillWidth: true
        alone: false
        text: card.callers.address
        name: qsTr("Address")
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.callers.access
        wrapMode: Text.Wrap
    }
}
