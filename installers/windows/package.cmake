# What a Windows installer holds; cpack makes it with NSIS, and with WiX by cpack -G WIX. Nobody has run this yet:
# installers/README.md says how it is meant to be used, and what is missing.

if(CMAKE_CROSSCOMPILING)
    install(TARGETS hearth RUNTIME DESTINATION bin)
endif()
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" DESTINATION .)
# Qt 6.5 and newer bring what a program needs beside it: libraries, plug-ins and the modules of its QML.
if(COMMAND qt_generate_deploy_qml_app_script)
    qt_generate_deploy_qml_app_script(TARGET hearth OUTPUT_SCRIPT _deploy NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT "${_deploy}")
endif()
# The other libraries, and the compiler's own; not what belongs to the system.
if(NOT CMAKE_CROSSCOMPILING) # CMake looks into programs of its own system only
    install(TARGETS hearth RUNTIME_DEPENDENCY_SET hearth_libraries RUNTIME DESTINATION bin)
    install(RUNTIME_DEPENDENCY_SET hearth_libraries
            PRE_EXCLUDE_REGEXES "api-ms-.*" "ext-ms-.*" "^[Qq]t6.*"
            POST_EXCLUDE_REGEXES "[Ss]ystem32" DESTINATION bin)
endif()

set(CPACK_PACKAGE_NAME Hearth)
set(CPACK_PACKAGE_VENDOR Hearth)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "node of an open network for verifiable AI inference")
set(CPACK_PACKAGE_INSTALL_DIRECTORY Hearth)
set(CPACK_PACKAGE_EXECUTABLES hearth Hearth)
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR NSIS)
set(CPACK_NSIS_DISPLAY_NAME Hearth)
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_INSTALLED_ICON_NAME "bin\\\\hearth.exe")
# hearth:// leads to the window, which asks before anything happens. The folder of a node's home is never touched.
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS "
  WriteRegStr HKLM 'Software\\\\Classes\\\\hearth' '' 'URL:Hearth'
  WriteRegStr HKLM 'Software\\\\Classes\\\\hearth' 'URL Protocol' ''
  WriteRegStr HKLM 'Software\\\\Classes\\\\hearth\\\\shell\\\\open\\\\command' '' '\\\"$INSTDIR\\\\bin\\\\hearth.exe\\\" \\\"%1\\\"'")
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS "
  DeleteRegKey HKLM 'Software\\\\Classes\\\\hearth'")
set(CPACK_WIX_UPGRADE_GUID "6F7B8B0C-3C55-4C8E-9B1A-8B6C2D0E5A11") # the same for all versions: one replaces another
set(CPACK_WIX_LICENSE_RTF "${CMAKE_BINARY_DIR}/licence.rtf")
file(READ "${CMAKE_SOURCE_DIR}/LICENSE" _licence)
string(REGEX REPLACE "([\\\\{}])" "\\\\\\1" _licence "${_licence}")
string(REPLACE "\n" "\\par\n" _licence "${_licence}")
file(WRITE "${CPACK_WIX_LICENSE_RTF}" "{\\rtf1\\ansi ${_licence}}")

# The service, once hearthd is there: one of the user's own for everybody who logs in, with their rights and their home,
# as the unit of systemd is. Nothing starts it before somebody says so. `--service` is not written yet.
if(TARGET hearthd)
    install(TARGETS hearthd hearthctl RUNTIME DESTINATION bin)
    string(APPEND CPACK_NSIS_EXTRA_INSTALL_COMMANDS "
  ExecWait 'sc.exe create hearthd type= userown start= demand binPath= \\\"\\\\\\\"$INSTDIR\\\\bin\\\\hearthd.exe\\\\\\\" --service\\\"'
  ExecWait 'sc.exe failure hearthd reset= 60 actions= restart/5000'")
    string(PREPEND CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS "
  ExecWait 'sc.exe delete hearthd'")
endif()
include(CPack)
