# Compiles every CUDA kernel to PTX and looks at its arithmetic: fp32 may only be added, subtracted and multiplied, each time
# rounded to the nearest, and converted. -DNVCC= -DENGINE= the folder engine/, -DKERNELS= a list of files.
foreach(kernel ${KERNELS})
    execute_process(COMMAND "${NVCC}" -ptx -std=c++20 -O3 --fmad=false -ftz=false -arch=compute_90 "-I${ENGINE}" -o - "${kernel}"
                    OUTPUT_VARIABLE ptx RESULT_VARIABLE failed)
    if(failed)
        message(FATAL_ERROR "${kernel} does not compile.")
    endif()
    string(REGEX MATCHALL "[ \t](add|sub|mul|mad|fma|div|rcp|sqrt|rsqrt|ex2|lg2|sin|cos|tanh|min|max|cvt)[.a-z0-9]*[.](f16|bf16|f32|f64)[.a-z0-9]*"
           found "${ptx}")
    list(REMOVE_DUPLICATES found)
    list(LENGTH found kinds)
    if(kinds EQUAL 0 AND NOT ptx MATCHES "entry")
        message(FATAL_ERROR "${kernel} gives no PTX.")
    endif()
    foreach(one ${found})
        string(STRIP "${one}" one)
        if(NOT one MATCHES "^(add|sub|mul)[.]rn[.]f32$|^cvt[.]rn[.]f32[.]s32$|^cvt[.]rni[.]s32[.]f32$|^cvt[.]rzi[.]s32[.]f32$")
            message(SEND_ERROR "${kernel} uses ${one}, which the profiles do not have.")
        endif()
    endforeach()
    message(STATUS "${kernel}: ${found}")
endforeach()
