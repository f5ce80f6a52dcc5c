// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// Keys of callers, with what each may take; a new one is shown once.
Card {
    id: card

    required property CallersReader callers
    property bool online: true

    readonly property var none: ({ keyId: "", name: "", made: "", inForce: false, word: "", spent: "", spentExact: "", budget: "",
                                   share: -1, limits: "" })

    function openDialog() {
        make.active = true
        make.item.open()
    }

    title: qsTr("API keys")
    icon: "key"
    tools: ActionButton {
        objectName: "makeKey"
        icon.name: "key"
        text: qsTr("New key…")
        enabled: card.online
        onClicked: card.openDialog()
    }

    Banner { Layout.fillWidth: true; tone: "bad"; text: card.callers.error }
    Rectangle {
        objectName: "freshKey"
        Layout.fillWidth: true
        visible: card.callers.freshKey !== ""
        implicitHeight: fresh.implicitHeight + 2 * Theme.m
        radius: Theme.smallRadius
        color: Theme.ground("good")
        ColumnLayout {
            id: fresh
            anchors.fill: parent
            anchors.margins: Theme.m
            spacing: Theme.s
            Label {
                Layout.fillWidth: true
                font.weight: Font.DemiBold
                text: qsTr("The key of %1, shown this once").arg(card.callers.freshName)
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
            CopyLabel { Layout.fillWidth: true; alone: false; text: card.callers.freshKey; name: qsTr("API key") }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: qsTr("The node keeps only its hash. Programs send it as “Authorization: Bearer …”.")
                wrapMode: Text.Wrap
            }
            ActionButton {
                objectName: "keyNoted"
                text: qsTr("I have it")
                onClicked: card.callers.forgetKey()
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: card.callers.loaded && card.callers.keys.length === 0
        dim: true
        text: qsTr("None. Programs on this machine need none unless a setting says so; others are let in only with one.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.callers.keys.length // a line stays, and what has the focus in it, when its figures change
        delegate: ApiKeyLine {
            required property int index
            Layout.fillWidth: true
            apiKey: card.callers.keys[index] ?? card.none
            first: index === 0
            ready: card.online
            onRevokeWanted: {
                revocation.keyId = apiKey.keyId
                revocation.name = apiKey.name
                revocation.open()
            }
        }
    }
    Loader {
        id: make
        active: false
        visible: false
        sourceComponent: NewKeyDialog { callers: card.callers }
    }
    Connections {
        target: card.callers
        function onFreshChanged() { make.active = false } // what was typed stays until there is a key
    }
    ConfirmDialog {
        id: revocation
        objectName: "revocation"
        property string keyId: ""
        property string name: ""
        title: qsTr("Revoke the key %1?").arg(name)
        text: qsTr("Whoever has it is refused from now on, and that cannot be taken back. Answers that run are finished.")
        confirmText: qsTr("Revoke")
        dangerous: true
        onConfirmed: card.callers.revoke(keyId)
    }
}
