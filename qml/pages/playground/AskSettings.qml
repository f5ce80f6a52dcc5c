// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Playground

/// Who may answer and with which evidence, and how the model draws.
GridLayout {
    id: settings

    required property Talk talk
    readonly property string system: systemArea.text
    /// The one that is asked when nothing else is chosen; none is known of a node that cannot be asked.
    readonly property string model: modelChoice.currentText
    property alias temperature: temperatureField.value
    readonly property string temperatureFigure: temperatureField.figure
    property alias tokens: tokensField.value
    readonly property var levels: ["", "E1", "E2", "E3", "E4"]
    readonly property var tiers: ["", "P1", "P2", "P3"]

    columns: width >= 640 * Theme.scale ? 2 : 1
    columnSpacing: Theme.l
    rowSpacing: Theme.s

    InputArea {
        id: systemArea
        Layout.fillWidth: true
        Layout.columnSpan: settings.columns
        implicitHeight: 58 * Theme.scale
        placeholder: qsTr("System prompt: how the model should behave (may stay empty)")
        label: qsTr("System prompt")
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Who may answer") }
        Choice {
            objectName: "networkChoice"
            Layout.fillWidth: true
            label: qsTr("Who may answer")
            model: settings.talk.networkNames
            currentIndex: Math.max(0, settings.talk.networkKeys.indexOf(settings.talk.network))
            onActivated: (index) => settings.talk.network = settings.talk.networkKeys[index]
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Model") }
        Choice {
            id: modelChoice
            objectName: "modelChoice"
            Layout.fillWidth: true
            label: qsTr("Model")
            model: settings.talk.models
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Lowest evidence") }
        Choice {
            objectName: "levelChoice"
            Layout.fillWidth: true
            label: qsTr("Lowest evidence")
            model: [qsTr("any"), qsTr("E1: signed"), qsTr("E2: computed again, nearly equal"), qsTr("E3: attested by hardware"),
                    qsTr("E4: computed again, equal")]
            currentIndex: Math.max(0, settings.levels.indexOf(settings.talk.minLevel))
            onActivated: (index) => settings.talk.minLevel = settings.levels[index]
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Lowest privacy") }
        Choice {
            objectName: "tierChoice"
            Layout.fillWidth: true
            label: qsTr("Lowest privacy")
            model: [qsTr("any (P0)"), qsTr("P1: this home and trusted nodes"), qsTr("P2: attested hardware"), qsTr("P3: P2 without your name")]
            offered: settings.tiers.map((tier, index) => index <= settings.talk.highestTier)
            currentIndex: Math.max(0, settings.tiers.indexOf(settings.talk.minTier))
            onActivated: (index) => {
                if (index <= settings.talk.highestTier) settings.talk.minTier = settings.tiers[index]
                currentIndex = Qt.binding(() => Math.max(0, settings.tiers.indexOf(settings.talk.minTier)))
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Highest price of an answer") }
        InputField {
            objectName: "maxPrice"
            Layout.fillWidth: true
            label: qsTr("Highest price of an answer, in EMB")
            placeholderText: qsTr("in EMB (empty: any)")
            text: settings.talk.maxPrice
            onTextEdited: settings.talk.maxPrice = text
        }
    }
    Label {
        objectName: "tierNote"
        Layout.fillWidth: true
        Layout.columnSpan: settings.columns
        kind: "caption"
        wrapMode: Text.Wrap
        text: settings.talk.highestTier < 1 ? qsTr("Whoever owns this network can read the question: P0.")
            : settings.talk.highestTier < 2
              ? qsTr("Nobody here reaches P2: that takes a network whose hardware shows what it runs before it is asked.")
              : qsTr("Nobody here reaches P3.")
    }
    SlideField {
        id: temperatureField
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        name: qsTr("Temperature")
        from: 0
        to: 2
        stepSize: 0.1
        value: 0.7
        figure: value < 0.05 ? qsTr("0 (always the likeliest)") : Number(value).toLocaleString(Qt.locale(), "f", 1)
    }
    SlideField {
        id: tokensField
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        name: qsTr("Most tokens")
        from: 16
        to: 1024
        stepSize: 16
        value: 256
        figure: value
    }
    SlideField {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        name: qsTr("Top-p (share drawn from)")
        from: 0.05
        to: 1
        stepSize: 0.05
        value: settings.talk.topP
        figure: value > 0.99 ? qsTr("all") : Number(value).toLocaleString(Qt.locale(), "f", 2)
        onMoved: (value) => settings.talk.topP = value
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        spacing: 2
        Label { kind: "caption"; text: qsTr("Seed") }
        InputField {
            objectName: "seed"
            Layout.fillWidth: true
            label: qsTr("Seed")
            placeholderText: qsTr("empty: another one each time")
            text: settings.talk.seed
            onTextEdited: settings.talk.seed = text
        }
    }
    Label {
        objectName: "wishFault"
        Layout.fillWidth: true
        Layout.columnSpan: settings.columns
        visible: text !== ""
        kind: "caption"
        color: Theme.bad
        text: settings.talk.wishFault
        wrapMode: Text.Wrap
    }
}
