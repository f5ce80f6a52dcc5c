// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Models

/// One model: what it is, how it stands, what can be done with it.
Card {
    id: card

    required property string modelId
    required tone
    required property string name
    required property string arch
    required property string profiles
    required property string size
    required property string parameters
    required property string context
    required property string license
    required property string quality
    required property string price
    required property string modelState
    required property string stateKey
    required property string reason
    required property bool isDefault
    required property string kind
    required property string sourceSize
    required property int receiptsInWindow
    property bool busy: false
    readonly property var actions: [
        ...(isDefault || kind !== "text" || stateKey === "disabled" ? [] : [{ key: "default", text: qsTr("Make it the default"), detail: qsTr("Requests that name no model get this one.") }]),
        ...(stateKey === "ready" ? [{ key: "load", text: qsTr("Load"), detail: qsTr("It is in memory before somebody asks it.") }] : []),
        ...(stateKey === "loaded" ? [{ key: "unload", text: qsTr("Unload"), detail: qsTr("Its memory is free until somebody asks it; running answers are broken off.") }] : []),
        stateKey === "disabled" ? { key: "enable", text: qsTr("Enable"), detail: qsTr("It can be asked again.") }
                                : { key: "disable", text: qsTr("Disable"), detail: qsTr("Nobody can ask it; its files stay.") },
        ...(sourceSize !== "" ? [{ key: "drop-source", text: qsTr("Delete the source copy"), detail: qsTr("%1 are free then; the model stays.").arg(sourceSize) }] : [])
    ]
    signal checkWanted
    signal defaultWanted
    signal switched(string action)
    signal removeWanted

    Accessible.name: qsTr("%1: %2").arg(name).arg(modelState)

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.m
        Rectangle {
            implicitWidth: 40 * Theme.scale
            implicitHeight: implicitWidth
            radius: 10
            color: Theme.accentSoft
            Icon {
                anchors.centerIn: parent
                width: 23 * Theme.scale
                height: width
                name: "model"
                color: Theme.accent
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            Flow { // the marks stand below a name that leaves no room beside it
                id: head
                Layout.fillWidth: true
                spacing: Theme.s
                Label { // on one line, rather smaller than cut
                    id: title
                    width: Math.min(Math.ceil(titleSize.width) + 1, head.width)
                    kind: "heading"
                    text: card.name
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.caption
                    HoverHandler { id: overTitle }
                    Tip { shown: overTitle.hovered && title.truncated; text: card.name }
                    TextMetrics { id: titleSize; font: title.font; text: card.name }
                }
                Badge { text: card.modelState; tone: card.tone; tip: card.reason }
                Badge {
                    objectName: "kind"
                    text: card.kind === "embedding" ? qsTr("makes vectors") : card.kind === "tensors" ? qsTr("makes tensors") : qsTr("makes texts")
                    tip: card.kind === "embedding" ? qsTr("It answers no questions; programs ask it over /v1/embeddings.")
                       : card.kind === "tensors" ? qsTr("It answers no questions; programs ask it over /v1/models/%1:run.").arg(card.name)
                       : qsTr("It answers questions.")
                }
                Badge { text: card.isDefault ? qsTr("default") : ""; tone: "accent"; tip: qsTr("Requests that name no model get this one.") }
            }
            RowLayout {
                CopyLabel {
                    Layout.maximumWidth: 360 * Theme.scale
                    text: card.modelId
                    name: qsTr("model id")
                    alone: false
                }
                Item { Layout.fillWidth: true }
            }
        }
        MenuButton {
            objectName: "modelMenu"
            text: qsTr("More")
            enabled: !card.busy
            entries: card.actions
            onChosen: (key) => key === "default" ? card.defaultWanted() : card.switched(key)
        }
        ActionButton {
            text: qsTr("Check files")
            tip: qsTr("Hashes the stored files again and compares them with the manifest.")
            enabled: !card.busy
            onClicked: card.checkWanted()
        }
        ActionButton {
            objectName: "removeModel"
            kind: "quiet"
            icon.name: "trash"
            tip: qsTr("Remove %1").arg(card.name)
            enabled: !card.busy
            onClicked: card.removeWanted()
        }
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        color: card.tone === "bad" ? Theme.bad : Theme.muted
        text: card.reason
        wrapMode: Text.Wrap
    }
    GridLayout {
        Layout.fillWidth: true
        columns: card.width < 620 * Theme.scale ? 3 : 6
        columnSpacing: Theme.l
        rowSpacing: Theme.s
        Repeater {
            model: [
                { name: qsTr("Parameters"), value: card.parameters },
                { name: qsTr("Size"), value: card.size },
                { name: qsTr("Context"), value: card.context },
                { name: qsTr("Architecture"), value: card.arch },
                { name: qsTr("Profiles"), value: card.profiles },
                { name: qsTr("Licence"), value: card.license }
            ]
            delegate: ColumnLayout {
                required property var modelData
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: 0
                Label { Layout.fillWidth: true; kind: "caption"; text: modelData.name }
                Label {
                    id: value
                    Layout.fillWidth: true
                    text: modelData.value
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.caption
                    HoverHandler { id: overValue }
                    Tip { shown: overValue.hovered && value.truncated; text: value.text }
                }
            }
        }
    }
    Label {
        objectName: "sourceKept"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.sourceSize === "" ? "" : qsTr("What it was made of is kept, too: %1.").arg(card.sourceSize)
        wrapMode: Text.Wrap
    }
    Label {
        objectName: "price"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.price
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.quality === "" ? "" : qsTr("Measured: %1").arg(card.quality)
        wrapMode: Text.Wrap
    }
}
