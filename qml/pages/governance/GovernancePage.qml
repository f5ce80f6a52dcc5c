// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Governance

/// What is proposed for the rules of the ledger, and the operator's say in it.
Page {
    id: page

    required property NodeConnection connection
    property int wanted: 0 ///< the proposal to which somebody was led
    property bool leading: false ///< and it has not been shown yet
    readonly property bool slim: width < 1000 * Theme.scale
    property var unfolded: [] ///< those that are over and shown whole

    /// From a notification or the command line: its card, with the keyboard on the first choice.
    function openProposal(id: int) {
        wanted = id
        leading = true
        lead()
    }
    function lead() {
        if (!leading || !store.loaded || !visible) return
        if (store.knows(wanted) && store.openRow(wanted) < 0 && store.overRow(wanted) < 0) store.shown = store.overCount
        if (store.overRow(wanted) >= 0 && !unfolded.includes(wanted)) fold(wanted)
        settle.restart()
    }
    function reveal() {
        const row = store.openRow(wanted), overRow = store.overRow(wanted)
        const item = row >= 0 ? cards.itemAt(row) : overRow >= 0 ? past.itemAt(overRow) : null
        leading = false
        if (!item) return
        const y = item.mapToItem(contentItem, 0, 0).y
        contentY = Math.max(0, Math.min(contentHeight - height, y - Theme.l))
        item.take()
    }
    function fold(id: int) {
        unfolded = unfolded.includes(id) ? unfolded.filter((each) => each !== id) : unfolded.concat([id])
    }

    title: qsTr("Governance")
    subtitle: store.alone ? "" : qsTr("Two houses decide together what rules the ledger follows.")
    onVisibleChanged: lead()

    Timer { id: settle; interval: 50; onTriggered: page.reveal() } // once the cards stand where they will
    GovernanceReader {
        id: store
        connection: page.connection
        active: page.visible
        onLoadedChanged: page.lead()
    }
    Banner {
        objectName: "networkOfOne"
        Layout.fillWidth: true
        tone: "info"
        text: store.alone ? qsTr("This home is a network of one.") : ""
        detail: qsTr("It orders its blocks alone, so nobody else votes here, and what is decided changes this home's own rules only.")
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: store.error; action: qsTr("Try again"); onActed: store.refresh() }
    Banner {
        Layout.fillWidth: true
        objectName: "noSuchProposal"
        tone: "warn"
        text: page.wanted !== 0 && store.loaded && store.openCount + store.overCount >= 0 && !store.knows(page.wanted)
            ? qsTr("There is no proposal %1 here.").arg(page.wanted) : ""
        closable: true
        onClosed: page.wanted = 0
    }
    Banner {
        objectName: "vetoNote"
        Layout.fillWidth: true
        tone: store.vetoBad ? "bad" : "good"
        text: store.vetoNote
        closable: true
        onClosed: store.dismissVeto()
    }
    Loader {
        id: veto
        active: false
        visible: false
        sourceComponent: ConfirmDialog {
            property int proposal: 0
            function ask(id: int, summary: string) {
                proposal = id
                text = qsTr("%1 It then never takes effect, whatever the vote says, and everybody sees who stopped it. This cannot be taken back.").arg(summary)
                open()
            }
            objectName: "vetoDialog"
            title: qsTr("Veto proposal %1?").arg(proposal)
            confirmText: qsTr("Veto it")
            dangerous: true
            ready: page.connection.online && !store.vetoing
            onConfirmed: store.veto(proposal)
        }
    }
    EmptyState {
        Layout.fillWidth: true
        visible: !store.loaded
        icon: "vote"
        title: page.connection.online ? qsTr("Reading the proposals") : qsTr("The node cannot be asked now.")
        text: page.connection.online ? "" : qsTr("Its proposals appear here as soon as it answers.")
    }
    GridLayout {
        Layout.fillWidth: true
        visible: store.loaded
        columns: page.slim ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l

        ColumnLayout {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            Repeater {
                id: cards
                model: store.open
                delegate: ProposalCard {
                    Layout.fillWidth: true
                    able: page.connection.online
                    marked: proposalId === page.wanted
                    mayVeto: store.mayVeto
                    onChosen: (choice) => store.vote(proposalId, choice)
                    onVetoed: {
                        veto.active = true
                        veto.item.ask(proposalId, summary)
                    }
                }
            }
            EmptyState {
                Layout.fillWidth: true
                visible: store.openCount === 0
                icon: "vote"
                title: qsTr("Nothing is open")
                text: qsTr("Whoever has something to propose writes it into a file: hearthctl gov propose FILE. It takes a deposit of %1 until it is decided.").arg(store.deposit)
            }
            Label {
                Layout.fillWidth: true
                visible: store.overCount > 0
                kind: "heading"
                text: qsTr("Decided before")
            }
            Repeater {
                id: past
                model: store.over
                delegate: ProposalCard {
                    Layout.fillWidth: true
                    over: true
                    folded: !page.unfolded.includes(proposalId)
                    marked: proposalId === page.wanted
                    onToggled: page.fold(proposalId)
                }
            }
            ActionButton {
                objectName: "olderProposals"
                visible: store.overCount > store.shown
                text: qsTr("Show older ones")
                onClicked: store.shown += 50
            }
        }
        DelegateCard {
            Layout.fillWidth: page.slim
            Layout.preferredWidth: 330 * Theme.scale
            Layout.alignment: Qt.AlignTop
            reader: store
            able: page.connection.online
        }
    }
}
