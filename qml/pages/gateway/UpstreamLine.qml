// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One network behind the door: how it stands, what it offers, what its evidence is worth.
ColumnLayout {
    id: line

    required property var network
    property bool first: false
    property bool ready: true
    signal testWanted
    signal tokenWanted
    signal removalWanted

    spacing: Theme.xs
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("%1: %2").arg(network.name).arg(network.word)

    Rectangle {
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.xs
        visible: !line.first
        implicitHeight: 1
        color: Theme.line
    }
    Label {
        Layout.fillWidth: true
        font.weight: Font.DemiBold
        text: line.network.name
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        Badge { objectName: "networkState"; text: line.network.word; tone: line.network.tone }
        Badge { text: line.network.level; tip: line.network.evidence; tone: line.network.levelTone }
        Badge { text: line.network.secret ? qsTr("with a key") : ""; tip: qsTr("The key that it gave you lies in the node's home, in a file that only you may read.") }
    }
    CopyLabel { Layout.fillWidth: true; alone: false; text: line.network.url; name: qsTr("Address") }
    Label {
        Layout.fillWidth: true
        dim: true
        text: qsTr("%1; answers begin after %2").arg(line.network.kind).arg(line.network.latency)
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        text: line.network.models === "" ? qsTr("Which models it has is not known.") : qsTr("%1 models: %2").arg(line.network.offered).arg(line.network.models)
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Label {
        objectName: "networkPrice"
        Layout.fillWidth: true
        dim: true
        text: line.network.price === "" ? qsTr("Its price is not known: nothing is counted.") : line.network.price
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        color: Theme.bad
        text: line.network.reason
        wrapMode: Text.Wrap
    }
    Repeater {
        model: line.network.breakers
        delegate: Label {
            required property string modelData
            Layout.fillWidth: true
            kind: "caption"
            color: Theme.warn
            text: modelData
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
    }
    Label {
        objectName: "worth"
        Layout.fillWidth: true
        kind: "caption"
        text: line.network.evidence
        wrapMode: Text.Wrap
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        ActionButton {
            objectName: "testNetwork"
            icon.name: "refresh"
            text: qsTr("Test now")
            tip: qsTr("Ask %1 for its models now").arg(line.network.name)
            enabled: line.ready
            onClicked: line.testWanted()
        }
        ActionButton {
            objectName: "tryNetwork"
            icon.name: "play"
            text: qsTr("Test with a token")
            tip: qsTr("Let the first model of %1 write one token, which costs what the network takes for it").arg(line.network.name)
            enabled: line.ready
            onClicked: line.tokenWanted()
        }
        ActionButton {
            objectName: "removeNetwork"
            kind: "danger"
            icon.name: "trash"
            text: qsTr("Remove…")
            enabled: line.ready
            onClicked: line.removalWanted()
        }
    }
}
