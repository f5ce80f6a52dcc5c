# libtorch as imported targets of our own: find_package(Torch) would ask for a CUDA toolkit. Only its CPU half is
# linked. libtorch_cpu needs libcudart and libcupti even without a GPU; they lie in ../nvidia/cu13/lib.
set(_torch_lib "${HEARTH_TORCH_DIR}/lib")
if(NOT EXISTS "${_torch_lib}/libtorch_cpu.so" OR NOT EXISTS "${HEARTH_TORCH_DIR}/include/ATen/ATen.h")
    message(FATAL_ERROR "libtorch was not found in \"${HEARTH_TORCH_DIR}\". Fetch it with\n"
                        "  installers/bootstrap deps\n"
                        "or name the folder that holds its include/ and lib/ with -DHEARTH_TORCH_DIR=…")
endif()
cmake_path(GET HEARTH_TORCH_DIR PARENT_PATH _torch_parent)
set(_torch_cuda_lib "${_torch_parent}/nvidia/cu13/lib")

foreach(_library c10 torch_cpu)
    if(NOT TARGET hearth::${_library})
        add_library(hearth::${_library} SHARED IMPORTED GLOBAL)
        set_target_properties(hearth::${_library} PROPERTIES
            IMPORTED_LOCATION "${_torch_lib}/lib${_library}.so"
            IMPORTED_NO_SONAME OFF
            INTERFACE_INCLUDE_DIRECTORIES
                "${HEARTH_TORCH_DIR}/include;${HEARTH_TORCH_DIR}/include/torch/csrc/api/include")
    endif()
endforeach()
target_link_libraries(hearth::torch_cpu INTERFACE hearth::c10)
# What runs from the build tree finds libtorch by its absolute folder, which CMake adds by itself; libtorch finds
# NVIDIA's libraries by a folder relative to its own.
target_link_options(hearth::torch_cpu INTERFACE "LINKER:-rpath-link,${_torch_cuda_lib}" "LINKER:--enable-new-dtags")
