// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings

/// Money: buckets, chart, every single earning, CSV.
Item {
    id: page

    required property NodeConnection connection
    signal receiptWanted(string receiptId)

    EarningsReader {
        id: reader
        connection: page.connection
        active: page.visible
        range: "30d"
    }

    // One list scrolls everything, so that ten thousand rows cost no more than those that are seen.
    ListView {
        id: list
        objectName: "earningsList"
        anchors.fill: parent
        clip: true
        model: reader.rows
        reuseItems: true
        // Reused delegates do not ask the model for more, so the view does.
        readonly property bool nearEnd: contentY - originY + 2 * height >= contentHeight
        onNearEndChanged: if (nearEnd) reader.more()
        // A head that grows must not push its own title out of sight.
        property real lastOrigin: 0
        onOriginYChanged: {
            if (Math.abs(contentY - lastOrigin) < 1) Qt.callLater(positionViewAtBeginning)
            lastOrigin = originY
        }
        // Nor one that shrinks with the window.
        function keepTop() {
            if (headerItem && contentY - originY < headerItem.height / 2) positionViewAtBeginning()
        }
        onWidthChanged: Qt.callLater(keepTop)
        onHeightChanged: Qt.callLater(keepTop)
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        leftMargin: Theme.xl
        rightMargin: Theme.xl
        bottomMargin: Theme.xl
        T.ScrollBar.vertical: ScrollMark {}
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Single earnings")
        header: EarningsHead {
            width: page.width - 2 * Theme.xl
            connection: page.connection
            earnings: reader
            filled: list.count > 0
            compact: page.height < 560 * Theme.scale
            onExportWanted: fileDialog.open()
            onEnergyExportWanted: energyDialog.open()
        }
        delegate: EarningsLine {
            width: page.width - 2 * Theme.xl
            head: list.headerItem.columns
            onReceiptWanted: (id) => page.receiptWanted(id)
        }
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Export earnings")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "csv"
        nameFilters: [qsTr("Tables (*.csv)")]
        onAccepted: reader.exportCsv(selectedFile)
    }
    FileDialog {
        id: energyDialog
        title: qsTr("Export electricity")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "csv"
        nameFilters: [qsTr("Tables (*.csv)")]
        onAccepted: reader.exportEnergyCsv(selectedFile)
    }
}
