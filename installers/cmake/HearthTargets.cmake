# Targets of this project: one function per kind, so that warnings, sanitisers and include roots are set in one place.

add_library(hearth_options INTERFACE)
target_compile_definitions(hearth_options INTERFACE HEARTH_VERSION="${PROJECT_VERSION}")
target_compile_options(hearth_options INTERFACE -Wall -Wextra -Wconversion)
if(NOT HEARTH_TOGETHER OR CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Clang takes what a source that is compiled with another one has in its unnamed namespace for shadowed.
    target_compile_options(hearth_options INTERFACE -Wshadow)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # At -O2 GCC 12 can see overflows inside its own std::string and std::vector that cannot happen: read them, but another
    # version's inlining must not end a build. What it holds for uninitialised inside a std::variant of those is never so.
    target_compile_options(hearth_options INTERFACE -Wno-maybe-uninitialized)
    set(_fallible -Wno-error=restrict -Wno-error=stringop-overflow -Wno-error=array-bounds -Wno-error=dangling-pointer)
else()
    # Some targets switch warnings of GCC off that Clang does not know.
    target_compile_options(hearth_options INTERFACE -Wno-unknown-warning-option)
endif()
if(WIN32)
    # The fourth: for gmtime_r() and localtime_r().
    target_compile_definitions(hearth_options INTERFACE
        _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX _POSIX_C_SOURCE=200809L UNICODE _UNICODE)
endif()
if(HEARTH_WERROR)
    target_compile_options(hearth_options INTERFACE -Werror ${_fallible})
endif()
if(HEARTH_SANITIZE)
    # Watched and not optimised at all, the tests would take hours; a finding needs no more than its lines.
    target_compile_options(hearth_options INTERFACE -fsanitize=${HEARTH_SANITIZE} -fno-omit-frame-pointer -O1 -g1)
    target_link_options(hearth_options INTERFACE -fsanitize=${HEARTH_SANITIZE})
endif()

# hearth_together(<target> [ALONE <sources>]): with HEARTH_TOGETHER, eight of its sources are compiled as one that reads their
# common headers once. For targets of many sources on the same heavy headers; names in their unnamed namespaces must differ
# then, but for those of sources that stay ALONE: codecs, whose keys are called alike.
function(hearth_together target)
    cmake_parse_arguments(ARG "" "" "ALONE" ${ARGN})
    if(HEARTH_TOGETHER)
        set_source_files_properties(${ARG_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # a type of an unnamed namespace is in no header, but in no main file either
            target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
        endif()
    endif()
endfunction()

# hearth_once(<targets>): what runs once for a command, a click or a picture is compiled at half the optimisation, which takes
# six tenths of the time.
function(hearth_once)
    foreach(target ${ARGN})
        target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    endforeach()
endfunction()

# hearth_platform_sources(<variable> <names>): what of each name there is for this system, of NAME_posix.cpp and
# NAME_linux.cpp, NAME_macos.cpp, NAME_windows.cpp.
if(WIN32)
    set(HEARTH_PLATFORM windows)
elseif(APPLE)
    set(HEARTH_PLATFORM macos posix)
else()
    set(HEARTH_PLATFORM linux posix)
endif()
function(hearth_platform_sources variable)
    set(sources)
    foreach(name ${ARGN})
        set(found)
        foreach(platform ${HEARTH_PLATFORM})
            if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${name}_${platform}.cpp")
                list(APPEND found "${name}_${platform}.cpp")
            endif()
        endforeach()
        if(NOT found)
            message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${name}: nobody has written it for ${CMAKE_SYSTEM_NAME} yet")
        endif()
        list(APPEND sources ${found})
    endforeach()
    set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# hearth_library(<name> SOURCES <...> [PLATFORM <names>] [PUBLIC <lower libraries>] [PRIVATE <third party>])
# Makes target hearth_<name> (alias hearth::<name>) of engine/<name>. Headers are included as "<name>/<file>.h". PLATFORM:
# sources of which each system has its own.
function(hearth_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PLATFORM;PUBLIC;PRIVATE" ${ARGN})
    hearth_platform_sources(platform_sources ${ARG_PLATFORM})
    add_library(hearth_${name} STATIC ${ARG_SOURCES} ${platform_sources})
    add_library(hearth::${name} ALIAS hearth_${name})
    target_include_directories(hearth_${name} PUBLIC "${CMAKE_SOURCE_DIR}/engine")
    target_link_libraries(hearth_${name} PUBLIC ${ARG_PUBLIC} PRIVATE hearth_options ${ARG_PRIVATE})
endfunction()

# hearth_program(<name> SOURCES <...> LIBS <...>): an executable in build/bin.
function(hearth_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE hearth_options ${ARG_LIBS})
endfunction()

# hearth_test(<name> SOURCES <...> LIBS <...> [LABELS <...>] [TIMEOUT <s>] [COST <s>] [SAMPLED] [WAITS]): a Qt Test
# program, one ctest entry. <name>.cpp ends with #include "<name>.moc"; Qt's own search for what needs moc would compile one
# more, empty, source for every test. COST: begins before shorter ones, so that no long test runs alone at the end. SAMPLED: it takes
# a sample (tests/full_run.h); a second entry, for ctest -C full -L full, runs over everything. WAITS: for epochs, timers
# and the like more than it computes, so that ctest --parallel 6 runs it beside two tests that compute.
function(hearth_test name)
    cmake_parse_arguments(ARG "SAMPLED;WAITS" "TIMEOUT;COST" "SOURCES;LIBS;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    if(HEARTH_SANITIZE) # unoptimised and watched: up to twenty times slower
        math(EXPR ARG_TIMEOUT "20 * ${ARG_TIMEOUT}")
    endif()
    math(EXPR function_ms "1000 * ${ARG_TIMEOUT}")
    add_executable(${name} ${ARG_SOURCES})
    set(moc "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${name}.moc")
    qt_generate_moc("${name}.cpp" "${moc}" TARGET ${name})
    target_sources(${name} PRIVATE "${moc}")
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${name} PRIVATE hearth_options hearth_test_options Qt6::Test ${ARG_LIBS})
    set(environment "QTEST_FUNCTION_TIMEOUT=${function_ms};QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;QML_DISABLE_DISK_CACHE=1;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp")
    # Tests of the desktop have other definitions, under which what was read before does not hold.
    if(HEARTH_TOGETHER AND NOT "${ARG_LIBS}" MATCHES "Qt6|qml|desktop")
        target_precompile_headers(${name} REUSE_FROM hearth_test_headers)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" ENVIRONMENT "${environment}")
    if(NOT ARG_WAITS)
        set_tests_properties(${name} PROPERTIES PROCESSORS 2)
    endif()
    if(ARG_COST)
        set_tests_properties(${name} PROPERTIES COST ${ARG_COST})
    endif()
    if(ARG_SAMPLED)
        add_test(NAME ${name}_full COMMAND ${name} CONFIGURATIONS full)
        math(EXPR full_timeout "4 * ${ARG_TIMEOUT}")
        set_tests_properties(${name}_full PROPERTIES TIMEOUT ${full_timeout} LABELS full
                             ENVIRONMENT "${environment};QTEST_FUNCTION_TIMEOUT=${full_timeout}000;HEARTH_FULL=1")
    endif()
endfunction()
