// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Models
import Hearth.Onboarding

/// The models to begin with: the one that is on this machine, and those of the catalogue that suit it. One is picked;
/// what was stopped on its way, first of all.
ColumnLayout {
    id: part

    required property FirstRunReader first
    required property HubReader hub
    property bool editable: true
    /// By hand; empty: what is proposed.
    property string wish: ""
    readonly property var stopped: hub.downloads.filter((one) => !one.running)
    readonly property bool atHand: first.modelFile !== ""
    readonly property var picks: listed()
    readonly property string proposed: stopped.length > 0 ? stopped[0].reference : picks.length > 0 ? picks[0].reference : ""
    readonly property string picked: picks.some((pick) => pick.reference === wish) ? wish : proposed
    /// Its file is here: it is imported and nothing fetched.
    readonly property bool pickedAtHand: atHand && picked === first.modelName

    function listed(): var {
        const all = []
        if (atHand)
            all.push({ reference: first.modelName, title: first.modelTitle, detail: [first.modelSize, first.modelLicence].filter((text) => text !== "").join("  ·  "),
                       note: qsTr("On this machine already, and small enough for any: it answers in a minute.") })
        for (const offer of hub.recommended)
            if (!atHand || offer.reference !== first.modelName)
                all.push({ reference: offer.reference, title: offer.title, detail: offer.facts, note: offer.speed })
        for (const one of stopped)
            if (!all.some((pick) => pick.reference === one.reference))
                all.push({ reference: one.reference, title: one.name, detail: "", note: "" })
        return all.map((pick) => {
            const rest = stopped.find((one) => one.reference === pick.reference)
            return rest ? Object.assign({}, pick, { note: qsTr("Stopped at %1").arg(rest.text), rests: true }) : Object.assign({ rests: false }, pick)
        })
    }

    spacing: Theme.s
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("The model to begin with")
    Repeater {
        model: part.picks
        delegate: RowLayout {
            id: line
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.s
            PickRow {
                objectName: "pick-" + line.modelData.reference
                Layout.fillWidth: true
                enabled: part.editable
                text: line.modelData.title
                detail: line.modelData.detail
                note: line.modelData.note
                checked: part.picked === line.modelData.reference
                onClicked: part.wish = line.modelData.reference
            }
            ActionButton {
                objectName: "discard-" + line.modelData.reference
                visible: line.modelData.rests
                enabled: part.editable
                kind: "quiet"
                icon.name: "trash"
                tip: qsTr("Delete what came of %1").arg(line.modelData.title)
                onClicked: part.hub.drop(line.modelData.reference)
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: part.hub.busy && part.hub.recommended.length === 0
        kind: "caption"
        text: qsTr("Looking for models that suit this machine…")
        wrapMode: Text.Wrap
    }
}
