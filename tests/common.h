// SPDX-License-Identifier: Apache-2.0
#pragma once

// What most tests read, compiled beforehand where HEARTH_TOGETHER is on. No test relies on
// it: each includes what it uses.
#include "core/bytes.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/keys.h"
#include "core/log.h"
#include "core/result.h"
#include "core/units.h"

#include <QtTest>

#include <nlohmann/json_fwd.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>
