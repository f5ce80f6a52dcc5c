// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Governance

/// Who votes where the operator is silent.
Card {
    id: card

    required property GovernanceReader reader
    property bool able: true

    title: qsTr("Delegation")
    icon: "send"

    Label {
        Layout.fillWidth: true
        text: card.reader.delegate === "" ? qsTr("Nobody votes for you. Where you are silent, your weight does not count.")
                                          : qsTr("Where you are silent, this account votes with your weight. A vote of your own always comes first.")
        wrapMode: Text.Wrap
    }
    CopyLabel {
        Layout.fillWidth: true
        visible: card.reader.delegate !== ""
        alone: false
        text: card.reader.delegate
        name: qsTr("Delegate")
    }
    Banner {
        Layout.fillWidth: true
        tone: card.reader.noteBad ? "bad" : "good"
        text: card.reader.note
        closable: true
        onClosed: card.reader.dismissNote()
    }
    InputField {
        id: account
        objectName: "delegateAccount"
        Layout.fillWidth: true
        placeholderText: qsTr("Account, 64 hexadecimal digits")
    }
    Label {
        Layout.fillWidth: true
        visible: account.text.trim() !== "" && !card.reader.isAccount(account.text)
        kind: "caption"
        color: Theme.bad
        text: qsTr("An account has 64 hexadecimal digits.")
        wrapMode: Text.Wrap
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        ActionButton {
            objectName: "delegateNow"
            text: qsTr("Let it vote for me")
            enabled: card.able && !card.reader.sending && card.reader.isAccount(account.text)
            onClicked: {
                card.reader.delegateTo(account.text)
                account.text = ""
            }
        }
        ActionButton {
            objectName: "delegateNobody"
            visible: card.reader.delegate !== ""
            text: qsTr("Take it back")
            enabled: card.able && !card.reader.sending
            onClicked: card.reader.delegateTo("")
        }
    }
    Label {
        Layout.fillWidth: true
        visible: card.reader.account !== ""
        kind: "caption"
        text: qsTr("Your account, to which others may delegate:")
        wrapMode: Text.Wrap
    }
    CopyLabel {
        Layout.fillWidth: true
        visible: card.reader.account !== ""
        alone: false
        text: card.reader.account
        name: qsTr("Your account")
    }
    Label {
        Layout.fillWidth: true
        visible: card.reader.account !== ""
        kind: "caption"
        text: qsTr("At stake: %1. More weighs more; what is wrongly answered costs of it.").arg(card.reader.staked)
        wrapMode: Text.Wrap
    }
    Label {
        id: stakeName
        Layout.fillWidth: true
        visible: card.reader.account !== ""
        kind: "caption"
        text: qsTr("More at stake, in EMB")
        wrapMode: Text.Wrap
        Accessible.ignored: true // the field says it
    }
    RowLayout {
        Layout.fillWidth: true
        visible: card.reader.account !== ""
        spacing: Theme.s
        InputField {
            id: stake
            objectName: "stakeAmount"
            Layout.fillWidth: true
            label: stakeName.text
            maximumLength: 24
        }
        ActionButton {
            objectName: "stakeMore"
            text: qsTr("Put at stake…")
            enabled: card.able && !card.reader.sending && stake.text !== "" && card.reader.amountFault(stake.text) === ""
            onClicked: ask.open()
        }
    }
    Label {
        objectName: "stakeFault"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        color: Theme.bad
        text: stake.text === "" ? "" : card.reader.amountFault(stake.text)
        wrapMode: Text.Wrap
    }
    ConfirmDialog {
        id: ask
        objectName: "stakeConfirm"
        title: qsTr("Put %1 at stake?").arg(card.reader.amountInFull(stake.text))
        text: qsTr("It comes back only some time after you take it out, and wrong answers cost of it.")
        confirmText: qsTr("Put at stake")
        onConfirmed: {
            card.reader.stakeMore(stake.text)
            stake.text = ""
        }
    }
}
