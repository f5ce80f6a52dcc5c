# What an installed tree holds (two components: hearth, and hearth-torch for what needs libtorch) and how CPack makes
# Debian packages and an archive of it. installers/bootstrap package runs it.

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON) # no test is built for a package
set(_linux "${CMAKE_SOURCE_DIR}/resources/linux")
set(_private lib/hearth) # programs that only the service starts, and what programs open at run time

install(TARGETS hearthd hearthctl RUNTIME DESTINATION bin COMPONENT hearth)
install(TARGETS hearth-worker hearth-probe RUNTIME DESTINATION ${_private} COMPONENT hearth)
install(TARGETS hearth-vulkan LIBRARY DESTINATION ${_private} COMPONENT hearth)
if(TARGET hearth-cuda)
    install(TARGETS hearth-cuda LIBRARY DESTINATION ${_private} COMPONENT hearth)
endif()
install(FILES "${CMAKE_SOURCE_DIR}/resources/models/catalogue.json" "${CMAKE_SOURCE_DIR}/resources/models/names.json"
        DESTINATION share/hearth/models COMPONENT hearth)
install(FILES "${_linux}/hearthd.service" DESTINATION lib/systemd/user COMPONENT hearth)

set(_programs hearthd hearthctl)
if(TARGET hearth)
    list(APPEND _programs hearth)
    install(TARGETS hearth RUNTIME DESTINATION bin COMPONENT hearth)
    install(FILES "${_linux}/org.hearth.Hearth.desktop" DESTINATION share/applications COMPONENT hearth)
    install(FILES "${_linux}/org.hearth.Hearth.metainfo.xml" DESTINATION share/metainfo COMPONENT hearth)
    install(FILES "${CMAKE_SOURCE_DIR}/resources/icons/org.hearth.Hearth.svg"
            DESTINATION share/icons/hicolor/scalable/apps COMPONENT hearth)
endif()

# Manual pages and completions say what the programs say about themselves.
find_package(Python3 COMPONENTS Interpreter REQUIRED)
set(_texts "${CMAKE_BINARY_DIR}/package/share")
list(TRANSFORM _programs REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE _program_files)
set(_text_files
    "${CMAKE_CURRENT_LIST_DIR}/describe.py" "${CMAKE_CURRENT_LIST_DIR}/changelog"
    "${CMAKE_CURRENT_LIST_DIR}/copyright" "${CMAKE_CURRENT_LIST_DIR}/copyright.torch"
    "${CMAKE_SOURCE_DIR}/engine/text/rust/Cargo.lock")
add_custom_command(
    OUTPUT "${_texts}.stamp"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${_texts}"
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_CURRENT_LIST_DIR}/describe.py" --version "${PROJECT_VERSION}"
            --cargo "${HEARTH_CARGO}" --output "${_texts}" ${_program_files}
    COMMAND "${CMAKE_COMMAND}" -E touch "${_texts}.stamp"
    DEPENDS ${_programs} ${_text_files}
    COMMENT "Manual pages, completions and notices of the package" VERBATIM)
add_custom_target(hearth-package-texts DEPENDS "${_texts}.stamp")
add_custom_target(hearth-package-files
    DEPENDS ${_programs} hearth-worker hearth-probe hearth-vulkan hearth-torch hearth-package-texts)
install(DIRECTORY "${_texts}/" DESTINATION share COMPONENT hearth PATTERN doc/hearth-torch EXCLUDE)

# libtorch's processor half with the two of NVIDIA's libraries that it links; the other half is a download of its own.
install(TARGETS hearth-torch LIBRARY DESTINATION ${_private} COMPONENT hearth-torch)
cmake_path(GET HEARTH_TORCH_DIR PARENT_PATH _site)
foreach(_file torch/lib/libc10.so torch/lib/libtorch_cpu.so torch/lib/libgomp.so.1
              nvidia/cu13/lib/libcudart.so.13 nvidia/cu13/lib/libcupti.so.13)
    cmake_path(GET _file PARENT_PATH _folder)
    install(FILES "${_site}/${_file}" DESTINATION "${_private}/${_folder}" COMPONENT hearth-torch)
endforeach()
install(DIRECTORY "${_texts}/doc/hearth-torch" DESTINATION share/doc COMPONENT hearth-torch)
file(GLOB _notices "${_site}/*.dist-info") # the licences as their wheels bring them, whatever their versions
install(FILES "${CMAKE_CURRENT_LIST_DIR}/hearth-torch.lintian" DESTINATION share/lintian/overrides RENAME hearth-torch
        COMPONENT hearth-torch)
