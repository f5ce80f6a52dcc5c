# Runs cargo offline first, so that a build needs no network once the crates are there.
if(TARGET_TRIPLE)
    set(_target --target "${TARGET_TRIPLE}")
endif()
execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "CARGO_TARGET_DIR=${TARGET_DIR}" --unset=RUSTFLAGS --unset=CARGO_BUILD_TARGET
            "${CARGO}" build --release --locked --offline --quiet ${_target} --manifest-path "${MANIFEST}"
    RESULT_VARIABLE result ERROR_VARIABLE offline_log)
if(NOT result EQUAL 0 AND offline_log MATCHES "offline|no matching package|failed to download|unable to update")
    message(STATUS "Crates are missing; fetching them")
    execute_process(
        COMMAND "${CARGO}" fetch --locked --manifest-path "${MANIFEST}"
        RESULT_VARIABLE fetched ERROR_VARIABLE fetch_log)
    if(NOT fetched EQUAL 0)
        message(FATAL_ERROR "${fetch_log}\nCrates of the text library are missing and cannot be fetched. With a "
                            "network, run: cargo fetch --locked --manifest-path ${MANIFEST}")
    endif()
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -E env "CARGO_TARGET_DIR=${TARGET_DIR}" --unset=RUSTFLAGS --unset=CARGO_BUILD_TARGET
                "${CARGO}" build --release --locked --offline --quiet ${_target} --manifest-path "${MANIFEST}"
        RESULT_VARIABLE result ERROR_VARIABLE offline_log)
endif()
if(NOT offline_log STREQUAL "")
    message("${offline_log}")
endif()
if(NOT result EQUAL 0)
    message(FATAL_ERROR "The Rust text library did not build.")
endif()
# cargo leaves the library untouched when nothing it reads has changed; the build must see that it is done.
file(TOUCH_NOCREATE "${LIBRARY}")
