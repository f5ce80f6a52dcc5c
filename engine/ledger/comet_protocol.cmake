# Network mode: the protocol files of the consensus engine are compiled from its Go module; none are kept in this tree.
# Without Go or protobuf the build still gives solo mode, and the application with its tests.
option(HEARTH_NETWORK "Build network mode, if the consensus engine's protocol files can be had" ON)
set(HEARTH_COMET_VERSION "v0.38.25")
set(_gogoproto_version "v1.7.0")
set(COMET_PROTO_DIR "" CACHE PATH "proto/ of the module github.com/cometbft/cometbft; empty: ask Go for it")
set(GOGO_PROTO_DIR "" CACHE PATH "Folder of the module github.com/cosmos/gogoproto; empty: ask Go for it")

function(_module_folder module version result)
    execute_process(COMMAND "${CMAKE_COMMAND}" -E env GOTOOLCHAIN=local GOFLAGS=-mod=mod
                            "${HEARTH_GO}" mod download -json "${module}@${version}"
                    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" OUTPUT_VARIABLE answer RESULT_VARIABLE failed
                    ERROR_QUIET)
    set(folder "")
    if(NOT failed)
        string(JSON folder ERROR_VARIABLE failed GET "${answer}" Dir)
    endif()
    if(failed)
        set(folder "")
    endif()
    set(${result} "${folder}" PARENT_SCOPE)
endfunction()

set(HEARTH_HAS_NETWORK OFF)
set(_missing "it is switched off (HEARTH_NETWORK)")
if(HEARTH_NETWORK)
    find_package(Protobuf QUIET)
    find_program(HEARTH_GO go HINTS /usr/local/go/bin /usr/lib/go/bin)
    if(HEARTH_GO AND NOT EXISTS "${COMET_PROTO_DIR}/tendermint/abci/types.proto")
        _module_folder(github.com/cometbft/cometbft ${HEARTH_COMET_VERSION} _comet)
        _module_folder(github.com/cosmos/gogoproto ${_gogoproto_version} _gogo)
        if(_comet AND _gogo)
            set(COMET_PROTO_DIR "${_comet}/proto" CACHE PATH "" FORCE)
            set(GOGO_PROTO_DIR "${_gogo}" CACHE PATH "" FORCE)
        endif()
    endif()
    if(NOT Protobuf_FOUND)
        set(_missing "protobuf's compiler or library is not here")
    elseif(NOT EXISTS "${COMET_PROTO_DIR}/tendermint/abci/types.proto"
           OR NOT EXISTS "${GOGO_PROTO_DIR}/gogoproto/gogo.proto")
        set(_missing "Go, or the module of CometBFT ${HEARTH_COMET_VERSION}, is not here")
    else()
        set(HEARTH_HAS_NETWORK ON)
    endif()
endif()
if(HEARTH_HAS_NETWORK)
    message(STATUS "Network mode: built with CometBFT ${HEARTH_COMET_VERSION}")
else()
    message(STATUS "Network mode: not built, because ${_missing}. Solo mode is complete without it.")
endif()

if(HEARTH_HAS_NETWORK)
    set(_proto_out "${CMAKE_CURRENT_BINARY_DIR}/comet_protocol")
    file(MAKE_DIRECTORY "${_proto_out}")
    set(_sources "")
    foreach(_name IN ITEMS gogoproto/gogo tendermint/abci/types tendermint/crypto/keys tendermint/crypto/proof
                           tendermint/types/params tendermint/types/validator)
        set(_file "${COMET_PROTO_DIR}/${_name}.proto")
        if(_name MATCHES "^gogoproto/")
            set(_file "${GOGO_PROTO_DIR}/${_name}.proto")
        endif()
        add_custom_command(OUTPUT "${_proto_out}/${_name}.pb.cc" "${_proto_out}/${_name}.pb.h"
                           COMMAND protobuf::protoc -I "${COMET_PROTO_DIR}" -I "${GOGO_PROTO_DIR}"
                                   "--cpp_out=${_proto_out}" "${_file}"
                           DEPENDS "${_file}" COMMENT "Compiling ${_name}.proto" VERBATIM)
        list(APPEND _sources "${_proto_out}/${_name}.pb.cc")
    endforeach()
    add_library(hearth_comet_protocol STATIC ${_sources})
    target_include_directories(hearth_comet_protocol SYSTEM PUBLIC "${_proto_out}")
    target_link_libraries(hearth_comet_protocol PUBLIC protobuf::libprotobuf)

endif()

# What a node opens instead of the sequencer; in a build without network mode it says so.
add_library(hearth_ledger_comet STATIC
    consensus/comet_files.cpp
    consensus/comet_process.cpp
    consensus/comet_rpc.cpp
    consensus/engine_answers.cpp
    consensus/header_door.cpp
    consensus/left_ledgers.cpp
    consensus/light_answers.cpp
    consensus/network_founding.cpp
    consensus/network_joining.cpp
    consensus/network_place.cpp
    consensus/network_trial.cpp
    consensus/resting_ledger.cpp
    consensus/returning_validator.cpp
    consensus/submissions.cpp)
add_library(hearth::ledger_comet ALIAS hearth_ledger_comet)
target_link_libraries(hearth_ledger_comet PUBLIC hearth::ledger PRIVATE hearth_options)
if(HEARTH_HAS_NETWORK)
    target_sources(hearth_ledger_comet PRIVATE
        consensus/abci/abci_messages.cpp
        consensus/abci/abci_server.cpp
        consensus/comet_ledger.cpp)
    target_link_libraries(hearth_ledger_comet PRIVATE hearth_comet_protocol)
else()
    target_sources(hearth_ledger_comet PRIVATE consensus/comet_ledger_absent.cpp)
endif()
set(HEARTH_HAS_NETWORK ${HEARTH_HAS_NETWORK} CACHE INTERNAL "Network mode is built")