foreach(_notice ${_notices})
    cmake_path(GET _notice STEM LAST_ONLY _wheel)
    install(DIRECTORY "${_notice}/licenses/" DESTINATION "share/doc/hearth-torch/licenses/${_wheel}"
            COMPONENT hearth-torch)
endforeach()

set(CPACK_PACKAGE_NAME hearth)
set(CPACK_PACKAGE_VENDOR Hearth)
set(CPACK_PACKAGE_CONTACT "The makers of Hearth <maintainers@hearth.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "node of an open network for verifiable AI inference")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL hearth hearth-torch)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE gzip) # libtorch takes xz minutes
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(CPACK_DEBIAN_HEARTH_PACKAGE_NAME hearth)
set(CPACK_DEBIAN_HEARTH_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_HEARTH_PACKAGE_SECTION net)
set(CPACK_COMPONENT_HEARTH_DESCRIPTION
"Hearth lets a computer at home answer AI requests and earn for it. Each answer
carries a signed receipt that anyone can check, and a second computation can
prove it.
.
This package holds the window, the service with its sandboxed workers, the
command line and the plug-in for graphics cards with Vulkan. The service does
not start by itself: systemctl --user enable --now hearthd, or the window.")
# What no library's symbols say: the sandbox, and what the window's QML imports and Qt opens at run time, by the names that
# their packages have on the system that builds.
set(_depends bubblewrap)
find_program(HEARTH_QTPATHS NAMES qtpaths6 qtpaths HINTS /usr/lib/qt6/bin)
find_program(HEARTH_DPKG dpkg)
mark_as_advanced(HEARTH_QTPATHS HEARTH_DPKG)
if(TARGET hearth AND HEARTH_QTPATHS AND HEARTH_DPKG)
    foreach(_place QML PLUGINS)
        execute_process(COMMAND "${HEARTH_QTPATHS}" --query QT_INSTALL_${_place} OUTPUT_VARIABLE _at_${_place}
                        OUTPUT_STRIP_TRAILING_WHITESPACE)
    endforeach()
    set(_opened "${_at_PLUGINS}/platforms/libqxcb.so")
    foreach(_module QtQml QtQml/Models QtQml/WorkerScript QtQuick QtQuick/Controls QtQuick/Dialogs QtQuick/Layouts QtQuick/Shapes
                    QtQuick/Templates QtQuick/Window Qt/labs/platform)
        list(APPEND _opened "${_at_QML}/${_module}/qmldir")
    endforeach()
    foreach(_file ${_opened})
        execute_process(COMMAND "${HEARTH_DPKG}" --search "${_file}" OUTPUT_VARIABLE _owner ERROR_QUIET)
        if(_owner MATCHES "^libqt6") # with a library whose symbols say it
        elseif(_owner MATCHES "^([a-z0-9.+-]+)[:,]")
            list(APPEND _depends "${CMAKE_MATCH_1}")
        else()
            message(STATUS "No package holds ${_file}; a Debian package of this build would lack that dependency")
        endif()
    endforeach()
endif()
list(REMOVE_DUPLICATES _depends)
list(JOIN _depends ", " CPACK_DEBIAN_HEARTH_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_HEARTH_PACKAGE_RECOMMENDS "ca-certificates, mesa-vulkan-drivers | vulkan-icd, fonts-inter, qt6-wayland")
set(CPACK_DEBIAN_HEARTH_PACKAGE_SUGGESTS "hearth-torch")
set(CPACK_DEBIAN_HEARTH_PACKAGE_CONTROL_EXTRA
    "${CMAKE_CURRENT_LIST_DIR}/postinst" "${CMAKE_CURRENT_LIST_DIR}/prerm" "${CMAKE_CURRENT_LIST_DIR}/postrm")
set(CPACK_DEBIAN_HEARTH_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_HEARTH-TORCH_PACKAGE_NAME hearth-torch)
set(CPACK_DEBIAN_HEARTH-TORCH_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_HEARTH-TORCH_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_HEARTH-TORCH_PACKAGE_DEPENDS "hearth (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_HEARTH-TORCH_DESCRIPTION
"Hearth's plug-in for libtorch, with libtorch's processor half: what the profile
bf16 needs on NVIDIA cards, together with libtorch's CUDA half, which is a
download of its own. Without this package models run in the exact profiles on
processor and graphics cards, and in bf16 and fp32 on the processor.")

include(CPack)
