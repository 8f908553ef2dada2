// The configuration of a base image that somebody knows for certain.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dockcheck::model {

/// What an image's configuration says. Triggers of ONBUILD are left out.
struct BaseConfig {
    /// HEALTHCHECK as it is stored; durations in nanoseconds.
    struct Check {
        std::vector<std::string> test;
        std::int64_t interval = 0;
        std::int64_t timeout = 0;
        std::int64_t start_period = 0;
        std::int64_t start_interval = 0;
        std::int32_t retries = 0;
    };

    bool is_windows = false;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string user;
    std::string workdir;
    std::vector<std::string> entrypoint;
    std::vector<std::string> cmd;
    std::vector<std::string> shell;
    std::string stop_signal;
    Check healthcheck;
    std::vector<std::string> ports;  ///< 80/tcp
    std::vector<std::string> volumes;
    std::vector<std::pair<std::string, std::string>> labels;
    std::string author;
};

}  // namespace dockcheck::model
