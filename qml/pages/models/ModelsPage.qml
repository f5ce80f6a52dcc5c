// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Models

/// The models of this node.
Page {
    id: page

    required property NodeConnection connection

    readonly property bool importing: dialogs.item !== null && dialogs.item.opened

    /// Without a path the dialog shows the one that was written last.
    function openImport(path) {
        dialogs.wanted = true
        if (path !== undefined) dialogs.item.begin(path)
        dialogs.item.open()
    }

    title: qsTr("Models")
    subtitle: store.count > 0 ? qsTr("What this node can answer with.") : ""
    tools: ActionButton {
        objectName: "importModel"
        kind: "primary"
        icon.name: "import"
        text: qsTr("Import…")
        enabled: page.connection.online && !store.working
        onClicked: page.openImport()
    }

    DropArea {
        id: drop
        property bool takes: false // what hangs over it now
        objectName: "modelDrop"
        parent: page // over all of it, wherever it is scrolled to
        width: page.width
        height: page.height
        enabled: page.connection.online && !store.working && !page.importing
        onEntered: (drag) => {
            takes = drag.urls.length === 1 && drag.urls[0].toString().startsWith("file:")
            drag.accepted = takes
        }
        onExited: takes = false
        onDropped: (drag) => {
            takes = false
            page.openImport(store.pathOf(drag.urls[0].toString()))
            drag.accept(Qt.CopyAction)
        }
        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.s
            visible: drop.takes
            radius: Theme.radius
            color: Theme.accentSoft
            border.color: Theme.accent
            border.width: 2
            opacity: 0.95
            Label { anchors.centerIn: parent; kind: "heading"; text: qsTr("Let go to import it") }
        }
    }
    ModelsReader {
        id: store
        connection: page.connection
        active: page.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: store.error; action: qsTr("Try again"); onActed: store.refresh() }
    Banner {
        Layout.fillWidth: true
        tone: store.noteTone
        text: store.note
        closable: true
        onClosed: store.dismissNote()
    }
    Card {
        Layout.fillWidth: true
        visible: store.working
        ProgressLine {
            objectName: "modelProgress"
            Layout.fillWidth: true
            text: store.progress
            fraction: store.fraction
            stopText: store.pulling ? qsTr("Pause") : qsTr("Cancel")
            onStopped: store.cancel()
        }
    }
    Repeater {
        model: store.models
        delegate: ModelCard {
            Layout.fillWidth: true
            busy: store.working || !page.connection.online
            onCheckWanted: store.check(modelId, name)
            onDefaultWanted: store.makeDefault(modelId)
            onSwitched: (action) => store.turn(modelId, action)
            onRemoveWanted: {
                removal.modelId = modelId
                removal.modelName = name
                removal.receipts = receiptsInWindow
                removal.open()
            }
        }
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xxl
        visible: store.loaded && store.count === 0 && !store.working
        icon: "model"
        title: qsTr("No model yet")
        text: qsTr("Import a GGUF file or a Hugging Face folder, or drop it here. Small models of 0.1 to 1 billion parameters run well on a CPU.")
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xxl
        visible: !store.loaded && !page.connection.online
        icon: "model"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("Its models appear here as soon as it answers.")
    }
    HubCard {
        objectName: "hubCard"
        Layout.fillWidth: true
        connection: page.connection
        reader: store
        active: page.visible
    }
    ConfirmDialog {
        id: removal
        property string modelId: ""
        property string modelName: ""
        property int receipts: 0
        objectName: "removal"
        title: qsTr("Remove %1?").arg(modelName)
        text: qsTr("Its files are deleted from the node's home. Receipts and earnings stay, but its answers can no longer be replayed here.")
              + (receipts > 0 ? "\n\n" + qsTr("%n receipt(s) may still be audited; without the model an audit fails to replay the answer.", "", receipts) : "")
        confirmText: qsTr("Remove")
        dangerous: true
        onConfirmed: store.remove(modelId)
    }
    Loader {
        id: dialogs
        property bool wanted: false
        active: wanted
        visible: false
        sourceComponent: ImportDialog { reader: store }
    }
}
