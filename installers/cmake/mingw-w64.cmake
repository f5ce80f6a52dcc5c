# Toolchain: Windows on x86-64 with Debian's mingw-w64 (package g++-mingw-w64-x86-64-posix). What is compiled here is told
# in installers/README.md; the preset windows-objects uses it.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(_tools x86_64-w64-mingw32)
set(CMAKE_C_COMPILER ${_tools}-gcc-posix)
set(CMAKE_CXX_COMPILER ${_tools}-g++-posix)
set(CMAKE_RC_COMPILER ${_tools}-windres)
set(CMAKE_FIND_ROOT_PATH /usr/${_tools})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(HEARTH_CARGO_TARGET x86_64-pc-windows-gnu CACHE STRING "")
