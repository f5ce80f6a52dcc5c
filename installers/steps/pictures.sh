# SPDX-License-Identifier: Apache-2.0
# Pictures of every page, for whoever changes what is seen.

# Scenario and language: what is busy, empty, failing, away, in a network, and the first run.
PICTURES=(working:en working:de first-run:en problem:en offline:en gpus:en network:en network:de
    onboarding:en onboarding-devices:en onboarding-benchmark:en onboarding-identity:en onboarding-work:en)
PAGES=11

# take_pictures FOLDER: a folder for each of them below it. Each page in two themes and two sizes, and the tray's menu.
take_pictures() {
    local folder="${1:-$BUILD/pictures}" row scenario language into wanted made
    build_programs
    for row in "${PICTURES[@]}"; do
        scenario="${row%:*}" language="${row#*:}"
        into="$folder/$scenario-$language" wanted=$((PAGES * 4 + 1))
        case "$scenario" in onboarding*) wanted=5 ;; esac
        rm -rf "$into"
        QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software "$BIN/hearth" --scenario "$scenario" --language "$language" \
            --screenshots "$into" || die "The pictures of $scenario could not be taken (see above)."
        made="$(find "$into" -name '*.png' -size +1k | wc -l)"
        [ "$made" = "$wanted" ] || die "$into holds $made pictures, not $wanted." "Look which page is missing or empty there."
    done
    say "Pictures are in $folder"
    note "open a few of each: nothing may be cut, empty or in the wrong language"
}
