# SPDX-License-Identifier: Apache-2.0
# libtorch's CUDA half, which the profile "bf16" needs on NVIDIA GPUs: the library of the very wheel whose CPU half
# Hearth is built with, and NVIDIA's libraries in the versions which that wheel requires. Opened at run time; nothing
# links it, so that every other command does without.

CUDA_HALF=(
    "nvidia-cublas==13.1.1.3 sha256:37936a16db8fe4ac1f065c2139360608a543a09275cb1a1af612e08cfa065436"
    "nvidia-cuda-nvrtc==13.0.88 sha256:ad9b6d2ead2435f11cbb6868809d2adeeee302e9bb94bcf0539c7a40d80e8575"
    "nvidia-cudnn-cu13==9.20.0.48 sha256:0c45dd8eeb50b603f07995b1b300c62ffe6a1980482b82b3bcf94a4ca9d49304"
    "nvidia-cufft==12.0.0.61 sha256:6c44f692dce8fd5ffd3e3df134b6cdb9c2f72d99cf40b62c32dde45eea9ddad3"
    "nvidia-cufile==1.15.1.6 sha256:08a3ecefae5a01c7f5117351c64f17c7c62efa5fffdbe24fc7d298da19cd0b44"
    "nvidia-curand==10.4.0.35 sha256:1aee33a5da6e1db083fe2b90082def8915f30f3248d5896bcec36a579d941bfc"
    "nvidia-cusparse==12.6.3.3 sha256:2b3c89c88d01ee0e477cb7f82ef60a11a4bcd57b6b87c33f789350b59759360b"
    "nvidia-cusparselt-cu13==0.8.1 sha256:786ce87568c303fadb5afcc7102d454cd3040d75f6f8626f5db460d1871f4dd0"
    "nvidia-nccl-cu13==2.29.7 sha256:edd81538446786ec3b73972543e53bb43bcaf0bfc8ef76cb679fcc390ffe136d"
    "nvidia-nvjitlink==13.0.88 sha256:13a74f429e23b921c1109976abefacc69835f2f433ebd323d3946e11d804e47b"
    "nvidia-nvshmem-cu13==3.4.5 sha256:290f0a2ee94c9f3687a02502f3b9299a9f9fe826e6d0287ee18482e78d495b80"
)

fetch_torch_cuda() {
    local stamp="libtorch-cuda-2.13.0-1" work="$CACHE/torch-cuda.partial" lib="$CACHE/torch/torch/lib" wheel
    if done_before "$stamp" && [ -e "$lib/libtorch_cuda.so" ]; then
        note "libtorch's CUDA half 2.13.0: here."
        return 0
    fi
    say "Fetching libtorch's CUDA half 2.13.0 (2.3 GB, once; 2.9 GB unpacked; NVIDIA's parts under NVIDIA's licence)"
    check_space "$CACHE" 6 "libtorch's CUDA half"
    rm -rf "$work"
    pip_fetch "$CACHE/dl.partial" wheel "$TORCH" "${CUDA_HALF[@]}"
    mkdir -p "$work"
    note "unpacking"
    for wheel in "$CACHE"/dl.partial/nvidia_*.whl; do
        unzip -q -o "$wheel" 'nvidia/*/lib/*.so*' '*.dist-info/*' -d "$work"
        rm "$wheel"
    done
    unzip -q -j "$CACHE"/dl.partial/torch-*.whl torch/lib/libtorch_cuda.so -d "$work"
    # The library that the others are for comes last: where it lies, the pack is complete.
    mv "$work/libtorch_cuda.so" "$CACHE/libtorch_cuda.partial"
    cp -al --remove-destination "$work/." "$CACHE/torch/"
    mv "$CACHE/libtorch_cuda.partial" "$lib/libtorch_cuda.so"
    rm -rf "$work" "$CACHE/dl.partial"
    mark_done "$stamp"
}
