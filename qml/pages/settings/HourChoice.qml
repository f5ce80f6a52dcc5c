// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// An hour of the day.
Choice {
    id: choice

    property int hour: 0
    signal chosen(int hour)

    implicitWidth: 96 * Theme.scale
    model: Array.from({ length: 24 }, (_, index) => index + ":00")
    currentIndex: hour
    onActivated: (index) => chosen(index)
}
