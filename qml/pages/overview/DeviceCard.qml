// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Overview

/// One processor or graphics card: what it does and how hard.
Card {
    id: card

    required property string kind
    required tone
    required property string name
    required property string deviceState
    required property string reason
    required property string load
    required property real loadFraction
    required property string loadNote
    required property bool measured
    required property string memory
    required property real memoryFraction
    required property string power
    required property real powerFraction
    required property string temperature
    required property string detail
    required property string speeds
    required property string heldBack
    required property string limits
    required property bool limitsWait
    required property string job
    property bool editsLimits: false ///< they are shown, and changed, by what stands below

    spacing: 10
    Accessible.name: qsTr("%1: %2").arg(name).arg(deviceState)

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.m
        Rectangle {
            implicitWidth: 36 * Theme.scale
            implicitHeight: implicitWidth
            radius: 9
            color: Theme.accentSoft
            Icon {
                anchors.centerIn: parent
                width: 21 * Theme.scale
                height: width
                name: card.kind === "gpu" ? "gpu" : "cpu"
                color: Theme.accent
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            Label {
                id: title
                Layout.fillWidth: true
                font.weight: Font.DemiBold
                text: card.name
                fontSizeMode: Text.HorizontalFit // a second line would push what is below out of its place
                minimumPixelSize: Theme.caption
                HoverHandler { id: overTitle }
                Tip { shown: overTitle.hovered && title.truncated; text: card.name }
            }
            RowLayout { // the badge stands below the name, so that the name has the whole width
                Layout.fillWidth: true
                spacing: Theme.s
                Label {
                    Layout.fillWidth: true
                    kind: "caption"
                    text: card.detail
                    wrapMode: card.kind === "gpu" ? Text.NoWrap : Text.Wrap
                    maximumLineCount: 2
                }
                Badge { text: card.deviceState; tone: card.tone; tip: card.reason }
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        color: card.tone === "bad" ? Theme.bad : Theme.muted
        text: card.reason
        wrapMode: Text.Wrap
    }
    LoadBar {
        Layout.fillWidth: true
        visible: card.measured
        name: qsTr("Load")
        figure: card.load
        fraction: card.loadFraction
        tip: card.loadFraction < 0 ? qsTr("This device does not report its load.") : qsTr("The load of all programs.")
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.loadNote
        wrapMode: Text.Wrap
    }
    LoadBar {
        Layout.fillWidth: true
        visible: card.measured || card.memory !== "—"
        name: card.kind === "gpu" ? qsTr("VRAM") : qsTr("Memory")
        figure: card.memory
        fraction: card.memoryFraction
        fill: Theme.info
        tip: card.memoryFraction < 0 ? qsTr("This device does not report its memory.") : ""
    }
    LoadBar {
        Layout.fillWidth: true
        visible: card.measured
        name: qsTr("Power")
        figure: card.power
        fraction: card.powerFraction
        fill: Theme.warn
        tip: card.power === "—" ? qsTr("This device does not report its power.") : ""
    }
    RowLayout {
        visible: card.measured
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("Temperature") }
        Label { kind: "caption"; dim: false; text: card.temperature }
    }
    RowLayout {
        visible: card.speeds !== ""
        Layout.fillWidth: true
        spacing: Theme.m
        Label { Layout.alignment: Qt.AlignTop; kind: "caption"; text: qsTr("Clocks") }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            kind: "caption"
            dim: false
            text: card.speeds
            wrapMode: Text.Wrap
        }
    }
    RowLayout {
        visible: card.heldBack !== ""
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("Held back by") }
        Label { kind: "caption"; color: Theme.warn; text: card.heldBack }
    }
    RowLayout {
        visible: !card.editsLimits && (card.limits !== "" || card.limitsWait)
        Layout.fillWidth: true
        spacing: Theme.m
        Label { Layout.alignment: Qt.AlignTop; kind: "caption"; text: qsTr("Limits") }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            kind: "caption"
            dim: false
            text: card.limits === "" ? qsTr("none") : card.limits
            wrapMode: Text.Wrap
        }
    }
    Label {
        Layout.fillWidth: true
        visible: card.limitsWait && !card.editsLimits
        kind: "caption"
        color: Theme.warn
        text: qsTr("These limits are not confirmed and fall back soon.")
        wrapMode: Text.Wrap
    }
    RowLayout {
        visible: card.job !== ""
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("now on job") }
        Label { kind: "mono"; text: card.job }
    }
}
