# What a macOS package holds; cpack makes it with productbuild. Nobody has run this yet: installers/README.md says how it is
# meant to be used, and what is missing.

configure_file("${CMAKE_SOURCE_DIR}/resources/macos/Info.plist.in" "${CMAKE_BINARY_DIR}/Info.plist" @ONLY)
set_target_properties(hearth PROPERTIES
    MACOSX_BUNDLE ON OUTPUT_NAME hearth MACOSX_BUNDLE_INFO_PLIST "${CMAKE_BINARY_DIR}/Info.plist")
set(_app hearth.app/Contents/MacOS)
install(TARGETS hearth BUNDLE DESTINATION .)
if(COMMAND qt_generate_deploy_qml_app_script)
    qt_generate_deploy_qml_app_script(TARGET hearth OUTPUT_SCRIPT _deploy MACOS_BUNDLE_POST_BUILD NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT "${_deploy}")
endif()

# The service, once hearthd is there: an agent of whoever logs in. The agent's file says Disabled, so that nothing starts
# before somebody says so.
if(TARGET hearthd)
    install(TARGETS hearthd hearthctl RUNTIME DESTINATION "${_app}")
    install(FILES "${CMAKE_SOURCE_DIR}/resources/macos/org.hearth.hearthd.plist" DESTINATION /Library/LaunchAgents)
endif()

set(CPACK_PACKAGE_NAME Hearth)
set(CPACK_PACKAGE_VENDOR Hearth)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "node of an open network for verifiable AI inference")
set(CPACK_PACKAGING_INSTALL_PREFIX /Applications)
configure_file("${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_BINARY_DIR}/licence.txt" COPYONLY)
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_BINARY_DIR}/licence.txt") # productbuild goes by the name's end
set(CPACK_GENERATOR productbuild)
set(CPACK_PRODUCTBUILD_IDENTIFIER org.hearth.Hearth)
set(HEARTH_MACOS_IDENTITY "" CACHE STRING "Developer ID Installer that signs the package; empty: it is not signed")
set(CPACK_PRODUCTBUILD_IDENTITY_NAME "${HEARTH_MACOS_IDENTITY}")
include(CPack)
