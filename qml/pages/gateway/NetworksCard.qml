// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// Networks behind the door, and how one is added or removed.
Card {
    id: card

    required property GatewayReader gateway
    property bool online: true
    /// For tests.
    readonly property bool adding: add.item !== null && add.item.opened

    readonly property var none: ({ name: "", kind: "", url: "", word: "", tone: "", reason: "", models: "", offered: "", latency: "",
                                   level: "", evidence: "", secret: false, breakers: [] })

    function openDialog() {
        add.active = true
        add.item.open()
    }

    title: qsTr("Other networks")
    icon: "network"
    tools: ActionButton {
        objectName: "addNetwork"
        icon.name: "import"
        text: qsTr("Add…")
        enabled: card.online && !card.gateway.working
        onClicked: card.openDialog()
    }

    ProgressLine {
        objectName: "asking"
        Layout.fillWidth: true
        visible: card.gateway.working
        text: card.gateway.progress
        onStopped: card.gateway.cancel()
    }
    Banner {
        objectName: "networkNote"
        Layout.fillWidth: true
        tone: card.gateway.noteTone
        text: card.gateway.note
        detail: card.gateway.noteDetail
        closable: true
        onClosed: card.gateway.dismissNote()
    }
    Label {
        objectName: "noNetwork"
        Layout.fillWidth: true
        visible: card.gateway.upstreams.length === 0
        dim: true
        text: qsTr("None yet: this home alone answers. Add a server of your own or a provider, and its models stand behind the same address.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.gateway.upstreams.length // a line stays, and what has the focus in it, when its figures change
        delegate: UpstreamLine {
            required property int index
            Layout.fillWidth: true
            network: card.gateway.upstreams[index] ?? card.none
            first: index === 0
            ready: card.online && !card.gateway.working
            onTestWanted: card.gateway.test(network.name)
            onTokenWanted: card.gateway.test(network.name, true)
            onRemovalWanted: {
                removal.name = network.name
                removal.secret = network.secret
                removal.open()
            }
        }
    }
    Loader {
        id: add
        active: false
        visible: false
        sourceComponent: AddNetworkDialog { gateway: card.gateway }
    }
    Connections {
        target: card.gateway
        function onAdded() { add.active = false } // what was typed, the key too, goes with it
    }
    ConfirmDialog {
        id: removal
        objectName: "networkRemoval"
        property string name: ""
        property bool secret: false
        title: qsTr("Remove the network %1?").arg(name)
        text: secret ? qsTr("Callers get its models no more, and the key that it gave you is deleted here. Answers that run are finished; evidence of earlier ones stays.")
                     : qsTr("Callers get its models no more. Answers that run are finished; evidence of earlier ones stays.")
        confirmText: qsTr("Remove")
        dangerous: true
        onConfirmed: card.gateway.remove(name)
    }
}
