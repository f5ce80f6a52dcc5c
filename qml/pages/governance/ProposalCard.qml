// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Governance

/// One proposal: what it does, how both houses stand, and the operator's vote. Folded it is one line that unfolds.
Card {
    id: card

    required property int proposalId
    required property string proposedTitle
    required property string kind
    required property string summary
    required property string statement
    required property var ids
    required property var changes
    required property string stateWord
    required property string stateTone
    required property string when
    required property string proposer
    required property var houses
    required property string rule
    required property bool extended
    required property bool canVote
    required property string ownChoice
    required property string ownChoiceWord
    required property string ownReason
    required property string castState
    required property string castNote
    required property string castTx
    property bool over: false   ///< nothing becomes of it any more; then it folds
    property bool folded: false
    property bool able: true    ///< the node can be asked
    property bool marked: false ///< somebody was led here
    property bool mayVeto: false ///< this home's operator is the ledger's guardian
    signal chosen(string choice)
    signal vetoed
    signal toggled

    /// The keyboard goes to what can be done here.
    function take() {
        if (canVote) row.take()
        else if (over) fold.forceActiveFocus(Qt.TabFocusReason)
    }

    objectName: "proposal-" + proposalId
    spacing: Theme.m
    border.width: marked ? 2 : 1
    border.color: marked ? Theme.accent : Theme.line
    Accessible.name: qsTr("Proposal %1: %2").arg(proposalId).arg(summary)

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        Flow {
            Layout.fillWidth: true
            spacing: Theme.s
            Badge { text: card.stateWord; tone: card.stateTone }
            Badge { text: card.kind }
            FlowLabel {
                room: parent.width
                topPadding: 3
                kind: "caption"
                text: qsTr("No. %1  ·  %2").arg(card.proposalId).arg(card.when)
            }
        }
        ActionButton {
            id: fold
            objectName: "fold"
            visible: card.over
            implicitHeight: 28 * Theme.scale
            kind: "quiet"
            icon.name: "down"
            rotation: card.folded ? -90 : 0
            tip: card.folded ? qsTr("Show proposal %1").arg(card.proposalId) : qsTr("Fold proposal %1").arg(card.proposalId)
            onClicked: card.toggled()
        }
    }
    Label {
        Layout.fillWidth: true
        visible: card.folded
        text: card.proposedTitle
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Label {
        objectName: "summary"
        Layout.fillWidth: true
        visible: !card.folded && card.changes.length === 0 // else each change says what it is
        kind: "heading"
        text: card.summary
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Repeater {
        model: card.folded ? [] : card.changes
        delegate: Column {
            id: change
            required property var modelData
            Layout.fillWidth: true
            spacing: 2
            Label {
                width: change.width
                visible: text !== ""
                kind: "heading"
                text: change.modelData.meaning
                wrapMode: Text.Wrap
            }
            Label {
                objectName: "change"
                width: change.width
                kind: "heading"
                color: Theme.accent
                text: qsTr("%1  →  %2").arg(change.modelData.from).arg(change.modelData.to)
                wrapMode: Text.Wrap
                HoverHandler { id: overChange }
                Tip { shown: overChange.hovered; text: change.modelData.exact }
            }
            Label {
                width: change.width
                kind: "mono"
                dim: true
                text: change.modelData.name
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: !card.folded && text !== ""
        text: card.statement
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Repeater {
        model: card.folded ? [] : card.ids
        delegate: CopyLabel {
            required property string modelData
            Layout.fillWidth: true
            alone: false
            text: modelData
        }
    }
    Label {
        Layout.fillWidth: true
        visible: !card.folded
        kind: "caption"
        text: qsTr("The proposer, %1, calls it “%2”.").arg(card.proposer.slice(0, 8) + "…" + card.proposer.slice(-4)).arg(card.proposedTitle)
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    GridLayout {
        Layout.fillWidth: true
        visible: !card.folded
        columns: card.width < 560 * Theme.scale ? 1 : 2
        columnSpacing: Theme.xl
        rowSpacing: Theme.m
        Repeater {
            model: card.folded ? [] : card.houses
            delegate: HousePanel {
                required property var modelData
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.alignment: Qt.AlignTop
                house: modelData
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: !card.over
        kind: "caption"
        text: card.extended ? qsTr("%1 The quorum came late, so the vote stays open longer, once.").arg(card.rule) : card.rule
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: !card.over && card.ownReason !== ""
        text: card.ownReason
        wrapMode: Text.Wrap
    }
    VoteRow {
        id: row
        Layout.fillWidth: true
        visible: card.canVote
        ownChoice: card.ownChoice
        castState: card.castState
        castNote: card.castNote
        castTx: card.castTx
        able: card.able
        onChosen: (choice) => card.chosen(choice)
    }
    ActionButton {
        objectName: "veto"
        visible: card.mayVeto && !card.over
        kind: "danger"
        enabled: card.able
        text: qsTr("Veto…")
        tip: qsTr("As the guardian of this ledger: keep the proposal from taking effect.")
        onClicked: card.vetoed()
    }
    Label {
        Layout.fillWidth: true
        visible: !card.canVote && !card.folded && card.ownChoice !== ""
        text: qsTr("Your vote: %1").arg(card.ownChoiceWord)
    }
}
